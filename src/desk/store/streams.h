/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_STORE_STREAMS_H
#define DESK_STORE_STREAMS_H
/* Streams: the ordered records of one case, each stream under its own random key.  A key has
   epochs: a new one begins when somebody may not read on.  Keys are opened for the length of one
   call and wiped. */
#include "desk/keys/kept.h"
#include "desk/keys/vaults.h"
#include "desk/store/record.h"
#include "desk/store/store.h"

/* Where streams live; all borrowed.  The vault must be open. */
struct stream_place {
    struct db *keys, *records;
    struct org_id org;
    const struct roster *roster; /* no key goes to a vault or member that is not in it */
    const struct vault *vault;
    bool keys_begun; /* the caller holds a transaction on keys and commits it before the records */
};

/* Make a new stream: its key is wrapped to the vault and durable before this returns (with
   keys_begun: before the caller commits the records), so that no record can ever stand without its
   key.  ERR_FORBIDDEN: the vault's key is not in the roster. */
MUST_USE enum err stream_new(const struct stream_place *p, struct stream_id *out);

/* Can this vault read the stream? */
MUST_USE enum err stream_is_ours(
    const struct stream_place *p, const struct stream_id *stream, bool *out);

/* The key that seals a stream's records now, or that of one epoch.  ERR_NOT_FOUND: the vault cannot
   read it. */
MUST_USE enum err stream_record_key(
    const struct stream_place *p, const struct stream_id *stream, struct record_key *out);
/* The same, and which epoch it is. */
MUST_USE enum err stream_newest_key(const struct stream_place *p, const struct stream_id *stream,
    struct record_key *out, uint32_t *epoch);
MUST_USE enum err stream_epoch_key(const struct stream_place *p, const struct stream_id *stream,
    uint32_t epoch, struct record_key *out);

/* The newest epoch that this vault can read. */
MUST_USE enum err stream_epoch_now(
    const struct stream_place *p, const struct stream_id *stream, uint32_t *out);

/* Seal a record at the end of the stream, in a new epoch if one is due.  Inside the caller's
   transaction on records.db.  *id is its number there.  ERR_FORBIDDEN: the stream goes on in an
   epoch that this vault has no key for. */
MUST_USE enum err stream_append(const struct stream_place *p, const struct stream_id *stream,
    const struct record *r, int64_t *id);

/* Open every record of a stream in order and hand it to `each`.  A record that does not open, or a
   chain that is broken, counts in *n_broken and is passed over: the rest must stay readable. */
typedef enum err (*stream_each)(
    void *closure, const struct stream_id *stream, int64_t id, const struct record *r);
MUST_USE enum err stream_read(const struct stream_place *p, const struct stream_id *stream,
    stream_each each, void *closure, size_t *n_broken);

/* Seal what the records come to as the stream's head, after an append in the same transaction. */
MUST_USE enum err stream_head_put(
    const struct stream_place *p, const struct stream_id *stream, struct bytes plain);

/* Open the heads of all streams of this vault, in the order of their ids.  `each` may refuse a head
   by ERR_MALFORMED.  `without` gets every stream whose head is missing, refused or does not open:
   its records must be read. */
struct head_walk {
    enum err (*each)(void *closure, const struct stream_id *stream, int64_t id, struct bytes plain);
    enum err (*without)(void *closure, const struct stream_id *stream);
    void *closure;
};
MUST_USE enum err stream_heads(const struct stream_place *p, const struct head_walk *walk);

/* Keys that were wrapped to this vault by others: open each once and keep it. *n_forged: those that
   do not open. */
MUST_USE enum err stream_keep_new(const struct stream_place *p, size_t *n_forged);
/* The same for one stream. */
MUST_USE enum err stream_keep_of(const struct stream_place *p, const struct stream_id *stream);

/* Let one more vault or member read the stream, all of its past too.  ERR_FORBIDDEN: not in the
   roster; ERR_CONFLICT: reads it already. */
MUST_USE enum err stream_share(
    const struct stream_place *p, const struct stream_id *stream, const uint8_t to[ID_BYTES]);

/* Take that back: the wraps go, and a new epoch begins with the next record.  ERR_CONFLICT: it is
   this vault itself; ERR_NOT_FOUND: does not read it. */
MUST_USE enum err stream_unshare(
    const struct stream_place *p, const struct stream_id *stream, const uint8_t to[ID_BYTES]);

/* Take words out of a stream for ever, in three steps; see docs/formats/record.md.
   stream_shed_begin(): a new epoch for all who read it, and a mark in keys.db.
   stream_shed_rewrite(): inside the caller's transaction on records.db, write every record anew in
   that epoch, in its place and with its id, as `change` leaves it; *drop: leave it out (never the
   first).  ERR_FORGED: one does not open, and nothing may be changed.
   stream_shed_end(): erase the earlier keys, unless the records still stand under one of them;
   needs no vault, and may be done after a crash: shed_finish() does it for every mark. */
typedef enum err (*stream_change)(
    void *closure, struct arena *a, int64_t id, struct record *r, bool *drop);
MUST_USE enum err stream_shed_begin(const struct stream_place *p, const struct stream_id *stream);
MUST_USE enum err stream_shed_rewrite(const struct stream_place *p, const struct stream_id *stream,
    stream_change change, void *closure);
MUST_USE enum err stream_shed_end(
    struct db *keys, struct db *records, const struct stream_id *stream, uint32_t epoch);
MUST_USE enum err shed_finish(struct db *keys, struct db *records);

/* Erase a stream: first its wraps (durable), then its rows. */
MUST_USE enum err stream_erase(const struct stream_place *p, const struct stream_id *stream);

#endif
