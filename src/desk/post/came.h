/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_CAME_H
#define DESK_POST_CAME_H
/* Sealed letters that came while nobody could open them (records.db), and their way into cases. */
#include "desk/cases/casebook.h"
#include "desk/post/opener.h"
#include "desk/store/store.h"
#include "postlink/channel.h"

struct came {
    int64_t id;
    struct content_id source;
    uint8_t slot, bell;
    enum channel_kind kind;
    int64_t arrived_s;
    struct bytes box;
};

/* File one; *was_there: it came before, nothing was filed.  Inside the caller's transaction. */
MUST_USE enum err came_put(struct db *records, const struct came *c, bool *was_there);

/* How many wait, added to *w. */
MUST_USE enum err came_waiting(struct db *records, struct waiting *w);
/* Those that never open. */
MUST_USE enum err came_bad(struct db *records, int64_t *n);
/* Forget marks from before this day. */
MUST_USE enum err came_seen_erase_before(struct db *records, int64_t day);

/* Open what waits into cases of the intake vault, the loudest first, each in a transaction of its
   own, until this time (steady clock) but at least one.  One that never opens is kept aside.
   Mails that were encrypted to us are opened by `opener`.  *n counts those that became cases. */
MUST_USE enum err came_open_some(
    const struct casebook *b, struct opener *opener, int64_t until_ms, size_t *n);

#endif
