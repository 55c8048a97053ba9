/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_FEED_H
#define DESK_DATES_FEED_H
/* A member's calendar address: 32 random bytes in it are the whole permission, and only their hash
   is kept.  What it gives is times and numbers, never content.

   It is answered only while every vault of the organisation that she can read is open; else 503,
   and calendars keep what they fetched before.  An answer with a part of her dates would delete the
   others from her telephone.  Dates of cases that were shared with her alone are not in it: her own
   vault is open only while she is here herself. */
#include "desk/desk.h"

enum { FEED_SECRET_CAP = 44 };

/* Make an address; an earlier one ends.  `secret` is base64url, shown once. */
MUST_USE enum err feed_make(
    struct db *keys, const struct member_id *m, int64_t now_s, char secret[FEED_SECRET_CAP]);

/* End it; none is fine too. */
MUST_USE enum err feed_end(struct db *keys, const struct member_id *m);

/* When it was made; 0: there is none. */
MUST_USE enum err feed_made_s(struct db *keys, const struct member_id *m, int64_t *out);

enum err get_ics(struct req *rq);   /* /ics/{w} */
enum err post_feed(struct req *rq); /* makes one and shows it */
enum err post_feed_end(struct req *rq);

#endif
