/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORK_APPLY_H
#define DESK_WORK_APPLY_H
/* What records of casework do to the projection.  The bodies: docs/formats/desk-record.md. */
#include "desk/cases/applying.h"

/* The body of RECORD_HANDOVER when it is offered; texts borrow from the body's copy in `a`. */
struct handover {
    const char *to, *promise, *note;
};
MUST_USE enum err handover_encode(const struct handover *o, struct writer *w);
MUST_USE enum err handover_decode(struct bytes body, struct arena *a, struct handover *out);

/* The body of RECORD_SNOOZE: a moment (8 bytes), then words. */
struct snooze {
    int64_t until_s;
    const char *words;
};
MUST_USE enum err snooze_encode(const struct snooze *s, struct writer *w);
MUST_USE enum err snooze_decode(struct bytes body, struct arena *a, struct snooze *out);

enum offer_act { OFFER_UNSET, OFFER_MADE, OFFER_TAKEN, OFFER_DECLINED };
enum merge_act { MERGE_UNDONE, MERGE_CAME_IN, MERGE_WENT_INTO };
enum freeze_act { FREEZE_UNSET, FREEZE_FROZEN, FREEZE_ASKED, FREEZE_THAWED };

/* The kinds. */
enum err work_apply_label(struct applying *x);
enum err work_apply_snooze(struct applying *x);
enum err work_apply_watch(struct applying *x);
enum err work_apply_handover(struct applying *x);
enum err work_apply_merge(struct applying *x);
enum err work_apply_freeze(struct applying *x);
enum err work_apply_translation(struct applying *x);

/* After any record of a case: what follows from it for casework. */
enum err work_after(struct applying *x);

/* Bring the kept stage of a case up to date. */
MUST_USE enum err work_settle(struct db *p, int64_t case_id);

#endif
