/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_VAULTS_H
#define DESK_KEYS_VAULTS_H
/* Compartments and who opened them.  A vault is open while at least one session of a member who may
   read it is unlocked; closing the last one wipes its secret and its projection.  A member's own
   key is a vault of one: what is shared with her alone lies in it. */
#include "desk/keys/keys.h"

enum {
    MAX_OWN = 128,                     /* own vaults open at a time */
    VAULTS_OF_MEMBER = MAX_VAULTS + 1, /* at most; her own is among them */
    VAULT_MAX_OLDER = 256,             /* epochs before the current one that still open boxes */
    VAULT_OLDER_ROLES = 128,           /* with so many of intake no more role is taken */
};

#define VAULT_OWN "own" /* the role of a member's own vault */

/* An epoch that is over.  Requests that were sealed to its public key are still on the way. */
struct vault_past {
    struct vault_row row;
    struct box_secret *secret;
};

/* How far the records behind the projection are read; its owner is src/desk/cases. */
enum { VAULT_HEAD_MARK = 4 };
struct vault_reading {
    uint8_t mark[VAULT_HEAD_MARK]; /* of heads that this program made */
    struct stream_id *headless;    /* streams without a usable head: they are read first */
    size_t n_headless, headless_done;
    int64_t *ids; /* cases in the order of reading */
    size_t n_ids, ids_done;
};

struct vault {
    struct vault_row row;
    struct box_secret *secret;     /* NULL while closed */
    struct vault_key *kept_key;    /* NULL while closed */
    struct stream_key *stream_key; /* guarded memory that streams are read with, one at a time; */
    struct record_key *record_key; /* wiped after each: to make some anew takes 20 us */
    struct vault_past *past;       /* NULL while there is none */
    size_t n_past, cap_past;
    struct db *projection; /* NULL while closed; its owner is src/desk/cases */
    struct vault_reading reading;
    size_t n_broken; /* records that did not open or did not follow */
    bool wraps_due;  /* there may be wraps of stream keys to seal: rekey_wrap_some() */
    unsigned n_sessions;
};

/* Streams that changed in this transaction: the other open vaults follow when it is over. */
enum { MAX_TOUCHED = 256 };
struct touched {
    size_t n;
    struct stream_id s[MAX_TOUCHED];
};

/* The organisation's vaults first, then those of single members: a slot of these is used while
   n_sessions > 0. */
struct vaults {
    size_t n;
    struct vault v[MAX_VAULTS];
    struct vault own[MAX_OWN];
    struct touched touched;
};

/* One more epoch that is over; takes the secret.  With VAULT_MAX_OLDER the oldest one goes. */
MUST_USE enum err vault_past_add(
    struct vault *v, const struct vault_row *row, struct box_secret **secret);
/* Wipe them all. */
void vault_past_drop(struct vault *v);

/* The vaults of one session. */
struct vault_set {
    size_t n;
    struct vault *v[VAULTS_OF_MEMBER];
};

/* Read the list of vaults; all are closed. */
MUST_USE enum err vaults_load(struct db *keys, struct vaults *out);

/* Read the list once more after vaults were added or re-keyed; what is open stays open. */
MUST_USE enum err vaults_refresh(struct db *keys, struct vaults *v);

/* Close all, for the end of the process and for the panic lock. */
void vaults_close_all(struct vaults *v);

/* A vault by role ("intake"), or by id: a member's own among those that are open.  NULL: none. */
struct vault *vaults_by_role(struct vaults *v, const char *role);
struct vault *vaults_by_id(struct vaults *v, const uint8_t id[ID_BYTES]);

/* Every vault that is open, one after the other: start with NULL; NULL at the end. */
struct vault *vaults_next_open(struct vaults *v, const struct vault *after);

/* Is it a single member's? */
bool vault_is_own(const struct vault *v);
/* Do cases lie in it?  Not in office and audit. */
bool vault_has_cases(const struct vault *v);
/* Is it one of these?  NULL is none. */
bool vault_set_has(const struct vault_set *set, const struct vault *v);

/* Find the member and open her secret with the passphrase: slow, on purpose.  ERR_FORBIDDEN: no
   such member or wrong passphrase, which look and last alike. */
MUST_USE enum err member_unlock(struct db *keys, const struct org_id *org, const char *name,
    struct bytes passphrase, struct member *out, struct box_secret *secret);

/* Open every vault that has a wrap for this member, and her own (or count one more session on
   each).  *set is what vaults_leave() wants back. */
MUST_USE enum err vaults_enter(struct vaults *v, struct db *keys, const struct org_id *org,
    const struct member *m, const struct box_secret *secret, struct vault_set *set);

/* A session that goes on was given one more vault, whose secret is open already. */
void vaults_join(struct vault_set *set, struct vault *v);

/* One session less on each; the last one closes. */
void vaults_leave(struct vault_set *set);

/* A new vault: key pair, row, and wraps to these members.  Inside the caller's transaction. */
MUST_USE enum err vault_new(struct db *keys, const struct org_id *org, const char *role,
    const struct member *members, size_t n_members, struct vault_row *out);

/* What a wrap of this vault's secret (of the row's epoch) to a member is bound to. */
struct wrap_about vault_wrap_about(
    const struct org_id *org, const struct vault_row *row, const struct member_id *m);

#endif
