/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_DEPOSITS_H
#define HUB_DEPOSITS_H
/* How much each desk has put on each shelf, so that one key, lost or hostile, cannot take the room
   of everybody's answers.  In memory only: the store never says who brought what.  One process (one
   worker serves all signed requests).

   Three bounds.  A day's total of a desk.  A day's quota for one shelf: max(16, 256 / desks).  And
   when a shelf is more than three quarters full, its last quarter is only for desks that have put
   no more than that quota on it in all the days an envelope lives.  The first day after a start
   allows four times as much of the first two: a desk gives everything again to a hub that lost
   its store. */
#include "core/wire/keys.h"

enum {
    DEPOSITS_SHELF_LEAST = 16, /* a day, however many desks there are: one request */
    DEPOSITS_FIRST_DAY = 4,    /* times as much */
    DEPOSITS_RECENT = 4096,    /* ids that may not be in the store yet: more than an open batch */
};

struct deposits;

/* One desk that wants to put n new envelopes on a shelf. */
struct deposit {
    size_t desk; /* its place, below ROOT_MAX_ORGS */
    uint8_t p;
    uint16_t shelf;
    size_t n;       /* only those that are new */
    size_t n_live;  /* on the shelf now */
    size_t n_desks; /* of the hub */
};

/* NULL when out of memory. */
struct deposits *deposits_new(int64_t desk_daily, uint32_t keep_days, int64_t now_s);
void deposits_drop(struct deposits **d);

/* May it?  ERR_BUSY: the day's total is reached; ERR_TOO_LARGE: its part of this shelf. */
MUST_USE enum err deposits_check(struct deposits *d, const struct deposit *what, int64_t now_s);

/* Count what was stored. */
void deposits_add(struct deposits *d, const struct deposit *what, int64_t now_s);

/* Ids stored lately: they may still be in the open batch, where a worker cannot see them. */
void deposits_remember(struct deposits *d, const struct content_id *id);
bool deposits_is_recent(const struct deposits *d, const struct content_id *id);

#endif
