/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A key that came with a mail. */
#include "desk/post/pgp_key.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    char out[PGP_FINGERPRINT_CAP];

    pgp_fingerprint((struct bytes){ p, n }, out);
    size_t k = strnlen(out, sizeof out);
    if (k != 0 && k != PGP_FINGERPRINT_CAP - 1)
        abort();
    return 0;
}
