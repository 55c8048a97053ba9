/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORK_ACTS_H
#define DESK_WORK_ACTS_H
/* What can be done to a case besides writing: each act checks its rule, appends one record (a merge
   two) and applies it.  The caller holds the transactions (casebook_begin).  *why: the sentence for
   the member; PROBLEM_NONE unless an error is given back. */
#include "desk/work/apply.h"
#include "desk/work/work.h"

/* A label on or off.  ERR_MALFORMED: empty; ERR_TOO_LARGE: over LABEL_BYTES, or LABELS_MAX are on
   it. */
MUST_USE enum err work_label(const struct casebook *b, int64_t id, const char *label, bool on,
    const struct actor *by, enum desk_problem *why);

/* Put off until a date, a reply or an event, or bring it back (SNOOZE_OFF).  ERR_CONFLICT as
   snooze_problem() says. */
struct snooze_put {
    enum snooze_until until;
    int64_t until_s;
    const char *words;
};
MUST_USE enum err work_snooze(const struct casebook *b, int64_t id, const struct snooze_put *s,
    const struct actor *by, enum desk_problem *why);

/* She watches it, or no more. */
MUST_USE enum err work_watch(const struct casebook *b, int64_t id, bool on, const struct actor *by);

/* Hand over: offered with the last promise and a note, then taken or declined by that member, or
   taken back by whoever offered it.  ERR_CONFLICT: closed, offered already, or not offered to her;
   ERR_FORBIDDEN: she was not trained for urgent requests. */
MUST_USE enum err work_offer(const struct casebook *b, int64_t id, const struct handover *o,
    const struct actor *by, enum desk_problem *why);
MUST_USE enum err work_take(
    const struct casebook *b, int64_t id, const struct actor *by, enum desk_problem *why);
MUST_USE enum err work_decline(const struct casebook *b, int64_t id, const char *words,
    const struct actor *by, enum desk_problem *why);

/* Two requests are the same matter: `from` goes into `into`.  Both threads stay what they are, and
   each person is answered in her own.  ERR_CONFLICT: the same case, or one of them went into
   another already. */
MUST_USE enum err work_merge(const struct casebook *b, int64_t into, int64_t from,
    const struct actor *by, enum desk_problem *why);
MUST_USE enum err work_unmerge(
    const struct casebook *b, int64_t from, const struct actor *by, enum desk_problem *why);

/* Somebody may have been arrested: answering stops.  Thawing takes two members: one asks, another
   one confirms by asking too.  ERR_CONFLICT: frozen already, not frozen, or she asked herself. */
MUST_USE enum err work_freeze(const struct casebook *b, int64_t id, const char *words,
    const struct actor *by, enum desk_problem *why);
MUST_USE enum err work_thaw(const struct casebook *b, int64_t id, const char *words,
    const struct actor *by, enum desk_problem *why);

/* A translation beside a message or answer of this case.  ERR_NOT_FOUND: no such entry. */
MUST_USE enum err work_translate(const struct casebook *b, int64_t id, int64_t entry,
    const char *text, const struct actor *by, enum desk_problem *why);

/* May this member lead this case?  Only those trained for it lead urgent requests, once anybody
   is. */
MUST_USE enum err work_may_lead(
    const struct casebook *b, int64_t id, const char *name, int64_t now_s, enum desk_problem *why);

/* Rules of single forms beyond those of their fields: nobody approves her own work, and a decision
   about a child has two signatures.  ERR_FORBIDDEN, ERR_CONFLICT with *why. */
MUST_USE enum err work_item_rule(const struct casebook *b, int64_t case_id,
    const struct form_def *def, const struct field_value *v, size_t n, const struct actor *by,
    enum desk_problem *why);

#endif
