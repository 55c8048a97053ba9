/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_SHELVES_H
#define HUB_SHELVES_H
/* What readers get: a whole drop shelf, filled up with junk; and the lane for desks.

   A shelf has 64, 128 or 256 slots.  Those that no live envelope takes hold junk that is made from
   a key of the store and so is the same at every reading; all slots stand in the order of their
   ids, so that neither place nor change of one reading tells junk from mail. */
#include "base/arena.h"
#include "core/wire/shelf.h"
#include "hub/batches.h"

enum {
    SHELF_BODY_MAX = SHELF_MAX_SLOTS * ENVELOPE_BYTES,
    LANE_ENOUGH = 2 * BATCH_SPLIT, /* a reply has no more: 2.1 MB, half a minute at 70 KB/s */
    LANE_HEAD_BYTES = 4 + STORE_ID_BYTES + 8 + 1 + 4,
    LANE_ROW_BYTES = 8 + 4 + ENVELOPE_BYTES,
    LANE_BODY_MAX = LANE_HEAD_BYTES + LANE_ENOUGH * LANE_ROW_BYTES,
};

/* Junk that was made once, for a bounded number of shelves.  One process. */
struct shelves;

/* NULL when out of memory. */
struct shelves *shelves_new(const struct store_facts *facts);
void shelves_drop(struct shelves **s);

/* All slots of a shelf, 64, 128 or 256 envelopes, in `a`.
   One statement, so no transaction is needed. */
MUST_USE enum err shelves_read(struct shelves *s, struct db *db, uint8_t p, uint16_t n,
    uint32_t today, struct arena *a, struct bytes *out);

/* The reply to a desk that has all batches up to `after`; it lives in `a`:
       "USL1" store_id(16) last_batch(8) more(1) n(4),
       then n times batch(8) expiry_day(4) envelope(4096)
   Whole batches, oldest first, at least one if there is any; last_batch is the last one that this
   reply covers.  Inside the caller's transaction. */
MUST_USE enum err lane_read(struct db *db, uint64_t after, struct arena *a, struct bytes *out);

#endif
