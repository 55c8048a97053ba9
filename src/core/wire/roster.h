/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_ROSTER_H
#define CORE_WIRE_ROSTER_H
/* The roster of a desk: whose keys may receive a wrap, and who may do what.  Stays inside the
   organisation; signed by its identity key like the card.  See docs/formats/roster.md. */
#include "core/wire/card.h"

enum { ROSTER_MAX_MEMBERS = 128, ROSTER_MAX_VAULTS = 64, ROSTER_ROLE_MAX = 16 };

struct roster_member {
    struct member_id id;
    struct box_public key;
    uint32_t roles; /* a sum of bits; what stands in a database beside it counts for nothing */
};

struct roster_vault {
    struct vault_id id;
    uint32_t epoch;
    struct box_public key;
    char role[ROSTER_ROLE_MAX + 1]; /* small letters, digits and '-': intake, office, legal ... */
};

struct roster {
    struct network_id network;
    struct org_id org;
    uint32_t version;
    size_t n_members, n_vaults;
    struct roster_member members[ROSTER_MAX_MEMBERS];
    struct roster_vault vaults[ROSTER_MAX_VAULTS];
};

/* The signed text.  ERR_MALFORMED, ERR_TOO_LARGE. */
MUST_USE enum err roster_decode(struct bytes text, struct roster *out);
/* Write the text; `w` latches when too short.  ERR_MALFORMED for values the format cannot hold. */
MUST_USE enum err roster_encode(const struct roster *r, struct writer *w);

/* Parse, decode and verify a roster note of this organisation.  Errors as card_open(). */
MUST_USE enum err roster_open(struct bytes note, const struct root *root,
    const struct network_id *network, struct roster *out);

/* NULL if not listed: then nothing is wrapped to it.  Borrowed from `r`. */
const struct roster_member *roster_member_find(const struct roster *r, const struct member_id *id);
const struct roster_vault *roster_vault_find(const struct roster *r, const struct vault_id *id);

#endif
