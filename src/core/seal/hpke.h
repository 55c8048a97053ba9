/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_SEAL_HPKE_H
#define CORE_SEAL_HPKE_H
/* HPKE (RFC 9180), base mode, single shot: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
   ChaCha20-Poly1305. Sealing needs only a public key; opening is core/open/hpke_open.h. */
#include "core/wire/envelope.h"

/* A secret to seal with, used once and wiped: 32 bytes X25519. */
struct ephemeral {
    uint8_t b[KEY_BYTES];
};

/* Seal `plain` to `to`. Writes enc (32), ciphertext (plain.n) and tag (16) to `out`. `given` is
   NULL, or the ephemeral key where the same input must give the same bytes: never the same key
   for two different plaintexts. ERR_MALFORMED: `to` is no usable public key (low order). */
MUST_USE enum err hpke_seal_base(const struct box_public *to, struct bytes info, struct bytes aad,
    struct bytes plain, const struct ephemeral *given, uint8_t *out);

#endif
