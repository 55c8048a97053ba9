/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_POSTING_H
#define DESK_POST_POSTING_H
/* Rows of answers that channels send: what stays of each until it is done.  Inside transactions of
   the caller. */
#include "base/arena.h"
#include "core/wire/keys.h"
#include "db/db.h"
#include "postlink/frame.h"

struct post;

/* How an answer stands.  ERR_NOT_FOUND: long done and forgotten, or its request was erased. */
enum posting_state { /* stored */
    POSTING_WAITS = 0,
    POSTING_SENT = 1,
    POSTING_NEVER = 2,
    POSTING_TAKEN_BACK = 3, /* it is sure that it never left */
    POSTING_MAYBE = 4,      /* taken back, but it may have left before */
    N_POSTING_STATES
};
struct posting {
    enum posting_state state;
    enum post_why why;
    int64_t at_s, row;
    uint8_t slot;
};
MUST_USE enum err posting_get(
    struct db *records, const struct content_id *content, struct posting *out);
/* It is not to be sent any more.  ERR_CONFLICT: it is not here any more; ERR_NOT_FOUND. */
MUST_USE enum err posting_take_back(
    struct post *p, struct db *records, const struct content_id *content, int64_t now_s);
/* Does it still wait? */
MUST_USE enum err posting_waits(struct db *records, const struct content_id *content, bool *out);
/* Forget it, whatever it is, and let the channel forget it.  OK also when there is none. */
MUST_USE enum err posting_erase(
    struct post *p, struct db *records, const struct content_id *content);
/* Forget those that are done and older. */
MUST_USE enum err posting_erase_before(struct db *records, int64_t at_s);
/* Put one, sealed. */
MUST_USE enum err posting_put(struct db *records, const struct content_id *content, uint8_t slot,
    int64_t now_s, struct bytes box);

/* The next one that its channel must be given now.  ERR_NOT_FOUND: none. */
struct waiting_row {
    int64_t id;
    uint8_t slot;
    struct content_id content;
    struct bytes box;
};
MUST_USE enum err posting_next(
    struct db *records, int64_t now_s, struct arena *a, struct waiting_row *out);
/* The channel has it now; or it has it not, and gets it at this time. */
MUST_USE enum err posting_given(struct db *records, const struct content_id *content);
MUST_USE enum err posting_later(
    struct db *records, const struct content_id *content, int64_t give_s);
/* The program of a channel, of all for 0, ended: what it had is given anew.  Nobody knows whether
   it had sent some of that. */
MUST_USE enum err posting_lost(struct db *records, uint8_t slot);
/* It works again: what it did not take is given at once. */
MUST_USE enum err posting_hurry(struct db *records, uint8_t slot);

/* What a channel says of one. */
MUST_USE enum err posting_told(struct db *records, const struct frame *f, int64_t now_s);

/* How many wait, and how many will never be sent. */
MUST_USE enum err posting_counts(struct db *records, int64_t *waiting, int64_t *failed);

#endif
