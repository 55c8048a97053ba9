/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Starting and stopping a desk: every file is read and verified before anything listens. */
#include "base/clock.h"
#include "base/file.h"
#include "desk/desk.h"
#include <fcntl.h>
#include <sys/file.h>

enum { NOTE_FILE_MAX = 4 << 20 };

static enum err
fail(struct arena *life, const char **why, enum err e, const char *sentence, const char *detail)
{
    *why =
        arena_printf(life, "%s%s%s", sentence, detail && *detail ? ": " : "", detail ? detail : "");
    return e;
}

static enum err
read_file(
    struct app *app, const char *name, struct arena *life, struct bytes *out, const char **why)
{
    const char *path = arena_printf(life, "%s/%s", app->conf.folder, name);
    enum err e = path ? file_read(path, NOTE_FILE_MAX, life, out) : ERR_INTERNAL;

    return e ? fail(life, why, e,
                   "This file is missing or cannot be read; set the desk up with `understory desk "
                   "init`"
                   " and `understory desk join`",
                   path)
             : OK;
}

static enum err
load_notes(struct app *app, struct arena *life, const char **why)
{
    struct bytes root, card, roster;
    enum err e = read_file(app, "root", life, &root, why);

    e = e ? e : read_file(app, "card", life, &card, why);
    e = e ? e : read_file(app, "roster", life, &roster, why);
    if (e)
        return e;
    app->root = arena_alloc(life, sizeof *app->root);
    app->card = arena_alloc(life, sizeof *app->card);
    app->roster = arena_alloc(life, sizeof *app->roster);
    if (!app->root || !app->card || !app->roster)
        return ERR_INTERNAL;
    e = root_open(root, app->root, &app->network);
    if (e)
        return fail(life, why, e, "The root note does not verify; fetch it again from an editor",
            err_name(e));
    e = card_open(card, app->root, &app->network, app->card);
    if (e)
        return fail(life, why, e,
            "The card does not verify against the root note; make it again with `understory desk"
            " join`",
            err_name(e));
    e = roster_open(roster, app->root, &app->network, app->roster);
    return e ? fail(life, why, e, "The roster does not verify; no key may be given to anybody",
                   err_name(e))
             : OK;
}

static enum err
open_databases(struct app *app, struct arena *life, const char **why)
{
    char words[DB_WHY_BYTES] = "";
    enum err e = keys_open(arena_printf(life, "%s/keys.db", app->conf.folder), &app->keys, words);

    e = e ? e
          : store_open(arena_printf(life, "%s/records.db", app->conf.folder), &app->records, words);
    if (e)
        return fail(life, why, e, "A database cannot be opened", words);
    e = keys_fact_get(app->keys, "org", app->org.b, sizeof app->org.b);
    if (e)
        return fail(life, why, e,
            "keys.db names no organisation; set the desk up with `understory desk init`", NULL);
    if (!bytes_equal(
            (struct bytes){ app->org.b, ID_BYTES }, (struct bytes){ app->card->org.b, ID_BYTES }))
        return fail(
            life, why, ERR_CONFLICT, "The card belongs to another organisation than keys.db", NULL);
    e = members_settle(
        app->keys, app->root, &app->network, app->conf.folder, app->roster, app->card);
    if (e)
        return fail(life, why, e, "Roster or card in keys.db do not verify", err_name(e));
    e = vaults_load(app->keys, &app->vaults);
    e = e ? e : doors_load(app->keys, &app->doors);
    e = e ? e : desk_count_waiting(app);
    return e ? fail(life, why, e, "A database cannot be read", db_why(app->keys)) : OK;
}

enum err
desk_start_post(struct app *app, struct arena *life, const char **why)
{
    struct post_place at = { app->keys, app->records, &app->org, &app->vaults };
    enum err e = alert_state_get(app->records, &app->alerts);

    const struct post_start how = { app->conf.sandbox, app->conf.retry_ms, app->conf.ring_ms };
    return e ? e : post_start(&app->post, &at, &how, life, why);
}

enum err
desk_claim(const char *folder, int *fd)
{
    OWN_FD dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (dir < 0)
        return ERR_NOT_FOUND;
    if (flock(dir, LOCK_EX | LOCK_NB))
        return ERR_BUSY;
    *fd = fd_take(&dir);
    return OK;
}

enum err
desk_start_hubs(struct app *app, struct arena *life, const char **why)
{
    OWN(sign_secret) auth = sign_secret_new();
    struct hubs_conf conf = { app->conf.poll_ms, app->conf.slot_ms, app->conf.edition_ms };
    enum err e = auth ? keys_online_get(app->keys, auth) : ERR_INTERNAL;

    if (e)
        return fail(life, why, e, "keys.db holds no key to sign requests with", NULL);
    e = courier_new(app->conf.proxy, (long)app->conf.timeout_ms, &app->courier);
    e = e ? e : hubs_init(&app->hubs, app->root, &app->network, &auth, app->courier, conf);
    return e ? fail(life, why, e, "The connection to hubs could not be made ready", NULL) : OK;
}

enum err
desk_start(struct app *app, struct arena *life, const char **why)
{
    app->viewing.line = -1; /* viewing_start() comes later, or not at all */
    enum err e = load_notes(app, life, why);

    keep_init(app);
    e = e ? e : open_databases(app, life, why);
    if (e)
        return e;
    app->sessions.idle_ms = app->conf.idle_ms;
    slow_start(&app->slow);
    e = doors_turn(app->keys, &app->org, NULL, (uint32_t)week_of(clock_now_s()), &app->doors,
        &app->doors_left);
    app->door_week = (uint32_t)week_of(clock_now_s());
    struct audit_place audit = { app->keys, app->records, app->org, app->roster };
    e = e ? e : audit_verify(&audit, app->conf.folder, &app->audit);
    return e ? fail(life, why, e, "Door keys cannot be read", db_why(app->keys)) : OK;
}

void
desk_stop(struct app *app)
{
    desk_lock_all(app);
    post_stop(&app->post);
    keep_stop(app);
    viewing_stop(&app->viewing);
    courier_drop(&app->courier);
    hubs_done(&app->hubs);
    doors_done(&app->doors);
    db_drop(&app->records);
    db_drop(&app->keys);
}
