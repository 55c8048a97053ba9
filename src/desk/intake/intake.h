/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_INTAKE_INTAKE_H
#define DESK_INTAKE_INTAKE_H
/* From an envelope to a case.  Filing works while the desk is locked: it opens the door layer,
   keeps the inner box and rings.  Opening needs the unlocked intake vault. */
#include "desk/cases/rules.h"
#include "desk/hubs/hubs.h"
#include "desk/keys/doors.h"

struct filing {
    struct db *records;
    struct doors *doors;
    struct network_id network;
    int64_t now_s;
    int n_filed;  /* ours and new, counted up */
    uint8_t bell; /* the loudest of them */
};

/* Try the door keys on one pulled envelope and file it if it is ours.  For hubs_take(). */
MUST_USE enum err intake_file(void *filing, const struct pulled *p);

/* Open every filed box into its case.  One transaction for each; a box that does not open is kept
   aside.  *n counts what was opened. */
MUST_USE enum err intake_open_all(
    const struct casebook *b, const struct box_public *people, size_t *n);

#endif
