/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_REKEY_H
#define DESK_KEYS_REKEY_H
/* A new epoch of a vault, because somebody may not read on.  Begun inside src/desk/keys. */
#include "desk/keys/members.h"

/* A new epoch that is in keys.db, but not yet in memory. */
struct rekeyed {
    struct vault *vault;
    struct vault_row row;
    struct box_secret *secret;
};

/* Begin a new epoch of an open vault without one member: new key pair, wrapped to the others by
   their keys in the roster; every stream key kept under it; what else is sealed to the vault too;
   every stream begins a new epoch at its next write.  Epochs that are over go, but for intake,
   whose boxes are on the way.  Inside a transaction on keys.db.  ERR_BUSY: the vault is not open;
   ERR_CONFLICT: nobody would be left. */
MUST_USE enum err rekey_without(const struct members_at *at, struct vault *v,
    const struct member_id *leaving, struct rekeyed *out);

/* After the commit: the open vault goes on with the new key.  Or drop it. */
MUST_USE enum err rekey_take(struct rekeyed *r);
void rekey_drop(struct rekeyed *r);

/* Seal the wraps of stream keys that a new epoch left empty, until this time (steady clock), each
   call a transaction of its own on keys.db; v->wraps_due tells of others.  What a stop leaves over
   is sealed after the vault's next unlock: until then its streams open by the kept keys alone. */
MUST_USE enum err rekey_wrap_some(
    struct db *keys, const struct org_id *org, struct vault *v, int64_t until_ms);

#endif
