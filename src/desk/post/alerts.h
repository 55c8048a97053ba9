/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_ALERTS_H
#define DESK_POST_ALERTS_H
/* Somebody must look, also at three in the morning with the desk locked.  An alert names the
   message that rang, or the hour of a date (night.h), and nothing else; what goes out to people
   says nothing of any request.  People are woken one after the other (turns.h) until somebody does
   something in the case: an answer, a note, taking it.  To look, or to press the button on the
   locked page, makes it wait, twice at most. */
#include "desk/cases/casebook.h"
#include "desk/post/channels.h"

enum {
    ALERT_CLIMB_S = 10 * 60, /* until the next place of the list */
    ALERT_ROUND_S = 30 * 60, /* after the last one, until it begins anew */
    ALERT_PAUSE_S = 30 * 60, /* somebody looked, or pressed the button on the locked page */
};

struct alert_state {
    int64_t n;          /* messages that nobody has answered */
    int64_t n_dates;    /* dates that nobody has attended to */
    int64_t since_s;    /* the oldest */
    int64_t step;       /* places woken so far */
    int64_t next_s;     /* when the next is */
    int64_t n_pausable; /* that the button can still make wait */
};

/* It rang.  Inside the caller's transaction on records.db; the same source rings once. */
MUST_USE enum err alert_raise(struct db *records, const struct content_id *source, int64_t now_s);

/* Raise it if the rules rate the case U1 and nobody has looked at it. */
MUST_USE enum err alert_if_urgent(
    const struct casebook *b, int64_t id, const struct content_id *source, int64_t now_s);

/* A member did something in the case: what it rang for is answered.  Inside a write transaction. */
MUST_USE enum err alert_answered_by_case(const struct casebook *b, int64_t id, int64_t now_s);

/* A member opened the case: what it rang for waits for what she does. */
MUST_USE enum err alert_looked_by_case(const struct casebook *b, int64_t id, int64_t now_s);

/* Somebody says on the locked page that she saw it: *n of them wait, inside the caller's
   transaction. */
MUST_USE enum err alert_pause(struct db *records, int64_t now_s, int64_t *n);

/* How it stands: the alerts that nobody has answered. */
MUST_USE enum err alert_state_get(struct db *records, struct alert_state *out);

/* What is due now: those that call the same people and called the same. */
enum { ALERT_GROUPS = 200 }; /* in a round; the others in the next */
struct alert_due {
    const char *holder, *deputy; /* of dates; "" of messages */
    uint64_t called;             /* in this round: bits of the list of ways */
};
MUST_USE enum err alert_due_list(struct db *records, int64_t now_s, struct arena *a,
    struct alert_due to[ALERT_GROUPS], size_t *n);

/* They climb, inside the caller's transaction.  `called`: with those woken now; 0: all were. */
MUST_USE enum err alert_climb(
    struct db *records, const struct alert_due *d, int64_t now_s, uint64_t called);

/* The way to somebody failed: the next place at once. */
MUST_USE enum err alert_hurry(struct db *records, int64_t now_s);

/* Forget what was answered before this moment. */
MUST_USE enum err alert_erase_before(struct db *records, int64_t at_s);

#endif
