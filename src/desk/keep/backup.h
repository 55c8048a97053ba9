/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_BACKUP_H
#define DESK_KEEP_BACKUP_H
/* A whole desk in one file, sealed to the recovery key; made while the desk runs, without
   anybody's passphrase.  See docs/formats/backup.md.

   The sealed records are copied first and the keys after them.  A key is written before the
   first record that it opens: so every record of the copy finds its key.  And a key is erased
   before its records: what was erased between the two copies is there without a key, which is
   erased.  Only a stream that is written anew meanwhile would be lost: that is noticed. */
#include "base/arena.h"
#include "core/open/secrets.h"
#include "db/db.h"

enum { BACKUP_WHY_CAP = 300 };

/* What the last box of the file says. */
struct backup_facts {
    int64_t made_s;
    uint64_t records, streams, members;
};

/* Vaults that the recovery key cannot open yet, by role; said after a backup. */
struct backup_made {
    struct backup_facts facts;
    uint64_t bytes;
    char lacking[200]; /* roles parted by blanks; "" none */
    bool unnoted;      /* the audit log could not be told */
};

/* Make the backup of a desk's folder and put it in place of `to`: the file of before is replaced
   only when the new one is whole and on the disk.  The audit log is told first, so that it is in
   the backup; when it cannot be (a full disk), there is a backup all the same.  *why is a sentence
   that says what to do. */
MUST_USE enum err backup_make(const char *folder, const char *to, int64_t now_s,
    struct backup_made *out, char why[static BACKUP_WHY_CAP]);

/* Do two copies belong together?  Not when words were erased from a stream in between: then both
   are made again. */
MUST_USE enum err backup_copies_fit(struct db *keys, struct db *records, bool *out);

/* Write the files of a backup into a folder that holds no desk (it is made), check them against
   what the backup says of itself, and free the door keys if `doors` is set.  What was written is
   removed when something fails.  With `doors` the audit log goes on: its anchor is made anew, and
   the restoring noted.  ERR_FORGED: other halves, or a damaged file (*why tells which).
   */
MUST_USE enum err backup_restore(const char *file, const struct box_secret *recovery,
    const char *folder, bool doors, struct backup_facts *out, char why[static BACKUP_WHY_CAP]);

/* What opening everything in a restored folder came to. */
struct drill {
    size_t n_vaults, n_opened, n_broken; /* broken: records */
    int64_t n_cases, n_records;
    size_t n_files, n_files_broken; /* attachments; those of shared cases count in each vault */
    size_t
        n_keyless; /* streams that none of the opened vaults can read: erased, or a member's own */
    char closed[200]; /* roles of vaults that did not open; "" none */
};

/* Open every vault of a restored folder with the recovery key, read every record and open every
   attachment whole. */
MUST_USE enum err backup_drill(const char *folder, const struct box_secret *recovery,
    struct drill *out, char why[static BACKUP_WHY_CAP]);

/* Remove the files of a desk from a folder, the keys overwritten first. */
void backup_remove(const char *folder);

#endif
