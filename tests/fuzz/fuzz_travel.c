/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text with keys of a journey: whatever it is, nothing comes of one that was not made here. */
#include "base/own.h"
#include "core/open/secrets.h"
#include "core/wire/crypto.h"
#include "desk/access/travel.h"
#include "keys.gen.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { ARENA_BYTES = 1 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct db *keys;
    if (crypto_start())
        abort();
    OWN(box_secret) secret = box_secret_new();
    OWN(arena) a = arena_new(ARENA_BYTES);
    const struct org_id org = { { 1 } };
    static const struct roster nobody;
    const struct member colleague = { .id = { { 2 } } };
    char why[DB_WHY_BYTES];
    struct member_id whose;
    size_t n_keys = 0;

    if (!keys && db_open(NULL, DB_PROJECTION, &keys_sqlite, &keys, why))
        abort();
    const char *text = a ? arena_text_n(a, p, n) : NULL;
    if (!text || !secret)
        return 0;
    if (!travel_return(keys, &org, &nobody, &colleague, secret, text, a, &whose, &n_keys))
        abort();
    return 0;
}
