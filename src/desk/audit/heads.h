/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_AUDIT_HEADS_H
#define DESK_AUDIT_HEADS_H
/* Heads of the chain that stand elsewhere.  Once a day, when a member of the office is there, the
   desk signs the head of its chain into the file audit.heads.  Its people carry that note to two
   other desks, which keep it; `understory audit verify --head FILE` then shows what nothing inside
   the machine can: that all three files were put back or made anew together. */
#include "core/wire/audit_head.h"
#include "desk/audit/audit.h"

struct app;

#define HEADS_FILE "audit.heads"

enum { HEADS_KEPT = 400, HEADS_FILE_MAX = 512 * 1024 };

/* Sign the head of today, unless that was done or no member of the office is there.  Not of a chain
   that is broken. */
MUST_USE enum err heads_step(struct app *app, int64_t now_s);

/* The newest signed note of a folder, in `a`.  ERR_NOT_FOUND: none yet. */
MUST_USE enum err heads_newest(const char *folder, struct arena *a, struct bytes *note);

/* Every head in a file of notes.  ERR_FORGED, ERR_FORBIDDEN, ERR_MALFORMED: one of them does not
   verify or is of no organisation of the network; ERR_TOO_LARGE: more than HEADS_KEPT. */
MUST_USE enum err heads_read(struct bytes notes, const struct root *root,
    const struct network_id *network, struct audit_head to[HEADS_KEPT], size_t *n);

/* Do two heads of one organisation speak of one chain?  A later day never has fewer entries, and
   the same number has the same link. */
bool heads_agree(const struct audit_head *a, const struct audit_head *b);

/* Put a note in front of the file `path` and keep the newest HEADS_KEPT. */
MUST_USE enum err heads_add(const char *path, struct bytes note);

#endif
