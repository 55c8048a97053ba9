/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_STORE_STREAMS_H
#define DESK_STORE_STREAMS_H
/* Streams: the ordered records of one case, each stream under its own random key.  Keys are opened
   for the length of one call and wiped. */
#include "desk/keys/vaults.h"
#include "desk/store/record.h"
#include "desk/store/store.h"

/* Where streams live; all borrowed.  The vault must be open. */
struct stream_place {
    struct db *keys, *records;
    struct org_id org;
    const struct roster *roster; /* no key goes to a vault that is not in it */
    const struct vault *vault;
    bool keys_begun; /* the caller holds a transaction on keys and commits it before the records */
};

/* Make a new stream: its key is wrapped to the vault and durable before this returns (with
   keys_begun: before the caller commits the records), so that no record can ever stand without its
   key.  ERR_FORBIDDEN: the vault's key is not in the roster. */
MUST_USE enum err stream_new(const struct stream_place *p, struct stream_id *out);

/* The key that seals a stream's records now.  ERR_NOT_FOUND: the vault cannot read this stream. */
MUST_USE enum err stream_record_key(
    const struct stream_place *p, const struct stream_id *stream, struct record_key *out);

/* Seal a record at the end of the stream.  Inside the caller's transaction on records.db.
   *id is its number there. */
MUST_USE enum err stream_append(const struct stream_place *p, const struct stream_id *stream,
    const struct record *r, int64_t *id);

/* Open every record of every stream that this vault can read, stream by stream in order, and hand
   it to `each`.  A record that does not open, or a chain that is broken, counts in *n_broken and is
   passed over: the rest of the cases must stay readable.  Records are in an arena that is wiped
   after each call. */
MUST_USE enum err stream_walk(const struct stream_place *p,
    enum err (*each)(
        void *closure, const struct stream_id *stream, int64_t id, const struct record *r),
    void *closure, size_t *n_broken);

/* Erase a stream: first its wraps (durable), then its rows. */
MUST_USE enum err stream_erase(const struct stream_place *p, const struct stream_id *stream);

#endif
