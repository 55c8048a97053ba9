/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_PIECES_H
#define CORE_OPEN_PIECES_H
/* A file sealed in pieces of 64 KiB, each of which can be opened by itself: ChaCha20-Poly1305
   under a random key of this one file, nonce = 11-byte counter || 1 for the last piece.  This is
   the payload of age.  Pieces that are missing, changed, moved or from another file do not open;
   neither does a file that was cut, because its last piece is not marked so.  See
   docs/formats/file.md. */
#include "core/wire/keys.h"

enum {
    FILE_PIECE_BYTES = 64 * 1024,
    FILE_PIECE_TAG_BYTES = 16,
    FILE_PIECE_MAX = FILE_PIECE_BYTES + FILE_PIECE_TAG_BYTES
};

/* Made anew for each file and never used for another. */
struct file_key {
    uint8_t b[KEY_BYTES];
};

/* How many pieces a file of this size has: at least one. */
uint32_t pieces_of(uint64_t size);

/* Write plain.n + 16 bytes to `out`.  ERR_TOO_LARGE: over FILE_PIECE_BYTES.  ERR_MALFORMED: a
   piece that is not the last must be full, and only an empty file has an empty one. */
MUST_USE enum err piece_seal(
    const struct file_key *k, uint32_t n, bool last, struct bytes plain, uint8_t *out);

/* Write sealed.n - 16 bytes to `out`.  Every failure is ERR_FORGED, and then `out` holds no
   plaintext. */
MUST_USE enum err piece_open(
    const struct file_key *k, uint32_t n, bool last, struct bytes sealed, uint8_t *out);

#endif
