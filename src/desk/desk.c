/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/desk.h"
#include "base/clock.h"
#include "base/log.h"
#include "desk/intake/intake.h"

enum { FAILURES_FREE = 3, MAX_REFUSAL_MS = 60 * 1000 };

static struct vault *
intake_vault(struct app *app)
{
    return vaults_by_role(&app->vaults, "intake");
}

void
desk_casebook(struct app *app, const struct session *s, struct casebook *b)
{
    struct vault *intake = intake_vault(app);
    bool hers = intake && (!s || s->vaults & 1u << (intake - app->vaults.v));

    *b = (struct casebook){ .network = app->network };
    b->at = (struct stream_place){ app->keys, app->records, app->org, app->roster, intake };
    b->p = hers ? intake->projection : NULL;
}

/* Open what waited.  Also after every pull while the vault is open. */
static enum err
open_waiting(struct app *app)
{
    struct casebook b;
    size_t n = 0;
    enum err e = OK;

    desk_casebook(app, NULL, &b);
    if (b.p)
        e = intake_open_all(&b, &b.at.vault->row.public, &n);
    e = e ? e : store_filed_waiting(app->records, &app->waiting);
    return e ? e : store_unreadable_count(app->records, &app->n_unreadable);
}

static enum err
turn_doors(struct app *app, int64_t now_s)
{
    struct vault *intake = intake_vault(app);

    app->door_week = (uint32_t)week_of(now_s);
    return doors_turn(app->keys, &app->org, intake && intake->secret ? intake : NULL,
        app->door_week, &app->doors, &app->doors_left);
}

/* A vault that was closed until now gets its projection. */
static enum err
open_projection(struct app *app)
{
    struct casebook b;

    desk_casebook(app, NULL, &b);
    if (!b.at.vault || !b.at.vault->secret || b.p)
        return OK;
    enum err e = casebook_open(&b.at, &intake_vault(app)->projection, &app->n_broken);
    e = e ? e : turn_doors(app, clock_now_s());
    return e ? e : open_waiting(app);
}

static void
count_failure(struct app *app)
{
    int64_t wait = 1000;

    app->login_failures++;
    for (unsigned i = FAILURES_FREE; i < app->login_failures && wait < MAX_REFUSAL_MS; i++)
        wait *= 2;
    if (app->login_failures > FAILURES_FREE)
        app->login_ok_ms = clock_steady_ms() + (wait < MAX_REFUSAL_MS ? wait : MAX_REFUSAL_MS);
}

enum err
desk_unlock(struct app *app, const char *name, const char *passphrase,
    char token[SESSION_TOKEN_CAP], struct session **out)
{
    OWN(box_secret) secret = box_secret_new();
    uint32_t mask = 0;
    uint32_t fresh = 0;
    struct member m;

    if (!secret)
        return ERR_INTERNAL;
    if (clock_steady_ms() < app->login_ok_ms)
        return ERR_BUSY;
    enum err e = member_unlock(app->keys, &app->org, name, bytes_of(passphrase), &m, secret);
    if (e == ERR_FORBIDDEN)
        count_failure(app);
    e = e ? e : vaults_enter(&app->vaults, app->keys, &app->org, &m, secret, &mask, &fresh);
    if (e)
        return e;
    app->login_failures = 0;
    e = open_projection(app);
    e = e ? e : session_begin(&app->sessions, &m, mask, clock_steady_ms(), token, out);
    if (e)
        vaults_leave(&app->vaults, mask);
    return e;
}

void
desk_lock(struct app *app, struct session *s)
{
    session_end(s, &app->vaults);
}

void
desk_lock_all(struct app *app)
{
    session_end_all(&app->sessions, &app->vaults);
}

/* A job that came back.  What could not be kept is fetched again: the batch is not remembered. */
static enum err
take_job(struct app *app, const struct courier_job *done, int64_t now_s)
{
    struct filing f = {
        .records = app->records, .doors = &app->doors, .network = app->network, .now_s = now_s
    };
    enum err e = hubs_take(&app->hubs, app->records, done, now_s, intake_file, &f);

    if (!e && f.n_filed > 0)
        e = open_waiting(app);
    return e;
}

enum err
desk_step(struct app *app, int64_t steady_ms, int64_t now_s)
{
    enum err e = OK;

    for (struct courier_job *j = courier_take(app->courier); j; j = courier_take(app->courier)) {
        enum err taken = take_job(app, j, now_s);
        courier_job_drop(&j);
        e = e ? e : taken;
    }
    (void)session_expire(&app->sessions, &app->vaults, steady_ms);
    if (!e && (uint32_t)week_of(now_s) != app->door_week)
        e = turn_doors(app, now_s);
    if (!e)
        e = hubs_step(&app->hubs, app->records, steady_ms, now_s);
    app->alarm = e ? db_why(app->records) : NULL;
    return e;
}
