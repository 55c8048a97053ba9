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
    uint8_t nth[DUTY_MAX];          /* the number of each row in the list of ways */
    size_t n;
    int64_t n_places;
    const char *on_duty[ON_DUTY_MAX]; /* by the roster, now; the duty lead first */
    size_t n_on_duty;
};

/* Pure: put the rows, as they stand in the list of ways, in order.  holder and deputy may be "". */
void turns_order(struct turns *t, const char *holder, const char *deputy);

/* Pure: whom to wake next, as bits of the list of ways: the first place with a way that was not
   tried in this round.  So whoever changes the roster in the middle keeps nobody from being called.
   *after: those tried so far with these; 0: it was the last place. */
uint64_t turns_next(const struct turns *t, uint64_t called, uint64_t *after);

/* Is there a way to wake this member? */
bool turns_has(const struct turns *t, const char *member);

/* As it stands now, in the order of the list of ways.  The names live in `a`. */
MUST_USE enum err turns_read(
    struct db *keys, struct db *records, int64_t now_s, struct arena *a, struct turns *out);

/* The same in the order for these. */
MUST_USE enum err turns_get(struct db *keys, struct db *records, const struct alert_due *who,
    int64_t now_s, struct arena *a, struct turns *out);

#endif
