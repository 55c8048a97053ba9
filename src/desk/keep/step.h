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
    size_t n_lacking;         /* vaults that it cannot open as they are now */
    int paper_fd, import_fd;  /* programs beside the desk; -1: not there */
    int64_t swept_day;        /* when what is out of date was erased last */
};

/* Before anything else: no program yet. */
void keep_init(struct app *app);

/* Start the programs beside the desk, before it gives up its rights; without one its pages say
   so. */
void keep_start(struct app *app);
void keep_stop(struct app *app);

/* Vaults have new keys: look at them with the next step, not in its turn. */
void keep_soon(struct app *app);

/* Now and then: wrap what is open to the recovery key; erase what could not be opened for too long
   and what was said too long ago. */
MUST_USE enum err keep_step(struct app *app, int64_t steady_ms);

#endif
