/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DRAFTS_DRAFTS_H
#define DESK_DRAFTS_DRAFTS_H
/* Drafts: what a member is writing in a case and has not sent.  One for each member, case and
   field; kept sealed on the disk at once, so that it survives a lock, a crash and a colleague's act
   on the case.  Colleagues of the same vault see who writes and may read it, to take it over at the
   end of a shift; only its writer's field holds it.  The caller holds a transaction on
   records.db. */
#include "base/arena.h"
#include "desk/access/typed.h"
#include "desk/store/streams.h"

enum { DRAFT_TEXT_MAX = 20000, DRAFTS_MAX = 32 };

struct draft {
    struct member_id member;
    enum case_form form;
    int64_t at_s;
    const char *text;
};

/* Keep a text, FORM_REPLY or FORM_NOTE; an empty one erases the draft.  ERR_TOO_LARGE over
   DRAFT_TEXT_MAX bytes; ERR_NOT_FOUND: not a stream of this vault. */
MUST_USE enum err draft_put(
    const struct stream_place *at, const struct stream_id *stream, const struct draft *d);

/* It was sent, or thrown away. */
MUST_USE enum err draft_erase(struct db *records, const struct stream_id *stream,
    const struct member_id *member, enum case_form form);

/* All drafts of a case, the newest first; texts in `a`.  One that does not open is left out. */
MUST_USE enum err draft_list(const struct stream_place *at, const struct stream_id *stream,
    struct arena *a, struct draft to[DRAFTS_MAX], size_t *n);

/* Where this member has drafts, the newest first: streams and moments. */
struct draft_place {
    struct stream_id stream;
    int64_t at_s;
};
MUST_USE enum err draft_places(struct db *records, const struct member_id *member,
    struct draft_place to[DRAFTS_MAX], size_t *n);

#endif
