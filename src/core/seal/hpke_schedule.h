/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_SEAL_HPKE_SCHEDULE_H
#define CORE_SEAL_HPKE_SCHEDULE_H
/* The part of RFC 9180 that sealing and opening share. For core/seal, core/open and their tests
   only. */
#include "core/wire/envelope.h"

struct hpke_shared {
    uint8_t b[32];
};

struct hpke_context {
    uint8_t key[32];
    uint8_t nonce[12]; /* of message 0, the only one */
};

/* ExtractAndExpand of DHKEM: dh = X25519(secret, peer), context = enc, recipient. ERR_FORGED when
   the peer's point has low order. */
MUST_USE enum err hpke_shared_secret(const uint8_t secret[32], const uint8_t peer[32],
    const uint8_t enc[32], const uint8_t recipient[32], struct hpke_shared *out);

/* KeySchedule in base mode. */
void hpke_key_schedule(
    const struct hpke_shared *shared, struct bytes info, struct hpke_context *out);

#endif
