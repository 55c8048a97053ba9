/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_ALARM_H
#define DESK_DATES_ALARM_H
/* When a date wakes people because nobody looked at it.  It says an hour and two names, nothing
   else: no case, no kind, no day. */
#include "base/arena.h"
#include "db/db.h"
#include "desk/dates/due.h"

/* Stored in records.db: numbers never change meaning. */
enum ring_stage {
    RING_DAY = 1,   /* the last day begins, and nobody looked at it for three days */
    RING_HOURS = 2, /* three hours are left, and nobody looked at it since RING_DAY */
    RING_OVER = 3,  /* it is over, and nobody said that it was done */
    N_RING_STAGES
};

struct date_ring {
    uint8_t item[ID_BYTES];
    enum ring_stage stage;
    int64_t from_s;              /* whoever looks at it from here on attended to it */
    int64_t ring_s;              /* the hour at which it rings */
    bool attended;               /* it was typed, moved or covered since from_s */
    const char *holder, *deputy; /* who is called first; "" nobody */
};

/* The hours of a date that still asks for something.  Not at night on the clock of its place:
   before the end it rings the evening before, after it in the morning. */
void date_ring_of(const struct date_due *d, enum ring_stage stage, struct date_ring *out);

/* The hours of all dates of a vault that end within a month, or ended in the last one. */
MUST_USE enum err dates_rings(
    struct db *p, int64_t now_s, struct arena *a, struct date_ring **out, size_t *n);

/* Does the projection know this date?  If not, its case may not be read yet. */
MUST_USE enum err dates_knows(struct db *p, const uint8_t item[ID_BYTES], bool *out);

#endif
