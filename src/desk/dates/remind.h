/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_REMIND_H
#define DESK_DATES_REMIND_H
/* When a date asks for whom.  Pure.  A reminder holds counts and never content: who reads it over
   somebody's shoulder learns that a team has dates, which everybody knows. */
#include "desk/dates/due.h"

enum remind_step {
    REMIND_NONE,
    REMIND_WEEK,    /* seven days ahead */
    REMIND_NEAR,    /* three days ahead */
    REMIND_LAST,    /* the last day */
    REMIND_OVERDUE, /* nobody said that it was done */
};

enum remind_who {
    REMIND_HOLDER = 1,
    REMIND_DEPUTY = 2,
    REMIND_LAWYER = 4, /* to confirm what a rule proposed or a person typed */
    REMIND_DUTY = 8,   /* the duty lead */
};

struct remind {
    enum remind_step step;
    unsigned who; /* bits of enum remind_who */
};

/* What a date asks for at this moment.  Done and withdrawn ones ask for nothing.
   - The holder from a week ahead on; the deputy from three days ahead on, or at once when there is
     no holder.
   - A lawyer as long as nobody confirmed, whenever the date is.
   - The duty lead when nobody holds it, when it is unconfirmed or unsure three days ahead, on the
     last day, and as long as it is overdue. */
struct remind remind_of(const struct date_due *d, int64_t now_s);

struct remind_counts {
    int64_t week, near, last, overdue, unconfirmed;
};

/* What this member is asked for: as holder or deputy, as a lawyer, as duty lead. */
struct remind_ask {
    const char *member;
    bool is_lawyer, is_duty;
    int64_t now_s;
};
bool remind_is_for(const struct remind_ask *ask, const struct date_due *d);
void remind_count(
    const struct remind_ask *ask, const struct date_due *rows, size_t n, struct remind_counts *out);

/* Two dates of one case that cannot both be right: the same kind of act on different days, as
   after a merge.  The nearer one rules until somebody decides; neither is ever dropped. */
bool date_contradicts(const struct date_due *a, const struct date_due *b);

#endif
