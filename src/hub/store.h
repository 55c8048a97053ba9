/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_STORE_H
#define HUB_STORE_H
/* The hub's statements, one short function each.  The committer has the one handle that writes;
   workers and the shelf process read. */
#include "core/wire/keys.h"
#include "db/db.h"
#include "hub/openlog.h"

enum { STORE_ID_BYTES = 16 };

struct store_facts {
    uint8_t id[STORE_ID_BYTES];
    uint8_t junk_key[KEY_BYTES];
    uint64_t last_batch;
};

/* Open store.db in its folder to write (DB_STORE) or to read (DB_READ_ONLY);
   errors as in db_open. */
MUST_USE enum err store_open(
    const char *folder, enum db_mode mode, struct db **out, char why[static DB_WHY_BYTES]);

/* The one row of facts; the writer makes it, with random ids, if it is not there yet. */
MUST_USE enum err store_facts_get(struct db *db, struct store_facts *out); /* ERR_NOT_FOUND */
MUST_USE enum err store_facts_make(struct db *db, struct store_facts *out);
MUST_USE enum err store_last_batch_set(struct db *db, uint64_t batch);

/* A row; ERR_CONFLICT if its id is there already. */
MUST_USE enum err store_envelope_add(struct db *db, uint64_t batch, const struct routed *r);
MUST_USE enum err store_envelope_is_known(struct db *db, const struct content_id *id, bool *out);
MUST_USE enum err store_envelope_count(struct db *db, int64_t *out);
MUST_USE enum err store_lane_count(struct db *db, int64_t *out);
/* Delete what lived up to a day before `today`; how many that were, and how many of them stood in
   the lane. */
MUST_USE enum err store_expired_drop(
    struct db *db, uint32_t today, int64_t *n_dropped, int64_t *n_lane);

/* Live envelopes of a drop shelf. */
MUST_USE enum err store_shelf_count(
    struct db *db, uint8_t p, uint16_t n, uint32_t today, int64_t *out);

#endif
