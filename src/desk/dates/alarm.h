/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_ALARM_H
#define DESK_DATES_ALARM_H
/* For whoever wakes people (alerts without content): who must be asked about the dates of a vault
   now.  Names and counts, nothing else: no case, no kind, no day. */
#include "base/arena.h"
#include "db/db.h"
#include "desk/dates/rule.h"

enum { ALARM_MEMBERS_MAX = 64 };

struct date_alarm {
    const char *member; /* name; "" the duty lead */
    int64_t last;       /* dates that end within a day */
    int64_t overdue;    /* that are over without an act */
};

/* At most ALARM_MEMBERS_MAX rows, one for each name.  Escalation is in it: what is in its last day
   or over goes to the duty lead too, whoever holds it. */
MUST_USE enum err dates_alarms(
    struct db *p, int64_t now_s, struct arena *a, struct date_alarm **out, size_t *n);

#endif
