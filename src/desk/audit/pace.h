/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_AUDIT_PACE_H
#define DESK_AUDIT_PACE_H
/* How fast members open cases.  The same case within five minutes is one reading.  More than three
   times as many in an hour as in her busiest hour before, and never fewer than 40 nor more than
   120, is much faster than usual: told once in that hour.  Ten cases of which only a piece was
   shown (by search, in a list of dates) weigh as one that was opened.  Kept in memory only, since
   the start of the desk. */
#include "core/wire/keys.h"

enum {
    PACE_MEMBERS = 128,
    PACE_RECENT = 32,
    PACE_SAME_S = 5 * 60,
    PACE_LEAST = 40,
    PACE_MOST = 120,
    PACE_TIMES = 3,
    PACE_PIECES = 10,      /* of different cases weigh as one reading */
    PACE_SHOWN_BITS = 8192 /* one a case, so that a few are overlooked */
};

struct pace {
    struct member_id member;
    bool used;
    int64_t hour; /* since 1970 */
    unsigned n, busiest;
    struct {
        int64_t case_id, at_s;
    } recent[PACE_RECENT];
    size_t next;
    unsigned n_pieces;                  /* in this hour */
    uint8_t shown[PACE_SHOWN_BITS / 8]; /* of which cases, in this hour */
};

struct paces {
    struct pace p[PACE_MEMBERS];
};

enum pace_says {
    PACE_KNOWN,   /* she has just read it: nothing to note */
    PACE_NEW,     /* a reading */
    PACE_TOO_FAST /* a reading, and the first one of this hour that is too much */
};

enum pace_says pace_look(
    struct paces *all, const struct member_id *m, int64_t case_id, int64_t now_s);

/* The reading could not be noted: it did not happen. */
void pace_forget(struct paces *all, const struct member_id *m, int64_t case_id);

/* A piece of a case is shown: once an hour each. */
enum pace_says pace_shown(
    struct paces *all, const struct member_id *m, int64_t case_id, int64_t now_s);

/* One more, though she has just read it: a sheet of paper. */
enum pace_says pace_more(struct paces *all, const struct member_id *m, int64_t now_s);

/* After how many readings in an hour it is too much. */
unsigned pace_limit(unsigned busiest);

#endif
