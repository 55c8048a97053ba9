/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/record.h"
#include "core/wire/content.h"
#include <sodium.h>
#include <string.h>

enum { ABOUT_BYTES = 5 + ID_BYTES + ID_BYTES + 4 + 8 + 2 + KEY_BYTES };

void
record_key_of(const struct stream_key *sk, struct record_key *out)
{
    (void)crypto_kdf_derive_from_key(out->b, sizeof out->b, 1, "stream/1", sk->b);
}

/* "rec/1" org stream epoch seq kind previous.  A head: "head/1" and no kind. */
static struct bytes
about_encode(const struct record_about *about, bool head, uint8_t out[ABOUT_BYTES])
{
    struct writer w = writer_of(out, ABOUT_BYTES);

    write_bytes(&w, bytes_of(head ? "head/1" : "rec/1"));
    write_n(&w, about->org.b, sizeof about->org.b);
    write_n(&w, about->stream.b, sizeof about->stream.b);
    write_u32(&w, about->epoch);
    write_u64(&w, about->seq);
    if (!head)
        write_u16(&w, about->kind);
    write_n(&w, about->previous.b, sizeof about->previous.b);
    return (struct bytes){ out, w.n };
}

static enum err
seal(const struct record_key *k, struct bytes aad, struct bytes plain,
    const uint8_t nonce[RECORD_NONCE_BYTES], uint8_t *out)
{
    if (plain.n > RECORD_MAX_BYTES)
        return ERR_TOO_LARGE;
    if (nonce)
        memcpy(out, nonce, RECORD_NONCE_BYTES);
    else
        randombytes_buf(out, RECORD_NONCE_BYTES);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        out + RECORD_NONCE_BYTES, NULL, plain.p, plain.n, aad.p, aad.n, NULL, out, k->b);
    return OK;
}

static enum err
open_sealed(const struct record_key *k, struct bytes aad, struct bytes stored, uint8_t *out)
{
    if (stored.n < RECORD_EXTRA_BYTES || stored.n > RECORD_MAX_BYTES + RECORD_EXTRA_BYTES)
        return ERR_FORGED;
    int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
        stored.p + RECORD_NONCE_BYTES, stored.n - RECORD_NONCE_BYTES, aad.p, aad.n, stored.p, k->b);
    return bad ? ERR_FORGED : OK;
}

enum err
record_seal(const struct record_key *k, const struct record_about *about, struct bytes plain,
    const uint8_t nonce[RECORD_NONCE_BYTES], uint8_t *out)
{
    uint8_t aad[ABOUT_BYTES];

    return seal(k, about_encode(about, false, aad), plain, nonce, out);
}

enum err
record_open(
    const struct record_key *k, const struct record_about *about, struct bytes stored, uint8_t *out)
{
    uint8_t aad[ABOUT_BYTES];

    return open_sealed(k, about_encode(about, false, aad), stored, out);
}

enum err
head_seal(const struct record_key *k, const struct record_about *about, struct bytes plain,
    const uint8_t nonce[RECORD_NONCE_BYTES], uint8_t *out)
{
    uint8_t aad[ABOUT_BYTES];

    return seal(k, about_encode(about, true, aad), plain, nonce, out);
}

enum err
head_open(
    const struct record_key *k, const struct record_about *about, struct bytes stored, uint8_t *out)
{
    uint8_t aad[ABOUT_BYTES];

    return open_sealed(k, about_encode(about, true, aad), stored, out);
}

struct digest
record_link(struct bytes stored)
{
    return digest_blake2b(stored);
}
