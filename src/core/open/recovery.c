/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/recovery.h"
#include "core/wire/content.h"
#include <sodium.h>
#include <string.h>

void
recovery_secret_of(const struct seed *first, const struct seed *second, struct box_secret *out)
{
    crypto_generichash_state st;

    (void)crypto_generichash_init(&st, NULL, 0, KEY_BYTES);
    (void)crypto_generichash_update(&st, first->b, sizeof first->b);
    (void)crypto_generichash_update(&st, second->b, sizeof second->b);
    (void)crypto_generichash_final(&st, out->b, KEY_BYTES);
    sodium_memzero(&st, sizeof st);
}

void
recovery_id_of(const struct box_public *key, uint8_t out[ID_BYTES])
{
    struct digest d = digest_blake2b((struct bytes){ key->b, KEY_BYTES });

    memcpy(out, d.b, ID_BYTES);
}
