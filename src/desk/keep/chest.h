/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_CHEST_H
#define DESK_KEEP_CHEST_H
/* A file of sealed boxes in a row, the key of which only the recovery key opens.  Each box is
   bound to its number, its kind and the box before it; a file without its last box is cut. */
#include "core/open/recovery.h"

enum chest_kind {
    CHEST_UNSET,
    CHEST_BEGIN, /* a file: size(8), name */
    CHEST_DATA,  /* its bytes, in pieces */
    CHEST_END,   /* facts; nothing follows */
};

enum { CHEST_BOX_MAX = 512 * 1024 };

struct chest;

/* Wipe and free; for OWN(). */
void chest_drop(struct chest **c);

/* Write: the head goes to fd at once. */
MUST_USE enum err chest_new(
    int fd, const struct org_id *org, const struct box_public *to, struct chest **out);
MUST_USE enum err chest_put(struct chest *c, enum chest_kind kind, struct bytes plain);

/* Read: ERR_MALFORMED: no backup, or of a newer version (*version then); ERR_FORBIDDEN: sealed to
   another key; ERR_FORGED: damaged. */
MUST_USE enum err chest_open(
    int fd, const struct box_secret *recovery, struct chest **out, int *version);
/* The next box; *plain lives until the next call.  ERR_NOT_FOUND: the file ends here, though no
   CHEST_END came; ERR_FORGED: damaged. */
MUST_USE enum err chest_next(struct chest *c, enum chest_kind *kind, struct bytes *plain);
/* Is this the end of the file? */
bool chest_is_done(struct chest *c);

/* Whose backup it is. */
const struct org_id *chest_org(const struct chest *c);

#endif
