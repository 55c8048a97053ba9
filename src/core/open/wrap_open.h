/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_WRAP_OPEN_H
#define CORE_OPEN_WRAP_OPEN_H
/* Open wraps, and keep an opened one symmetrically beside it: 1 us the next time instead of 50. */
#include "core/open/secrets.h"
#include "core/seal/wrap.h"

enum { KEPT_BYTES = 24 + KEY_BYTES + 16 };

/* nonce(24), sealed key(32), tag(16), under the vault key, bound to the same facts as the wrap. */
struct kept {
    uint8_t b[KEPT_BYTES];
};

/* 32 bytes to `key` (guarded memory).  Every failure is ERR_FORGED. */
MUST_USE enum err wrap_open(const struct wrap *w, const struct wrap_about *about,
    const struct box_secret *secret, const struct box_public *pk, uint8_t key[KEY_BYTES]);

/* BLAKE2b-256("vault/1", key = vault secret). */
void vault_key_of(const struct box_secret *vault, struct vault_key *out);

/* Keep, and open what was kept. `nonce` is NULL (random) outside tests. Failures are ERR_FORGED. */
void kept_seal(const struct vault_key *k, const struct wrap_about *about,
    const uint8_t key[KEY_BYTES], const uint8_t nonce[24], struct kept *out);
MUST_USE enum err kept_open(const struct vault_key *k, const struct wrap_about *about,
    const struct kept *from, uint8_t key[KEY_BYTES]);

#endif
