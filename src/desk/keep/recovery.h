/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_RECOVERY_H
#define DESK_KEEP_RECOVERY_H
/* The recovery key at the desk: vault secrets wrapped to it, so that two halves of paper open what
   no member can open any more.  Its public half comes from a signed note in the desk's folder; a
   key that merely stands in a database receives nothing. */
#include "base/arena.h"
#include "core/open/recovery.h"
#include "core/open/words.h"
#include "core/wire/recovery_note.h"
#include "desk/keys/vaults.h"

#define RECOVERY_FILE "recovery"

/* Read and verify the note in the folder.  ERR_NOT_FOUND: there is none; ERR_FORGED and others:
   it is not to be believed. */
MUST_USE enum err recovery_load(const char *folder, const struct root *root,
    const struct network_id *network, const struct org_id *org, struct arena *a,
    struct recovery *out);

/* Wrap the secret of every open vault, its older epochs too, as far as that was not done, and
   forget the wraps of an earlier recovery key.  A transaction of its own on keys.db, only if
   there is something to do. */
MUST_USE enum err recovery_wrap_open(
    struct db *keys, const struct org_id *org, const struct recovery *r, struct vaults *vaults);

/* The vaults whose secret is not wrapped to this key: nobody who reads them was here since. */
struct recovery_lacks {
    size_t n;
    struct vault_row v[MAX_VAULTS];
};
MUST_USE enum err recovery_lacks(struct db *keys, const struct org_id *org,
    const struct box_public *key, struct recovery_lacks *out);

/* Open the vaults with the recovery secret: each gets its secret and its older epochs, as after a
   login.  *n is how many opened.  ERR_FORGED: a wrap is there and does not open. */
MUST_USE enum err recovery_open_vaults(struct db *keys, const struct org_id *org,
    const struct box_secret *secret, struct vaults *vaults, size_t *n);

/* Door keys in a backup are sealed to the recovery key: seal all free ones and shut them (in the
   copy), and free them again after a restore. */
MUST_USE enum err recovery_doors_seal(
    struct db *copy, const struct org_id *org, const struct box_public *key);
MUST_USE enum err recovery_doors_free(
    struct db *keys, const struct org_id *org, const struct box_secret *secret);

/* Twelve words of each half, as one line of standard input or paper: the secret.  ERR_MALFORMED:
   *half is 1 or 2, *why says what is wrong with it. */
MUST_USE enum err recovery_read_halves(struct bytes first, struct bytes second,
    struct box_secret *out, int *half, struct words_problem *why);

#endif
