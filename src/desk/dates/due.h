/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_DUE_H
#define DESK_DATES_DUE_H
/* The dates of a vault that still want something: for the list of acts, the month and the feed. */
#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "desk/dates/rule.h"

enum { MAX_DUE = 500 };

/* How far a date has come. */
enum date_state {
    DATE_OPEN,      /* a person typed it, or a rule proposed it: nobody has confirmed */
    DATE_CONFIRMED, /* a lawyer has */
    DATE_DONE,      /* what it asked for was done */
    DATE_WITHDRAWN,
};

struct date_due {
    int64_t id; /* of the deadline in this vault: /dates/{id}; also its neutral title */
    int64_t case_id;
    enum date_kind kind;
    enum date_state state;
    int64_t day;    /* the last day, there */
    int32_t minute; /* 1440: its very end */
    const char *zone;
    int64_t until_s; /* the first moment that is too late */
    bool unsure, binding;
    const char *words;           /* what must be done, as typed; "" */
    const char *subject;         /* of the case */
    const char *holder, *deputy; /* who acts: the case's lead; "" nobody */
};

struct due_ask {
    int64_t from_s, to_s; /* until_s in [from, to) */
    const char *member;   /* only what she holds or is deputy for; "": everybody's */
    bool done;            /* those too that are done */
};

/* Sorted by what ends first; at most MAX_DUE, *more tells of others. */
MUST_USE enum err dates_due(struct db *p, const struct due_ask *ask, struct arena *a,
    struct date_due **rows, size_t *n, bool *more);

#endif
