/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_KEPT_H
#define DESK_KEYS_KEPT_H
/* The keys of streams in keys.db: wraps to vaults and members, and the same kept under the secret
   of a vault that opened them.  A stream may have several epochs, each with a key of its own; the
   newest seals.  The caller holds the transaction. */
#include "desk/keys/keys.h"

struct kept_row {
    uint8_t object[ID_BYTES];
    uint32_t epoch;
    struct kept kept;
};

/* Keep a key; nothing happens when it is kept already. */
MUST_USE enum err keys_kept_put(
    struct db *db, const struct wrap_about *about, const struct kept *k);

/* One epoch of a stream, 0: the newest.  ERR_NOT_FOUND. */
MUST_USE enum err keys_kept_get(struct db *db, const struct stream_id *stream,
    const uint8_t vault[ID_BYTES], uint32_t epoch, struct kept_row *out);

/* Every stream key of a vault, in the order of streams, then epochs. */
MUST_USE enum err keys_kept_walk(struct db *db, const uint8_t vault[ID_BYTES],
    enum err (*each)(void *closure, const struct kept_row *row), void *closure);

/* Stream wraps of a vault that have no kept key yet, only those behind `after` in the order of
   streams and epochs, at most `cap` of them. */
MUST_USE enum err keys_not_kept(struct db *db, const uint8_t vault[ID_BYTES],
    const struct wrap_about *after, size_t cap, struct wrap_about *about, struct wrap *wraps,
    size_t *n);

/* The same for one stream. */
MUST_USE enum err keys_not_kept_of(struct db *db, const struct stream_id *stream,
    const uint8_t vault[ID_BYTES], size_t cap, struct wrap_about *about, struct wrap *wraps,
    size_t *n);

/* Vaults and members who can read the newest epoch of a stream. */
enum { MAX_READERS = MAX_VAULTS + MEMBERS_MAX }; /* everybody */
MUST_USE enum err keys_readers(
    struct db *db, const struct stream_id *stream, uint8_t to[MAX_READERS][ID_BYTES], size_t *n);

/* Must the next record begin a new epoch?  Say so, for one stream or all of a vault; take back. */
MUST_USE enum err keys_turning(struct db *db, const struct stream_id *stream, bool *out);
MUST_USE enum err keys_turning_put(struct db *db, const struct stream_id *stream);
MUST_USE enum err keys_turning_put_all(struct db *db, const uint8_t reader[ID_BYTES]);
MUST_USE enum err keys_turning_done(struct db *db, const struct stream_id *stream);

/* Erase all that opens one stream, or all that lets one reader open it. */
MUST_USE enum err keys_stream_erase(struct db *db, const struct stream_id *stream);
MUST_USE enum err keys_stream_erase_for(
    struct db *db, const struct stream_id *stream, const uint8_t reader[ID_BYTES]);

/* Erase every key that a vault or member was given: kept ones, stream wraps, wraps of vaults. */
MUST_USE enum err keys_reader_erase(struct db *db, const uint8_t reader[ID_BYTES]);

#endif
