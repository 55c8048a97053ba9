/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_RECOVERY_NOTE_H
#define CORE_WIRE_RECOVERY_NOTE_H
/* The recovery key of a desk: its public half, signed by the organisation's identity key, so that
   nobody who can merely write into the folder receives the vaults.  The secret half exists on paper
   only, in two halves.  See docs/formats/recovery.md. */
#include "core/wire/card.h"

enum { RECOVERY_TEXT_MAX = 1024 };

struct recovery {
    struct network_id network;
    struct org_id org;
    uint32_t version; /* the next one replaces it */
    struct box_public key;
};

/* The signed text.  ERR_MALFORMED. */
MUST_USE enum err recovery_decode(struct bytes text, struct recovery *out);
/* Write the text; `w` latches when too short. */
MUST_USE enum err recovery_encode(const struct recovery *r, struct writer *w);

/* Parse, decode and verify a note of this organisation.  Errors as card_open(). */
MUST_USE enum err recovery_open(struct bytes note, const struct root *root,
    const struct network_id *network, struct recovery *out);

#endif
