/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_NOTES_H
#define DESK_KEYS_NOTES_H
/* Inside src/desk/keys, but for notes_identity(): roster and card as they are signed and kept.
   keys.db holds them in the same transaction as what they say; the files beside it follow. */
#include "desk/keys/members.h"

/* The organisation's signing key, from the open office vault.  ERR_FORBIDDEN: not open, or not of
   the acting session. */
MUST_USE enum err notes_identity(const struct members_at *at, struct sign_secret *out);

/* Sign and keep in keys.db.  Inside a transaction.  The version must be one more than before. */
MUST_USE enum err notes_keep_roster(
    const struct members_at *at, const struct sign_secret *identity, const struct roster *r);
MUST_USE enum err notes_keep_card(
    const struct members_at *at, const struct sign_secret *identity, const struct card *c);

/* What her roles need, as far as the acting session can give it; a vault that is not there is made
   and noted in `roster`.  Inside a transaction. */
MUST_USE enum err members_provide(const struct members_at *at, const struct member *m,
    uint32_t roles, struct roster *roster, size_t *lacking);

/* End the transaction: sign the next roster into it, commit, and only then believe it.  `e` is how
   the change went. */
MUST_USE enum err members_commit(
    const struct members_at *at, const struct sign_secret *identity, struct roster *r, enum err e);

/* Note a change in the audit chain; what cannot be noted now is told in the log of the program. */
void members_audit(const struct members_at *at, int act, const char *name, const char *words);

/* Write what keys.db holds into the files; what fails is done at the next start. */
void notes_write_files(const struct members_at *at);

#endif
