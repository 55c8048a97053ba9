/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/wrap_open.h"
#include "core/open/hpke_open.h"
#include "core/wire/content.h"
#include <sodium.h>
#include <string.h>

enum { NONCE_BYTES = 24 };

enum err
wrap_open(const struct wrap *w, const struct wrap_about *about, const struct box_secret *secret,
    const struct box_public *pk, uint8_t key[KEY_BYTES])
{
    uint8_t info[WRAP_INFO_BYTES];

    wrap_info(about, info);
    return hpke_open_base(secret, pk, (struct bytes){ info, sizeof info },
        (struct bytes){ NULL, 0 }, (struct bytes){ w->b, sizeof w->b }, key);
}

void
vault_key_of(const struct box_secret *vault, struct vault_key *out)
{
    struct digest d = digest_keyed(vault->b, "vault/1", (struct bytes){ NULL, 0 });

    memcpy(out->b, d.b, sizeof out->b);
    sodium_memzero(&d, sizeof d);
}

void
kept_seal(const struct vault_key *k, const struct wrap_about *about, const uint8_t key[KEY_BYTES],
    const uint8_t nonce[24], struct kept *out)
{
    uint8_t info[WRAP_INFO_BYTES];

    wrap_info(about, info);
    if (nonce)
        memcpy(out->b, nonce, NONCE_BYTES);
    else
        randombytes_buf(out->b, NONCE_BYTES);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        out->b + NONCE_BYTES, NULL, key, KEY_BYTES, info, sizeof info, NULL, out->b, k->b);
}

enum err
kept_open(const struct vault_key *k, const struct wrap_about *about, const struct kept *from,
    uint8_t key[KEY_BYTES])
{
    uint8_t info[WRAP_INFO_BYTES];

    wrap_info(about, info);
    int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(key, NULL, NULL, from->b + NONCE_BYTES,
        sizeof from->b - NONCE_BYTES, info, sizeof info, from->b, k->b);
    return bad ? ERR_FORGED : OK;
}
