/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_AUDIT_HEAD_H
#define CORE_WIRE_AUDIT_HEAD_H
/* The head of a desk's audit chain on one day, signed by the organisation's identity key and kept
   by other desks: a chain that was cut, rolled back or made anew does not fit it.
   See docs/formats/audit.md. */
#include "core/wire/card.h"

enum { AUDIT_HEAD_TEXT_MAX = 512 };

struct audit_head {
    struct network_id network;
    struct org_id org;
    uint32_t day;       /* since 1970 */
    uint32_t entries;   /* that there were, from 1 */
    struct digest link; /* of the last of them */
};

/* The signed text.  ERR_MALFORMED. */
MUST_USE enum err audit_head_decode(struct bytes text, struct audit_head *out);
/* Write the text; `w` latches when too short. */
MUST_USE enum err audit_head_encode(const struct audit_head *h, struct writer *w);

/* Parse, decode and verify a note of any organisation of the root note.  Errors as card_open(). */
MUST_USE enum err audit_head_open(struct bytes note, const struct root *root,
    const struct network_id *network, struct audit_head *out);

#endif
