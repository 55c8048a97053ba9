/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* LabeledExtract and LabeledExpand of RFC 9180, section 4, over HKDF-SHA256; every output here is
   at most 32 bytes, so that one block of Expand is enough. */
#include "core/seal/hpke_schedule.h"
#include <sodium.h>
#include <string.h>

static const uint8_t suite_kem[] = { 'K', 'E', 'M', 0x00, 0x20 };
static const uint8_t suite_hpke[] = { 'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x03 };

#define BYTES(x) ((struct bytes){ (x), sizeof(x) })

static const struct bytes nothing = { NULL, 0 };

static void
hmac_add(crypto_auth_hmacsha256_state *st, struct bytes b)
{
    if (b.n > 0)
        (void)crypto_auth_hmacsha256_update(st, b.p, b.n);
}

static void
labeled_extract(
    struct bytes salt, struct bytes suite, const char *label, struct bytes ikm, uint8_t out[32])
{
    static const uint8_t no_salt[32] = { 0 };
    crypto_auth_hmacsha256_state st;

    if (salt.n == 0)
        salt = BYTES(no_salt);
    (void)crypto_auth_hmacsha256_init(&st, salt.p, salt.n);
    hmac_add(&st, bytes_of("HPKE-v1"));
    hmac_add(&st, suite);
    hmac_add(&st, bytes_of(label));
    hmac_add(&st, ikm);
    (void)crypto_auth_hmacsha256_final(&st, out);
    sodium_memzero(&st, sizeof st);
}

static void
labeled_expand(const uint8_t prk[32], struct bytes suite, const char *label, struct bytes info,
    uint8_t *out, size_t n)
{
    crypto_auth_hmacsha256_state st;
    const uint8_t length[2] = { 0, (uint8_t)n }, block_1 = 1;
    uint8_t block[32];

    (void)crypto_auth_hmacsha256_init(&st, prk, 32);
    hmac_add(&st, BYTES(length));
    hmac_add(&st, bytes_of("HPKE-v1"));
    hmac_add(&st, suite);
    hmac_add(&st, bytes_of(label));
    hmac_add(&st, info);
    hmac_add(&st, (struct bytes){ &block_1, 1 });
    (void)crypto_auth_hmacsha256_final(&st, block);
    memcpy(out, block, n);
    sodium_memzero(&st, sizeof st);
    sodium_memzero(block, sizeof block);
}

enum err
hpke_shared_secret(const uint8_t secret[32], const uint8_t peer[32], const uint8_t enc[32],
    const uint8_t recipient[32], struct hpke_shared *out)
{
    uint8_t dh[32], prk[32], context[64];

    if (crypto_scalarmult(dh, secret, peer) != 0) {
        sodium_memzero(dh, sizeof dh);
        return ERR_FORGED;
    }
    memcpy(context, enc, 32);
    memcpy(context + 32, recipient, 32);
    labeled_extract(nothing, BYTES(suite_kem), "eae_prk", BYTES(dh), prk);
    labeled_expand(prk, BYTES(suite_kem), "shared_secret", BYTES(context), out->b, sizeof out->b);
    sodium_memzero(dh, sizeof dh);
    sodium_memzero(prk, sizeof prk);
    return OK;
}

void
hpke_key_schedule(const struct hpke_shared *shared, struct bytes info, struct hpke_context *out)
{
    uint8_t context[65], secret[32];
    struct bytes suite = BYTES(suite_hpke);

    context[0] = 0; /* base mode */
    labeled_extract(nothing, suite, "psk_id_hash", nothing, context + 1);
    labeled_extract(nothing, suite, "info_hash", info, context + 33);
    labeled_extract(BYTES(shared->b), suite, "secret", nothing, secret);
    labeled_expand(secret, suite, "key", BYTES(context), out->key, sizeof out->key);
    labeled_expand(secret, suite, "base_nonce", BYTES(context), out->nonce, sizeof out->nonce);
    sodium_memzero(secret, sizeof secret);
}
