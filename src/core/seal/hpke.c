/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seal/hpke.h"
#include "core/seal/hpke_schedule.h"
#include <sodium.h>
#include <string.h>

enum err
hpke_seal_base(const struct box_public *to, struct bytes info, struct bytes aad, struct bytes plain,
    const struct ephemeral *given, uint8_t *out)
{
    struct ephemeral e;
    struct hpke_shared shared;
    struct hpke_context ctx;
    uint8_t enc[HPKE_ENC_BYTES];

    if (given)
        e = *given;
    else
        randombytes_buf(e.b, sizeof e.b);
    enum err bad = crypto_scalarmult_base(enc, e.b) ? ERR_INTERNAL : OK;
    if (!bad && hpke_shared_secret(e.b, to->b, enc, to->b, &shared))
        bad = ERR_MALFORMED;
    if (!bad) {
        hpke_key_schedule(&shared, info, &ctx);
        (void)crypto_aead_chacha20poly1305_ietf_encrypt(
            out + HPKE_ENC_BYTES, NULL, plain.p, plain.n, aad.p, aad.n, NULL, ctx.nonce, ctx.key);
        memcpy(out, enc, sizeof enc);
    }
    sodium_memzero(&e, sizeof e);
    sodium_memzero(&shared, sizeof shared);
    sodium_memzero(&ctx, sizeof ctx);
    return bad;
}
