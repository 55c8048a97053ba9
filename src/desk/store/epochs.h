/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_STORE_EPOCHS_H
#define DESK_STORE_EPOCHS_H
/* Inside src/desk/store: the keys of one stream. */
#include "desk/store/streams.h"

/* The key of an epoch, 0: the newest; *found says which.  From the kept key, or from the wrap.
   ERR_NOT_FOUND: the vault has none. */
MUST_USE enum err epoch_open(const struct stream_place *p, const struct stream_id *stream,
    uint32_t epoch, struct stream_key *out, uint32_t *found);

/* Wrap a key to a vault or member of the roster, and keep it if it is this vault.  Inside a
   transaction on keys.db.  ERR_FORBIDDEN: not in the roster. */
MUST_USE enum err epoch_give(const struct stream_place *p, const struct stream_id *stream,
    uint32_t epoch, const struct stream_key *key, const uint8_t to[ID_BYTES]);

/* Begin a new epoch for all who can read the stream: durable before this returns, but for
   keys_begun.  *key and *epoch become the new ones. */
MUST_USE enum err epoch_next(const struct stream_place *p, const struct stream_id *stream,
    struct stream_key *key, uint32_t *epoch);

/* What a wrap or kept key of a stream is bound to. */
struct wrap_about epoch_about(const struct stream_place *p, const struct stream_id *stream,
    uint32_t epoch, const uint8_t to[ID_BYTES]);

#endif
