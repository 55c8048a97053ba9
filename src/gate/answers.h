/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_ANSWERS_H
#define GATE_ANSWERS_H
/* The answers on a shelf that are for one seeker. */
#include "core/open/seeker_keys.h"
#include "gate/book.h"
#include "gate/gate_pass.h"

struct heard {
    const struct answer *list; /* newest first */
    size_t n;
    bool one_org; /* all come from `org`; false without answers */
    struct org_id org;
};

/* Try every slot, whatever was found before.  An answer counts if it opens with the seeker's key,
   comes from an organisation in the root note and carries what only that one and the seeker share;
   all else is passed over without a word.  Parts are joined, copies of one answer shown once.  An
   hour that is still to come counts as now: nobody stays on top by a false date. */
MUST_USE enum err answers_open(const struct book *b, const struct seeker_keys *keys,
    const char *lang, int64_t now_s, const uint8_t *slots, size_t n_slots, struct arena *a,
    struct heard *out);

#endif
