/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_ACTS_H
#define DESK_DATES_ACTS_H
/* What may be done with a date, and what it does to the projection.  A date is a form ("deadline");
   what happens to it is a record of its own beside it.  The caller holds the transactions
   (casebook_begin).  Who may stands in src/desk/routes.c: a lawyer confirms. */
#include "desk/cases/rules.h"
#include "desk/dates/due.h"
#include "desk/dates/explain.h"
#include "desk/forms/rules.h"

/* The number of a RECORD_DATE_ACT; content is the item.  Stored: append, never reorder. */
enum date_act {
    DATE_ACT_UNSET,
    DATE_ACT_EXPLAINED, /* body: explain_encode() */
    DATE_ACT_CONFIRMED, /* body: words */
    DATE_ACT_DONE,      /* body: words */
    DATE_ACT_REOPENED,  /* it was not done after all, or the confirmation is taken back */
    DATE_ACT_DEPUTY,    /* body: name, "" nobody */
    DATE_ACT_WITHDRAWN, /* body: why */
};

enum { DATE_WHAT_MAX = 200, DATE_WHY_MAX = 1000 /* bytes; the form has room for both */ };

struct date_put {
    int64_t case_id;
    int64_t id; /* the date to move; 0: a new one */
    enum date_kind kind;
    int64_t day;    /* the last day, there */
    int32_t minute; /* first minute too late; 1440: the whole day */
    const char *zone;
    bool unsure, binding;
    const char *what;                /* may be "" */
    const char *why;                 /* how it was found; a date without explanation needs it */
    const struct explained *explain; /* NULL: a person typed it */
};

/* Keep a date; *out is its number.  ERR_MALFORMED: no kind, no reason, a place or a day that the
   calendar does not have, or before 1970 or after 2100; ERR_TOO_LARGE: words; ERR_NOT_FOUND: no
   such case or date; ERR_CONFLICT: it was withdrawn, or belongs to a step of a proceeding. */
MUST_USE enum err date_put(
    const struct casebook *b, const struct date_put *put, const struct actor *by, int64_t *out);

/* Do one of the acts from CONFIRMED on.  ERR_CONFLICT: not in this state, such as done already;
   ERR_MALFORMED: withdrawing needs words; ERR_TOO_LARGE: words. */
MUST_USE enum err date_act(const struct casebook *b, int64_t id, enum date_act act,
    const char *words, const struct actor *by);

/* The kind RECORD_DATE_ACT. */
enum err date_act_apply(struct applying *x);

/* The kind RECORD_ITEM: any form, then the row of a deadline or of the hearing of a step. */
enum err date_form_apply(struct applying *x);

#endif
