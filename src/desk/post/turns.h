/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_TURNS_H
#define DESK_POST_TURNS_H
/* In which order people are woken: whom a date belongs to, who is on duty by the roster, then the
   rest of the list of ways. */
#include "desk/post/alerts.h"

enum { ON_DUTY_MAX = 32, TURN_REST = 1000 };

/* Whom to wake, in order. */
struct turns {
    struct duty_row rows[DUTY_MAX]; /* `place` says whose turn: TURN_REST and more is not on duty */
    size_t n;
    int64_t n_places;
    const char *on_duty[ON_DUTY_MAX]; /* by the roster, now; the duty lead first */
    size_t n_on_duty;
};

/* Pure: put the rows in order.  holder and deputy may be "". */
void turns_order(struct turns *t, const char *holder, const char *deputy);

/* Is there a way to wake this member? */
bool turns_has(const struct turns *t, const char *member);

/* As it stands now.  The names live in `a`. */
MUST_USE enum err turns_get(struct db *keys, struct db *records, const struct alert_due *who,
    int64_t now_s, struct arena *a, struct turns *out);

#endif
