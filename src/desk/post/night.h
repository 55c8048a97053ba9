/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_NIGHT_H
#define DESK_POST_NIGHT_H
/* What a locked desk needs to wake the right people: hours of dates and hours of duty, copied into
   records.db while vaults are open.  Hours and members' names stand there, nothing of any case. */
#include "desk/post/alerts.h"

/* Copy what an open vault says, in a transaction of its own.  `whole`: all its records were read;
   before that nothing is forgotten that the projection does not know yet. */
MUST_USE enum err night_copy(struct db *records, const struct vault *v, bool whole, int64_t now_s);

/* Raise an alert for each date whose hour came and that nobody attended to. */
MUST_USE enum err night_ring(struct db *records, int64_t now_s);

/* Somebody looks at the dates of this case, and of those that came into it: what rang for them
   waits for what she does.  Inside a write transaction. */
MUST_USE enum err night_looked(const struct casebook *b, int64_t case_id, int64_t now_s);

/* A member did something in this case: that answers what rang for its dates. */
MUST_USE enum err night_attended(const struct casebook *b, int64_t case_id, int64_t now_s);

#endif
