/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_PAPER_H
#define DESK_KEEP_PAPER_H
/* What needs the organisation's identity key, for the command line: a recovery key, and a new
   key for a member whose passphrase is lost. */
#include "base/arena.h"
#include "desk/keep/backup.h"
#include "desk/keep/recovery.h"

/* Two halves, each with its twelve words in a language.  Guarded memory; wiped by the caller. */
struct recovery_halves {
    struct seed half[2];
    uint32_t version;
};

/* Make a recovery key, sign its public half into the folder, and wrap the vaults that this
   member can open.  An earlier recovery key opens nothing new from then on.  ERR_FORBIDDEN:
   name, passphrase or role (*why tells). */
MUST_USE enum err recovery_make(const char *folder, const char *member, struct bytes passphrase,
    struct recovery_halves *out, char why[static BACKUP_WHY_CAP]);

/* Give a member of a restored desk a new key and passphrase, for when hers is lost: the roster is
   signed anew, and she gets the vaults that the recovery key opens and her roles need.  Her second
   factors go.  What only her own key opened is lost.  ERR_NOT_FOUND: no such member. */
MUST_USE enum err recovery_new_passphrase(const char *folder, const struct box_secret *recovery,
    const char *name, char passphrase[PASSPHRASE_CAP], char why[static BACKUP_WHY_CAP]);

#endif
