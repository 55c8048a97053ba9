/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_PASS_H
#define CORE_OPEN_PASS_H
/* A pass: a small struct of the gate, sealed under a key in its memory, that travels in an
   address: nonce(24), ciphertext, tag(16) of XChaCha20-Poly1305. */
#include "core/open/secrets.h"

enum { PASS_EXTRA_BYTES = 40, PASS_PLAIN_MAX = 1024 };

/* BLAKE2b-256("pass/1", key = R). */
void pass_key_of(const struct epoch_key *r, struct pass_key *out);

/* Write plain.n + 40 bytes. `nonce` is NULL (random) outside tests. ERR_TOO_LARGE over 1,024
   bytes. */
MUST_USE enum err pass_seal(const struct pass_key *k, struct bytes aad, struct bytes plain,
    const uint8_t nonce[24], uint8_t *out);

/* Open a pass whose content has exactly n bytes.  Every failure is ERR_FORGED. */
MUST_USE enum err pass_open(
    const struct pass_key *k, struct bytes aad, struct bytes sealed, uint8_t *out, size_t n);

#endif
