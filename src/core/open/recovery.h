/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_RECOVERY_H
#define CORE_OPEN_RECOVERY_H
/* The secret of the recovery key.  It lies on paper in two halves of twelve words each, kept by two
   people: one half alone opens nothing.  See docs/formats/recovery.md. */
#include "core/open/seeker_keys.h"

/* BLAKE2b-256(first || second): the order counts. */
void recovery_secret_of(
    const struct seed *first, const struct seed *second, struct box_secret *out);

/* What wraps name it by: the first 16 bytes of BLAKE2b-256(public key). */
void recovery_id_of(const struct box_public *key, uint8_t out[ID_BYTES]);

#endif
