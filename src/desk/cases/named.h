/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_NAMED_H
#define DESK_CASES_NAMED_H
/*
 * Dates that stand in a request and that nobody has confirmed: typed into the form as a date, or
 * found by the rules in what was written.  Both are kept, whatever the other says: what a person
 * types leads, and a nearer date in her text is not hidden by it.  A day that was over when the
 * request came is kept and shown with it, but asks for nothing.
 */
#include "base/arena.h"
#include "core/triage/triage.h"
#include "core/wire/message.h"
#include "db/db.h"

struct applying;

enum { NAMED_OF_CASE = 8, NAMED_MAX = 200 };

struct named_date {
    int64_t case_id;
    int64_t day; /* days since 1970 */
    enum triage_date_kind kind;
    bool typed;   /* into the form; else found in the text */
    bool binding; /* where the person is, as far as the rules know */
    /* Of the case; only from named_open(). */
    const char *subject, *lang, *country, *assignee;
    int urgency;
};

/* What a message names: its answers (NULL: none), and what the rules found (x->r->rating). */
MUST_USE enum err named_apply(const struct applying *x, const struct answers *answers);

/* The day that lists show of a case: the nearest of its open dates, and of the days named in it
   that are no such date's: a date of the same kind stands for what was named.  Beside an open date
   a day counts only if it is not over at at_s. */
MUST_USE enum err named_near(struct db *p, int64_t case_id, int64_t at_s);

/* Of one case, what was typed first, then by day; at most NAMED_OF_CASE. */
MUST_USE enum err named_of_case(
    struct db *p, int64_t case_id, struct arena *a, struct named_date **rows, size_t *n);

struct named_ask {
    const char *member; /* only of requests that she leads or nobody does; "": of all */
    int64_t last_day;   /* none after this day */
    size_t most;        /* at most NAMED_MAX */
};

/* Of open requests, by day, without those on whose day the request has a date already; *more: there
   are others. */
MUST_USE enum err named_open(struct db *p, const struct named_ask *ask, struct arena *a,
    struct named_date **rows, size_t *n, bool *more);

#endif
