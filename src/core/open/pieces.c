/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/pieces.h"
#include <sodium.h>

enum { NONCE_BYTES = 12 };

uint32_t
pieces_of(uint64_t size)
{
    return size == 0 ? 1 : (uint32_t)((size + FILE_PIECE_BYTES - 1) / FILE_PIECE_BYTES);
}

static void
nonce_of(uint32_t n, bool last, uint8_t to[NONCE_BYTES])
{
    struct writer w = writer_of(to, NONCE_BYTES);

    write_u16(&w, 0);
    write_u8(&w, 0);
    write_u32(&w, 0);
    write_u32(&w, n);
    write_u8(&w, last);
}

static bool
is_length(uint32_t n, bool last, size_t n_plain)
{
    return last ? n_plain > 0 || n == 0 : n_plain == FILE_PIECE_BYTES;
}

enum err
piece_seal(const struct file_key *k, uint32_t n, bool last, struct bytes plain, uint8_t *out)
{
    uint8_t nonce[NONCE_BYTES];

    if (plain.n > FILE_PIECE_BYTES)
        return ERR_TOO_LARGE;
    if (!is_length(n, last, plain.n))
        return ERR_MALFORMED;
    nonce_of(n, last, nonce);
    (void)crypto_aead_chacha20poly1305_ietf_encrypt(
        out, NULL, plain.p, plain.n, NULL, 0, NULL, nonce, k->b);
    return OK;
}

enum err
piece_open(const struct file_key *k, uint32_t n, bool last, struct bytes sealed, uint8_t *out)
{
    uint8_t nonce[NONCE_BYTES];

    if (sealed.n < FILE_PIECE_TAG_BYTES || sealed.n > FILE_PIECE_MAX ||
        !is_length(n, last, sealed.n - FILE_PIECE_TAG_BYTES))
        return ERR_FORGED;
    nonce_of(n, last, nonce);
    int bad = crypto_aead_chacha20poly1305_ietf_decrypt(
        out, NULL, NULL, sealed.p, sealed.n, NULL, 0, nonce, k->b);
    return bad ? ERR_FORGED : OK;
}
