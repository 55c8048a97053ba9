/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_RETENTION_H
#define DESK_KEEP_RETENTION_H
/* How long a case is kept: its clock runs from the day it was closed, a hold stops it, and two
   people together erase it.  No case is ever erased by the clock alone; what was said in it is
   (talk.h). */
#include "desk/cases/applying.h"
#include "desk/cases/rules.h"

struct post;

/* Number of a RECORD_RETENTION; stored. */
enum retention_act {
    RETENTION_UNSET,
    RETENTION_HOLD,
    RETENTION_RELEASE,
    RETENTION_WORDS,   /* what was said before it is erased: talk.h */
    RETENTION_BROUGHT, /* it came from another program: the clock of its words begins here */
};

enum { KEEP_MONTH_S = 2629746, KEEP_LIST_MAX = 200 };

/* The kind. */
enum err retention_apply(struct applying *x);

struct hold {
    const char *by, *why; /* NULL by: there is none */
    int64_t at_s;
};
MUST_USE enum err hold_get(struct db *p, int64_t case_id, struct arena *a, struct hold *out);

/* A hold, or its end; both want words why.  ERR_MALFORMED: none; ERR_TOO_LARGE; ERR_CONFLICT: it
   is so already. */
MUST_USE enum err hold_set(
    const struct casebook *b, int64_t id, bool on, const char *why, const struct actor *by);

/* A case that stands in a list of this subject. */
struct kept_case {
    int64_t id, since_s; /* closed, or held */
    const char *subject, *lang, *by, *why;
};

/* Closed for at least so many months and not held, the longest first; and those that are held. */
MUST_USE enum err retention_due(struct db *p, int64_t months, int64_t now_s, struct arena *a,
    struct kept_case **out, size_t *n);
MUST_USE enum err retention_held(struct db *p, struct arena *a, struct kept_case **out, size_t *n);

/* When a closed case is due; 0: it is open. */
MUST_USE enum err retention_day(struct db *p, int64_t id, int64_t months, int64_t *due_s);

/* Erase a case for ever: keys, records, drafts, answers that still wait, and what every open vault
   shows of it.  Answers go first, so that none leaves should this be cut off in between.  A
   tombstone without content stays.  Outside transactions.  ERR_CONFLICT: it is held. */
MUST_USE enum err retention_erase(
    const struct casebook *b, struct post *post, int64_t id, int64_t now_s);

/* How many cases were erased. */
MUST_USE enum err retention_erased(struct db *records, int64_t *out);

#endif
