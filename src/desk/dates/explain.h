/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_EXPLAIN_H
#define DESK_DATES_EXPLAIN_H
/* How a date was found, as it is kept: what was asked, and every step of the answer.  Rules and
   tables change with the program; what a lawyer confirmed must still be read as it was then.
   docs/formats/date-act.md is this in words. */
#include "desk/dates/rule.h"

enum {
    EXPLAIN_VERSION = 1,
    EXPLAIN_TEXT_MAX = 120,  /* code, country, zone, name of a source */
    EXPLAIN_MAX = 12 * 1024, /* all of it */
};

struct explained {
    const char *rule; /* code */
    struct cal_date base;
    int32_t minute; /* -1: not known */
    enum base_means means;
    enum service_way way; /* WAY_UNSET unless it was sent */
    const char *authority, *zone, *stay;
    bool more_steps;
    const struct date_step *steps;
    size_t n_steps;
};

/* From a proposal and what was asked; borrows from both. */
struct explained explain_of(const struct date_ask *ask, const struct date_proposal *p);

/* `w` latches when too short; a text over EXPLAIN_TEXT_MAX makes it so too. */
void explain_encode(const struct explained *x, struct writer *w);

/* Texts and steps live in `a`.  ERR_MALFORMED: not one of ours. */
MUST_USE enum err explain_decode(struct bytes in, struct arena *a, struct explained *out);

#endif
