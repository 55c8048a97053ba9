/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_VAULTS_H
#define DESK_KEYS_VAULTS_H
/* Compartments and who opened them.  A vault is open while at least one session of a member who may
   read it is unlocked; closing the last one wipes its secret and its projection. */
#include "desk/keys/keys.h"

struct vault {
    struct vault_row row;
    struct box_secret *secret;  /* NULL while closed */
    struct vault_key *kept_key; /* NULL while closed */
    struct db *projection;      /* NULL while closed; its owner is src/desk/cases */
    unsigned n_sessions;
};

struct vaults {
    size_t n;
    struct vault v[MAX_VAULTS];
};

/* Read the list of vaults; all are closed. */
MUST_USE enum err vaults_load(struct db *keys, struct vaults *out);

/* Close all, for the end of the process and for the panic lock. */
void vaults_close_all(struct vaults *v);

/* A vault by role ("intake"); NULL when there is none. */
struct vault *vaults_by_role(struct vaults *v, const char *role);

/* Find the member and open her secret with the passphrase: slow, on purpose.  ERR_FORBIDDEN: no
   such member or wrong passphrase, which look and last alike. */
MUST_USE enum err member_unlock(struct db *keys, const struct org_id *org, const char *name,
    struct bytes passphrase, struct member *out, struct box_secret *secret);

/* Open every vault that has a wrap for this member (or count one more session on it).  *mask gets a
   bit for each: what vaults_leave() wants back.  *fresh: bits of those that were closed before. */
MUST_USE enum err vaults_enter(struct vaults *v, struct db *keys, const struct org_id *org,
    const struct member *m, const struct box_secret *secret, uint32_t *mask, uint32_t *fresh);

/* One session less on each; the last one closes. */
void vaults_leave(struct vaults *v, uint32_t mask);

/* A new vault: key pair, row, and wraps to these members.  Inside the caller's transaction. */
MUST_USE enum err vault_new(struct db *keys, const struct org_id *org, const char *role,
    const struct member *members, size_t n_members, struct vault_row *out);

#endif
