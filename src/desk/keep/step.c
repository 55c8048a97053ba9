/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/step.h"
#include "base/clock.h"
#include "desk/desk.h"
#include "desk/keep/recovery.h"
#include "desk/keep/talk.h"
#include "joblink/job.h"
#include "records.gen.h"
#include <string.h>

enum { EVERY_MS = 20 * 1000, SOON_MS = 500, WORDS_MS = 20, NOTE_ROOM = 256 * 1024 };

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

void
keep_init(struct app *app)
{
    app->keeping.paper_fd = -1;
    app->keeping.import_fd = -1;
}

void
keep_start(struct app *app)
{
    const char *word = strcmp(app->conf.sandbox, "required") == 0 ? "strict" : app->conf.sandbox;

    if (job_start("understory-paper", word, &app->keeping.paper_fd))
        app->keeping.paper_fd = -1;
    if (job_start("understory-import", word, &app->keeping.import_fd))
        app->keeping.import_fd = -1;
}

void
keep_stop(struct app *app)
{
    fd_drop(&app->keeping.paper_fd);
    fd_drop(&app->keeping.import_fd);
}

/* Once a day. */
static enum err
sweep(struct app *app)
{
    int64_t now_s = clock_now_s();

    if (app->keeping.swept_day == day_of(now_s) || app->conf.keep_days <= 0)
        return OK;
    OWN(db_stmt) s = db_use(app->records, RECORDS_UNREADABLE_ERASE_BEFORE);
    db_bind_i64(s, 1, now_s - app->conf.keep_days * DAY_S);
    enum err e = db_run(s);
    e = e ? e : store_unreadable_count(app->records, &app->n_unreadable);
    if (!e)
        app->keeping.swept_day = day_of(now_s);
    return e;
}

/* A vault with new keys that nobody has opened since. */
static enum err
count_lacking(struct app *app)
{
    struct recovery_lacks lacks;
    enum err e = recovery_lacks(app->keys, &app->org, &app->keeping.recovery.key, &lacks);

    if (!e)
        app->keeping.n_lacking = lacks.n;
    return e;
}

void
keep_soon(struct app *app)
{
    app->keeping.next_ms = 0;
}

enum err
keep_step(struct app *app, int64_t steady_ms)
{
    if (steady_ms < app->keeping.next_ms)
        return OK;
    app->keeping.next_ms = steady_ms + EVERY_MS;
    bool more = false;
    enum err e = sweep(app);
    e = e ? e : talk_step(app, clock_steady_ms() + WORDS_MS, &more);
    if (more)
        app->keeping.next_ms = steady_ms + SOON_MS;
    e = e ? e : read_note(app);
    if (e || !app->keeping.has_recovery)
        return e;
    e = recovery_wrap_open(app->keys, &app->org, &app->keeping.recovery, &app->vaults);
    return e ? e : count_lacking(app);
}
