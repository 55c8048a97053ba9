/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_STORE_STORE_H
#define DESK_STORE_STORE_H
/* records.db: one short function for each thing kept there.  The caller holds the transaction.
   Nothing here can be read without keys.db and a member's passphrase. */
#include "core/open/envelope_open.h"
#include "core/wire/keys.h"
#include "db/db.h"

/* A record as it is stored. */
struct stored {
    int64_t id;
    struct stream_id stream;
    uint32_t epoch;
    uint64_t seq; /* from 1 */
    uint16_t kind;
    struct bytes sealed;
};

/* An inner box that waits for an open vault. */
struct filed {
    int64_t id;
    struct content_id content;
    uint8_t bell;
    int64_t arrived_s;
    struct inner_box box;
};

struct waiting {
    int64_t n;
    uint8_t bell;     /* the loudest */
    int64_t oldest_s; /* 0: nothing waits */
};

/* Open or create the database.  Errors as db_open(). */
MUST_USE enum err store_open(const char *path, struct db **out, char why[static DB_WHY_BYTES]);

/* Append; r->id becomes the new row's number.  ERR_CONFLICT: that seq is taken. */
MUST_USE enum err store_record_put(struct db *db, struct stored *r);
/* Where a stream ends: what the next record follows.  No record: all zero. */
struct stream_end {
    uint64_t seq;
    uint32_t epoch;
    struct digest link;
};
MUST_USE enum err store_stream_end(
    struct db *db, const struct stream_id *stream, struct stream_end *out);
/* Call `each` with every record of a stream in order; an error from it ends the walk. */
MUST_USE enum err store_stream_walk(struct db *db, const struct stream_id *stream,
    enum err (*each)(void *closure, const struct stored *r), void *closure);

/* What the records of a stream came to when the last one was written. */
struct stored_head {
    int64_t id; /* of the stream's first record */
    struct stream_id stream;
    struct stream_end end;
    struct bytes sealed; /* borrowed for the length of a call */
};
/* The id follows from the stream.  ERR_NOT_FOUND: no record. */
MUST_USE enum err store_head_put(struct db *db, struct stored_head *h);
/* Every head, in the order of ids. */
MUST_USE enum err store_head_walk(
    struct db *db, enum err (*each)(void *closure, const struct stored_head *h), void *closure);
MUST_USE enum err store_stream_erase(struct db *db, const struct stream_id *stream);
MUST_USE enum err store_record_count(struct db *db, int64_t *out);

/* Boxes that wait: put one in, how many there are. */
MUST_USE enum err store_filed_put(struct db *db, const struct filed *f);
MUST_USE enum err store_filed_waiting(struct db *db, struct waiting *out);
/* The box to open next: the loudest, among them the oldest; those that failed before come last.
   ERR_NOT_FOUND when nothing waits. */
MUST_USE enum err store_filed_next(struct db *db, struct filed *out);
MUST_USE enum err store_filed_erase(struct db *db, int64_t id);
/* It could not be opened just now. */
MUST_USE enum err store_filed_tried(struct db *db, int64_t id);

/* Keep what an open vault could not open, instead of dropping it. */
MUST_USE enum err store_unreadable_put(struct db *db, const struct filed *f);
MUST_USE enum err store_unreadable_count(struct db *db, int64_t *out);

/* Has this envelope been taken before?  If not it is marked. */
MUST_USE enum err store_seen(
    struct db *db, const struct content_id *id, uint32_t week, bool *was_there);
MUST_USE enum err store_seen_erase_before(struct db *db, uint32_t week);

/* How far a hub was read.  ERR_NOT_FOUND: never. */
MUST_USE enum err store_hub_get(
    struct db *db, const struct hub_id *hub, uint8_t store_id[ID_BYTES], int64_t *batch);
MUST_USE enum err store_hub_put(
    struct db *db, const struct hub_id *hub, const uint8_t store_id[ID_BYTES], int64_t batch);

struct outgoing {
    int64_t id;
    uint16_t shelf16; /* the shelf follows from it and the edition of the day */
    struct envelope envelope;
};
MUST_USE enum err store_out_put(struct db *db, const struct outgoing *o, int urgency, int64_t day);
/* A copy of an answer that goes out on a later day, unless it is erased before. */
MUST_USE enum err store_out_put_copy(struct db *db, const struct outgoing *o, int urgency,
    int64_t day, const struct content_id *copy_of);
/* This one is an earlier part of a long answer, which its last part names. */
MUST_USE enum err store_out_part(
    struct db *db, const struct content_id *part, const struct content_id *answer);
/* Erase an answer that must not go to any hub any more: parts and copies, too. */
MUST_USE enum err store_out_erase(struct db *db, const struct content_id *answer);
/* Erase the copies of an answer that no hub has yet. */
MUST_USE enum err store_out_erase_copies(struct db *db, const struct content_id *of);
/* At most `cap` envelopes that this hub has not got and that are due today, urgent ones first. */
MUST_USE enum err store_out_due(struct db *db, const struct hub_id *hub, int64_t today,
    struct outgoing *to, size_t cap, size_t *n);
MUST_USE enum err store_out_delivered(struct db *db, int64_t id, const struct hub_id *hub);
/* A hub lost its store: everything is due again. */
MUST_USE enum err store_out_forget(struct db *db, const struct hub_id *hub);
MUST_USE enum err store_out_count(struct db *db, int64_t today, int64_t *undelivered);
/* Has any hub got it?  Also true when it was erased later. */
MUST_USE enum err store_out_is_delivered(struct db *db, const struct content_id *id, bool *out);
/* Erase what was made before this day and some hub has had. */
MUST_USE enum err store_out_erase_before(struct db *db, int64_t day);

/* The highest version of the edition that any hub has shown; 0: none yet.  Put never lowers it. */
MUST_USE enum err store_edition_get(struct db *db, uint32_t *version);
MUST_USE enum err store_edition_put(struct db *db, uint32_t version);

#endif
