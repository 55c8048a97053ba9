/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_STEP_H
#define DESK_KEEP_STEP_H
/* What the running desk does for keeping, by itself. */
#include "core/wire/recovery_note.h"

struct app;

/* Kept in struct app. */
struct keeping {
    int64_t next_ms;          /* steady clock: not before then */
    bool has_recovery;        /* a valid note stands in the folder */
    struct recovery recovery; /* the one read last */
};

/* Now and then: wrap what is open to the recovery key. */
MUST_USE enum err keep_step(struct app *app, int64_t steady_ms);

#endif
