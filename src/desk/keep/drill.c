/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opening everything that a restored folder holds. */
#include "base/clock.h"
#include "desk/desk.h"
#include "desk/files/files.h"
#include "desk/keep/backup.h"
#include "desk/keep/recovery.h"
#include "records.gen.h"
#include <stdio.h>

enum { SLICE_MS = 1000 };

static enum err
read_vault(struct app *app, struct vault *v, struct drill *out)
{
    struct case_counts counts = { 0 };
    struct casebook b;
    size_t n_forged = 0;
    int64_t left = 1;
    int64_t all = 0;

    desk_book(app, v, &b);
    enum err e = stream_keep_new(&b.at, &n_forged);
    e = e ? e : casebook_open(&b, v);
    desk_book(app, v, &b);
    while (!e && left > 0) {
        e = casebook_read_some(&b, clock_steady_ms() + SLICE_MS);
        casebook_progress(v, &left, &all);
    }
    e = e ? e : case_count(b.p, "", clock_now_s(), &counts);
    if (e)
        return e;
    out->n_cases += counts.waiting + counts.answered + counts.closed;
    out->n_broken += v->n_broken + n_forged;
    return files_check(b.p, app->records, &out->n_files, &out->n_files_broken);
}

/* A stream that nobody here can read was erased, or belongs to a single member. */
static enum err
count_keyless(struct app *app, struct drill *out)
{
    OWN(db_stmt) s = db_use(app->records, RECORDS_STREAM_LIST);
    bool row = true;
    enum err e = OK;

    while (!e && !(e = db_step(s, &row)) && row) {
        struct stream_id stream;
        bool ours = false;
        e = db_fixed(s, 0, stream.b, ID_BYTES);
        for (size_t i = 0; !e && !ours && i < app->vaults.n; i++) {
            struct casebook b;
            desk_book(app, &app->vaults.v[i], &b);
            e = b.at.vault->secret ? stream_is_ours(&b.at, &stream, &ours) : OK;
        }
        out->n_keyless += !e && !ours;
    }
    return e;
}

static void
note_closed(const struct app *app, struct drill *out)
{
    size_t n = 0;

    for (size_t i = 0; i < app->vaults.n && n < sizeof out->closed; i++) {
        const struct vault *v = &app->vaults.v[i];
        int k = v->secret ? 0
                          : snprintf(out->closed + n, sizeof out->closed - n, "%s%s", n ? " " : "",
                                v->row.role);
        n += k > 0 ? (size_t)k : 0;
    }
}

static enum err
read_all(struct app *app, const struct box_secret *recovery, struct drill *out)
{
    enum err e = recovery_open_vaults(app->keys, &app->org, recovery, &app->vaults, &out->n_opened);

    out->n_vaults = app->vaults.n;
    note_closed(app, out);
    for (size_t i = 0; !e && i < app->vaults.n; i++) {
        struct vault *v = &app->vaults.v[i];
        if (v->secret && vault_has_cases(v))
            e = read_vault(app, v, out);
    }
    e = e ? e : store_record_count(app->records, &out->n_records);
    return e ? e : count_keyless(app, out);
}

enum err
backup_drill(const char *folder, const struct box_secret *recovery, struct drill *out,
    char why[static BACKUP_WHY_CAP])
{
    OWN(arena) life = arena_new(64 << 20);
    struct app *app = life ? arena_alloc(life, sizeof *app) : NULL;
    const char *words = "No memory";
    struct drill d = { 0 };

    (void)snprintf(why, BACKUP_WHY_CAP, "%s", words);
    if (!app)
        return ERR_INTERNAL;
    app->conf = (struct desk_conf){ .folder = folder, .proxy = "", .sandbox = "off" };
    enum err e = desk_start(app, life, &words);
    if (e)
        (void)snprintf(why, BACKUP_WHY_CAP, "%s", words ? words : "The desk does not start");
    else
        (void)snprintf(why, BACKUP_WHY_CAP, "The restored records cannot be read");
    e = e ? e : read_all(app, recovery, &d);
    vaults_close_all(&app->vaults);
    desk_stop(app);
    if (!e)
        *out = d;
    return e;
}
