/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_REKEY_H
#define DESK_KEYS_REKEY_H
/* Inside src/desk/keys: a new epoch of a vault, because somebody may not read on. */
#include "desk/keys/members.h"

/* A new epoch that is in keys.db, but not yet in memory. */
struct rekeyed {
    struct vault *vault;
    struct vault_row row;
    struct box_secret *secret;
};

/* Begin a new epoch of an open vault without one member: new key pair, wrapped to the others by
   their keys in the roster; every stream key wrapped again; what else is sealed to the vault too;
   every stream begins a new epoch at its next write.  Epochs that are over go, but for intake,
   whose boxes are on the way.  Inside a transaction on keys.db.  ERR_BUSY: the vault is not open;
   ERR_CONFLICT: nobody would be left. */
MUST_USE enum err rekey_without(const struct members_at *at, struct vault *v,
    const struct member_id *leaving, struct rekeyed *out);

/* After the commit: the open vault goes on with the new key.  Or drop it. */
MUST_USE enum err rekey_take(struct rekeyed *r);
void rekey_drop(struct rekeyed *r);

#endif
