/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_STAGES_H
#define DESK_DATES_STAGES_H
/* The usual course of a proceeding, for each country as dated data (content/deadlines/stages.csv):
   who decides at each stage, which rules run from there, and whether a remedy stops execution.  A
   help for the eye: a real proceeding may skip and repeat stages. */
#include "desk/dates/rule.h"

/* Stored: append, never reorder. */
enum proceeding {
    PROCEEDING_UNSET,
    PROCEEDING_ASYLUM,
    PROCEEDING_EXTRADITION,
    PROCEEDING_REMOVAL,
    PROCEEDING_CRIMINAL,
    PROCEEDING_ALTERNATIVE,
    PROCEEDING_DOCUMENTS,
    N_PROCEEDINGS,
};

enum { STAGE_MAX_RULES = 3, MAX_STAGES = 20 };

struct date_stage {
    enum proceeding proceeding;
    const char *country;           /* "*": wherever nothing else is known */
    int32_t n;                     /* place in the order */
    const char *stage, *authority; /* keys of names */
    const char *rules[STAGE_MAX_RULES];
    enum date_effect effect;
    int64_t from, to;
    const char *source, *confirmed_by;
};

extern const struct date_stage date_stages[];
extern const size_t n_date_stages;

/* The stages that hold on this day, in order: those of the country, or else the general ones. */
size_t date_stages_of(
    enum proceeding p, const char *country, int64_t day, const struct date_stage *to[MAX_STAGES]);

/* The stage with this key in the same list; NULL. */
const struct date_stage *date_stage_find(
    enum proceeding p, const char *country, int64_t day, const char *stage);

/* "asylum" and so on; "" out of range. */
const char *proceeding_code(enum proceeding p);

#endif
