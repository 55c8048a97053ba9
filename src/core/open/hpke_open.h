/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_HPKE_OPEN_H
#define CORE_OPEN_HPKE_OPEN_H
/* Open what hpke_seal_base() sealed. */
#include "core/open/secrets.h"
#include "core/seal/hpke.h"

/* `box` is enc, ciphertext, tag; the plaintext (box.n - 48 bytes) goes to `out`. `pk` is the
   public key of `secret`. Every failure is ERR_FORGED, and then `out` holds no plaintext. */
MUST_USE enum err hpke_open_base(const struct box_secret *secret, const struct box_public *pk,
    struct bytes info, struct bytes aad, struct bytes box, uint8_t *out);

#endif
