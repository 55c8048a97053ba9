/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/passkey.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The first two bytes say how long the client data is; the rest is authenticator data, and once
   more a signature. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    const struct passkey_ask ask = { .rp = "localhost", .origin = "http://localhost:8080" };
    struct factor f;
    int64_t counter = 0;

    memset(&f, 0, sizeof f);
    if (n < 2)
        return 0;
    size_t n_client = (size_t)p[0] << 8 | p[1];
    if (n_client > n - 2)
        n_client = n - 2;
    struct bytes client = { p + 2, n_client };
    struct bytes rest = { p + 2 + n_client, n - 2 - n_client };
    if (!passkey_register(&ask, client, rest, &f) && f.n_credential == 0)
        __builtin_trap();
    f.algorithm = -7;
    f.n_public = 64;
    if (!passkey_verify(&ask, &f, client, rest, rest, &counter))
        __builtin_trap(); /* nobody has signed this */
    return 0;
}
