/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/step.h"
#include "desk/desk.h"
#include "desk/keep/recovery.h"

enum { EVERY_MS = 20 * 1000, NOTE_ROOM = 256 * 1024 };

/* The command line may have made a new recovery key meanwhile. */
static enum err
read_note(struct app *app)
{
    OWN(arena) a = arena_new(NOTE_ROOM);
    struct recovery r;
    enum err e = a ? recovery_load(app->conf.folder, app->root, &app->network, &app->org, a, &r)
                   : ERR_INTERNAL;

    app->keeping.has_recovery = e == OK;
    if (!e)
        app->keeping.recovery = r;
    return e == ERR_INTERNAL ? e : OK;
}

enum err
keep_step(struct app *app, int64_t steady_ms)
{
    if (steady_ms < app->keeping.next_ms)
        return OK;
    app->keeping.next_ms = steady_ms + EVERY_MS;
    enum err e = read_note(app);
    if (e || !app->keeping.has_recovery)
        return e;
    return recovery_wrap_open(app->keys, &app->org, &app->keeping.recovery, &app->vaults);
}
