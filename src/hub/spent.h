/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_SPENT_H
#define HUB_SPENT_H
/* The tickets that were used, in memory only: hash of `once` -> the gate's epoch and how many
   envelopes came under it.  The hash is kept and not `once` itself, from which (with the gate's
   key) the words of a seeker could be made again.  Tickets are sorted into tables by the hour in
   which they were made; an hour that is over its age is wiped as a whole.  One process. */
#include "core/wire/ticket.h"

enum {
    SPENT_HOURS = 26,           /* a day, the hour begun, and a clock a minute ahead */
    SPENT_MAX_ENVELOPES = 8,    /* under one ticket */
    SPENT_MAX_TICKETS = 2 << 20 /* at 24 bytes and twice that of room: 96 MB at most */
};

struct spent;

/* NULL when out of memory.  At most `max_tickets` are remembered. */
struct spent *spent_new(size_t max_tickets);
void spent_drop(struct spent **s);

/* May `n` more envelopes be stored under this (valid) ticket?  *first_epoch is the epoch under
   which it was first used, or `epoch` if it never was.  ERR_CONFLICT: used under another epoch;
   ERR_EXPIRED: used up; ERR_BUSY: no room to remember one more. */
MUST_USE enum err spent_check(struct spent *s, const struct ticket *t, uint32_t epoch, size_t n,
    int64_t now_s, uint32_t *first_epoch);

/* Remember `n` more envelopes (0 or more) after spent_check said OK. */
void spent_add(struct spent *s, const struct ticket *t, uint32_t epoch, size_t n, int64_t now_s);

/* Take back what an add said, because nothing was stored after all. */
void spent_undo(struct spent *s, const struct ticket *t, size_t n, int64_t now_s);

/* Tickets remembered now. */
size_t spent_count(const struct spent *s);

#endif
