/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_DUE_H
#define DESK_DATES_DUE_H
/* The dates of a vault: for the list of acts, the month, the feed and the pages of a case. */
#include "base/arena.h"
#include "core/wire/keys.h"
#include "db/db.h"
#include "desk/dates/rule.h"

enum { MAX_DUE = 500 };

/* How far a date has come.  Stored in the projection only. */
enum date_state {
    DATE_OPEN,      /* a person typed it, or a rule proposed it: nobody has confirmed */
    DATE_CONFIRMED, /* a lawyer has */
    DATE_DONE,      /* what it asked for was done */
    DATE_WITHDRAWN,
};

struct date_due {
    int64_t id; /* the number people see; its page is /dates/{id} */
    int64_t case_id;
    uint8_t item[ID_BYTES]; /* the form */
    enum date_kind kind;
    enum date_state state;
    int64_t day;    /* the last day, there */
    int32_t minute; /* the end on that day: 1440 is its very end */
    const char *zone;
    int64_t until_s; /* the first moment that is too late */
    bool unsure, binding;
    const char *words;           /* what must be done, as typed; "" */
    const char *subject, *lang;  /* of the case */
    const char *holder, *deputy; /* who acts: the case's lead; "" nobody */
    int64_t changed_s;
    uint32_t sequence; /* of changes */
};

struct due_ask {
    int64_t from_s, to_s; /* until_s in [from, to) */
    const char *member;   /* only what she holds or is deputy for; "": everybody's */
    bool done;            /* those too that are done */
    bool nobodys;         /* those too that nobody leads */
};

/* Sorted by what ends first; at most MAX_DUE, *more tells of others.  Also of cases whose records
   are not read yet. */
MUST_USE enum err dates_due(struct db *p, const struct due_ask *ask, struct arena *a,
    struct date_due **rows, size_t *n, bool *more);

/* How many ask for this member and end before this moment, or are over. */
MUST_USE enum err dates_near(struct db *p, const char *member, int64_t before_s, int64_t *out);

/* The case that this one went into by a merge, or itself. */
MUST_USE enum err dates_root(struct db *p, int64_t case_id, int64_t *out);

/* All dates of a case and of those that came into it, what still asks for something first. */
MUST_USE enum err dates_of_case(
    struct db *p, int64_t case_id, struct arena *a, struct date_due **rows, size_t *n);

struct date_full {
    struct date_due d;
    const char *confirmed_by, *ended_by; /* "" nobody */
    struct bytes explained;              /* for explain_decode(); empty: it was typed */
};

/* ERR_NOT_FOUND.  What explains it is there once the case's records were read. */
MUST_USE enum err date_get(struct db *p, int64_t id, struct arena *a, struct date_full *out);

#endif
