/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/member.h"
#include "base/text.h"
#include "core/open/words_table.h"
#include <sodium.h>
#include <string.h>

enum {
    NONCE_BYTES = 24,
    ABOUT_BYTES = 8 + ID_BYTES + ID_BYTES + KEY_BYTES,
    MIN_KIB = 8,
    MAX_KIB = 1 << 20,
    MAX_PASSES = 16,
};

struct kek_cost
kek_cost_real(void)
{
    return (struct kek_cost){ .passes = 3, .mem_kib = 256 * 1024 };
}

struct kek_cost
kek_cost_for_tests(void)
{
    return (struct kek_cost){ .passes = 1, .mem_kib = 64 };
}

void
member_passphrase_new(char out[PASSPHRASE_CAP])
{
    size_t at = 0;

    for (unsigned i = 0; i < PASSPHRASE_WORDS; i++) {
        const char *word = words_tables[WORDS_EN].word[randombytes_uniform(WORDS_LIST)];
        size_t n = strlen(word);
        if (i > 0)
            out[at++] = ' ';
        memcpy(out + at, word, n);
        at += n;
    }
    out[at] = '\0';
}

/* Small letters, one blank between words, none at the ends; returns the length. */
static size_t
normalise(struct bytes in, uint8_t to[PASSPHRASE_MAX])
{
    bool blank = false;
    size_t n = 0;

    for (size_t i = 0; i < in.n; i++) {
        uint8_t c = in.p[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            blank = n > 0;
            continue;
        }
        if (blank)
            to[n++] = ' ';
        blank = false;
        to[n++] = c >= 'A' && c <= 'Z' ? (uint8_t)(c + 0x20) : c;
    }
    return n;
}

static bool
cost_is_valid(const struct kek_cost *cost)
{
    return cost->passes >= 1 && cost->passes <= MAX_PASSES && cost->mem_kib >= MIN_KIB &&
           cost->mem_kib <= MAX_KIB;
}

enum err
member_kek_of(struct bytes passphrase, const uint8_t salt[MEMBER_SALT_BYTES],
    const struct kek_cost *cost, struct member_kek *out)
{
    uint8_t clean[PASSPHRASE_MAX];

    if (passphrase.n > PASSPHRASE_MAX)
        return ERR_TOO_LARGE;
    if (!utf8_is_valid(passphrase) || !cost_is_valid(cost))
        return ERR_MALFORMED;
    size_t n = normalise(passphrase, clean);
    enum err e = n == 0 ? ERR_MALFORMED : OK;
    if (!e && crypto_pwhash(out->b, sizeof out->b, (const char *)clean, n, salt, cost->passes,
                  (size_t)cost->mem_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        e = ERR_INTERNAL;
    sodium_memzero(clean, sizeof clean);
    return e;
}

/* "member/1" org member public key */
static void
about_encode(const struct org_id *org, const struct member_id *member, const struct box_public *pk,
    uint8_t out[ABOUT_BYTES])
{
    struct writer w = writer_of(out, ABOUT_BYTES);

    write_bytes(&w, bytes_of("member/1"));
    write_n(&w, org->b, sizeof org->b);
    write_n(&w, member->b, sizeof member->b);
    write_n(&w, pk->b, sizeof pk->b);
}

void
member_seal(const struct member_kek *k, const struct org_id *org, const struct member_id *member,
    const struct box_secret *secret, const uint8_t nonce[24], uint8_t out[MEMBER_SEALED_BYTES])
{
    uint8_t aad[ABOUT_BYTES];
    struct box_public pk = box_public_of(secret);

    about_encode(org, member, &pk, aad);
    if (nonce)
        memcpy(out, nonce, NONCE_BYTES);
    else
        randombytes_buf(out, NONCE_BYTES);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        out + NONCE_BYTES, NULL, secret->b, KEY_BYTES, aad, sizeof aad, NULL, out, k->b);
}

enum err
member_open(const struct member_kek *k, const struct org_id *org, const struct member_id *member,
    const struct box_public *pk, const uint8_t in[MEMBER_SEALED_BYTES], struct box_secret *out)
{
    uint8_t aad[ABOUT_BYTES];

    about_encode(org, member, pk, aad);
    int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(out->b, NULL, NULL, in + NONCE_BYTES,
        MEMBER_SEALED_BYTES - NONCE_BYTES, aad, sizeof aad, in, k->b);
    return bad ? ERR_FORGED : OK;
}
