/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_BATCHES_H
#define HUB_BATCHES_H
/* The open batch (in open.log) and its way into the store.  An envelope is durable once
   batches_append() said OK.  A batch enters the store in the order of ids, so that within a batch
   nothing tells who came first; batches are counted, not timed.  The committer alone uses this. */
#include "hub/store.h"

enum {
    BATCH_MAX = 1024,          /* a batch that reached this should be closed at once */
    BATCH_GROUP_MAX = 64 * 16, /* rows of one append */
    BATCH_ROOM = BATCH_MAX + BATCH_GROUP_MAX, /* of the open batch */
    LANE_PERCENT = 70, /* of max_bytes for requests of seekers; answers have the rest, and what
                          requests leave */
    BATCH_SPLIT = 256, /* no batch in the store is larger: a desk takes whole ones, over Tor */
};

struct batches_conf {
    const char *folder;
    int64_t max_bytes;      /* of envelopes in the store; 0: no cap */
    int64_t free_min_bytes; /* left on the disk for everything else */
};

struct batches;

/* Open log and store, and take over what the log holds from before a crash.  `today` in days.
   *why is one sentence on failure. */
MUST_USE enum err batches_open(const struct batches_conf *conf, uint32_t today,
    struct batches **out, char why[static DB_WHY_BYTES]);
void batches_drop(struct batches **b);

/* Is an envelope with this id in the store or in the open batch? */
MUST_USE enum err batches_is_known(struct batches *b, const struct content_id *id, bool *out);

/* Would n more envelopes fit on this shelf and in its share of the disk?  ERR_TOO_LARGE if not. */
MUST_USE enum err batches_room(
    struct batches *b, enum shelf_kind kind, uint8_t p, uint16_t n_shelf, size_t n, uint32_t today);

/* Make rows durable (at most BATCH_GROUP_MAX).  ERR_TOO_LARGE: disk full, nothing was kept;
   ERR_INTERNAL: end the process. */
MUST_USE enum err batches_append(struct batches *b, const struct routed *rows, size_t n);

/* Envelopes in the open batch. */
size_t batches_n_open(const struct batches *b);

/* Move the open batch into the store, delete what has expired, empty the log.  ERR_BUSY: the store
   did not take it; all stays as it was and can be tried again.  ERR_INTERNAL: the log cannot be
   emptied; end the process, its next start goes on from here.  *why is one sentence, valid until
   the next call: about a failure, or, with OK, about envelopes that the disk had damaged; else
   NULL. */
MUST_USE enum err batches_close(struct batches *b, uint32_t today, const char **why);

#endif
