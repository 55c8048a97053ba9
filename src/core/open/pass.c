/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/pass.h"
#include "core/wire/content.h"
#include <sodium.h>
#include <string.h>

enum { NONCE_BYTES = 24 };

void
pass_key_of(const struct epoch_key *r, struct pass_key *out)
{
    struct digest d = digest_keyed(r->b, "pass/1", (struct bytes){ NULL, 0 });

    memcpy(out->b, d.b, sizeof out->b);
    sodium_memzero(&d, sizeof d);
}

enum err
pass_seal(const struct pass_key *k, struct bytes aad, struct bytes plain, const uint8_t nonce[24],
    uint8_t *out)
{
    if (plain.n > PASS_PLAIN_MAX)
        return ERR_TOO_LARGE;
    if (nonce)
        memcpy(out, nonce, NONCE_BYTES);
    else
        randombytes_buf(out, NONCE_BYTES);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        out + NONCE_BYTES, NULL, plain.p, plain.n, aad.p, aad.n, NULL, out, k->b);
    return OK;
}

enum err
pass_open(const struct pass_key *k, struct bytes aad, struct bytes sealed, uint8_t *out, size_t n)
{
    if (n > PASS_PLAIN_MAX || sealed.n != n + PASS_EXTRA_BYTES)
        return ERR_FORGED;
    int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed.p + NONCE_BYTES,
        sealed.n - NONCE_BYTES, aad.p, aad.n, sealed.p, k->b);
    return bad ? ERR_FORGED : OK;
}
