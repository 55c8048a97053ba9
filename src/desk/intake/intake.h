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

/* The most boxes that are opened in one transaction. */
enum { INTAKE_MANY = 16 };

/* Open filed boxes into their cases, the loudest first, in one transaction: at least one,
   until this time (steady clock) or INTAKE_MANY.  A box that does not open is kept aside; one that
   makes the transaction fail is tried alone.  *n counts what the transaction kept; call again while
   boxes wait. */
MUST_USE enum err intake_open_some(
    const struct casebook *book, const struct box_public *people, int64_t until_ms, size_t *n);

#endif
