/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/hpke_open.h"
#include "core/seal/hpke_schedule.h"
#include <sodium.h>

enum err
hpke_open_base(const struct box_secret *secret, const struct box_public *pk, struct bytes info,
    struct bytes aad, struct bytes box, uint8_t *out)
{
    struct hpke_shared shared;
    struct hpke_context ctx;

    if (box.n < HPKE_EXTRA_BYTES)
        return ERR_FORGED;
    const uint8_t *enc = box.p, *sealed = box.p + HPKE_ENC_BYTES;
    enum err e = hpke_shared_secret(secret->b, enc, enc, pk->b, &shared);
    if (!e) {
        hpke_key_schedule(&shared, info, &ctx);
        if (crypto_aead_chacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed,
                box.n - HPKE_ENC_BYTES, aad.p, aad.n, ctx.nonce, ctx.key) != 0)
            e = ERR_FORGED;
    }
    sodium_memzero(&shared, sizeof shared);
    sodium_memzero(&ctx, sizeof ctx);
    return e;
}
