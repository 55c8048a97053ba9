/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/desk.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/wire/content.h"
#include "desk/audit/heads.h"
#include "desk/intake/intake.h"
#include "desk/keys/rekey.h"
#include "desk/post/came.h"
#include "desk/post/night.h"

enum {
    OPENING_MS = 150, /* at a stretch, then people are served */
    READING_MS = 20,  /* the same, in the background after an unlock */
    WRAPPING_MS = 50, /* after a removal; each time keys.db is synced */
    AFTER_FAILURE_MS = 1000,
    NIGHT_MS = 20 * 1000, /* between copies of what a locked desk must know */
    NIGHT_SOON_MS = 2000, /* after something was written */
    OUTBOX_DAYS = 30 + 5, /* how long a shelf keeps an answer, and some */
    CAME_DAYS = 400       /* how long the same message is known again */
};

static struct vault *
intake_vault(struct app *app)
{
    return vaults_by_role(&app->vaults, "intake");
}

void
desk_book(struct app *app, struct vault *v, struct casebook *b)
{
    *b = (struct casebook){ .network = app->network, .vaults = &app->vaults, .vault = v };
    b->at = (struct stream_place){ app->keys, app->records, app->org, app->roster, v, false };
    b->p = v ? v->projection : NULL;
}

void
desk_members(struct app *app, const struct session *s, struct members_at *out)
{
    *out = (struct members_at){ .keys = app->keys,
        .vaults = &app->vaults,
        .hers = &s->vaults,
        .root = app->root,
        .network = app->network,
        .org = app->org,
        .roster = app->roster,
        .card = app->card,
        .folder = app->conf.folder,
        .by_name = s->name,
        .records = app->records,
        .now_s = clock_now_s() };
}

void
desk_casebook(struct app *app, const struct session *s, struct casebook *b)
{
    desk_book(app, s ? s->at : intake_vault(app), b);
}

enum err
desk_count_waiting(struct app *app)
{
    int64_t bad = 0;
    enum err e = store_filed_waiting(app->records, &app->waiting);

    e = e ? e : came_waiting(app->records, &app->waiting);
    e = e ? e : store_unreadable_count(app->records, &app->n_unreadable);
    e = e ? e : came_bad(app->records, &bad);
    app->n_unreadable += bad;
    return e;
}

static bool
may_open(struct app *app, int64_t steady_ms)
{
    struct vault *intake = intake_vault(app);

    return app->waiting.n > 0 && intake && intake->projection && !casebook_is_blind(intake) &&
           steady_ms >= app->open_again_ms;
}

/* Open some of what waits.  A failure must not make the loop spin. */
static enum err
open_waiting(struct app *app, int64_t steady_ms)
{
    struct casebook b;
    size_t n = 0;

    if (!may_open(app, steady_ms))
        return OK;
    desk_casebook(app, NULL, &b);
    enum err e = intake_open_some(&b, &b.at.vault->row.public, clock_steady_ms() + OPENING_MS, &n);
    e = e ? e : came_open_some(&b, &app->post.opener, clock_steady_ms() + OPENING_MS, &n);
    if (e)
        app->open_again_ms = steady_ms + AFTER_FAILURE_MS;
    enum err counted = desk_count_waiting(app);
    return e ? e : counted;
}

static enum err
turn_doors(struct app *app, int64_t now_s)
{
    struct vault *intake = intake_vault(app);

    app->door_week = (uint32_t)week_of(now_s);
    return doors_turn(app->keys, &app->org, intake && intake->secret ? intake : NULL,
        app->door_week, &app->doors, &app->doors_left);
}

static void
count_broken(struct app *app)
{
    app->n_broken = 0;
    for (struct vault *v = NULL; (v = vaults_next_open(&app->vaults, v));)
        app->n_broken += v->n_broken;
}

static bool
is_reading(const struct vault *v)
{
    return v->projection && casebook_is_busy(v);
}

static bool
may_read(struct app *app, int64_t steady_ms)
{
    for (struct vault *v = NULL; (v = vaults_next_open(&app->vaults, v));)
        if (is_reading(v))
            return steady_ms >= app->read_again_ms;
    return false;
}

/* Read some of the records behind what unlocks showed, a little of each vault. */
static enum err
read_some(struct app *app, int64_t steady_ms)
{
    enum err e = OK;

    if (!may_read(app, steady_ms))
        return OK;
    for (struct vault *v = NULL; !e && (v = vaults_next_open(&app->vaults, v));) {
        struct casebook b;
        if (!is_reading(v))
            continue;
        desk_book(app, v, &b);
        e = casebook_read_some(&b, clock_steady_ms() + READING_MS);
    }
    if (e)
        app->read_again_ms = steady_ms + AFTER_FAILURE_MS;
    count_broken(app);
    return e;
}

static bool
may_wrap(struct app *app, int64_t steady_ms)
{
    for (struct vault *v = NULL; (v = vaults_next_open(&app->vaults, v));)
        if (v->wraps_due)
            return steady_ms >= app->read_again_ms;
    return false;
}

/* What a removal left to do, a little at a time. */
static enum err
wrap_some(struct app *app, int64_t steady_ms)
{
    enum err e = OK;

    if (!may_wrap(app, steady_ms))
        return OK;
    for (struct vault *v = NULL; !e && (v = vaults_next_open(&app->vaults, v));)
        if (v->wraps_due)
            e = rekey_wrap_some(app->keys, &app->org, v, clock_steady_ms() + WRAPPING_MS);
    if (e)
        app->read_again_ms = steady_ms + AFTER_FAILURE_MS;
    return e;
}

/* Vaults that were closed until now get their projections. */
static enum err
open_projections(struct app *app, const struct vault_set *set)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < set->n; i++) {
        struct vault *v = set->v[i];
        struct casebook b;
        if (!vault_has_cases(v) || v->projection)
            continue;
        desk_book(app, v, &b);
        e = casebook_open(&b, v);
        if (!e && v == intake_vault(app))
            e = turn_doors(app, clock_now_s());
    }
    count_broken(app);
    return e;
}

void
desk_audit(struct app *app, enum audit_act act, const struct member_id *by, const char *by_name,
    const char *words)
{
    struct audit_place at = { app->keys, app->records, app->org, app->roster };
    struct audit_what what = {
        .act = act, .by_name = by_name, .at_s = clock_now_s(), .words = words
    };

    if (by)
        what.by = *by;
    enum err e = audit_put_alone(&at, &what);
    if (e)
        log_event("desk-audit", e, 0, NULL);
}

/* A name that nobody has is not kept: it may be a passphrase in the wrong field. */
static void
note_refused(struct app *app, const char *name)
{
    struct member m;
    bool known = !keys_member_get(app->keys, name, &m);

    desk_audit(app, AUDIT_REFUSED, known ? &m.id : NULL, known ? m.name : "", "");
}

enum err
desk_know(struct app *app, const char *name, const char *slow, const char *passphrase,
    struct member *out, struct box_secret *secret)
{
    if (slow_wait_ms(&app->slow, slow, clock_steady_ms()) > 0)
        return ERR_BUSY;
    enum err e = member_unlock(app->keys, &app->org, name, bytes_of(passphrase), out, secret);
    if (!e && !roster_member_find(app->roster, &out->id))
        e = ERR_FORBIDDEN; /* nobody has let her in yet, or she left */
    if (e == ERR_FORBIDDEN) {
        slow_failed(&app->slow, slow, clock_steady_ms());
        note_refused(app, name);
    }
    return e;
}

enum err
desk_let_in(struct app *app, const struct member *m, const struct box_secret *secret,
    const char *slow, char token[SESSION_TOKEN_CAP], struct session **out)
{
    struct vault_set set = { 0 };
    struct member now;
    const struct roster_member *hers = roster_member_find(app->roster, &m->id);
    enum err e = keys_member_by_id(app->keys, &m->id, &now);

    if (e == ERR_NOT_FOUND || (!e && !hers))
        return ERR_FORBIDDEN;
    if (!e)
        now.roles = hers->roles; /* what the office signed, whatever the database says */
    e = e ? e : vaults_enter(&app->vaults, app->keys, &app->org, &now, secret, &set);
    if (e)
        return e;
    slow_passed(&app->slow, slow);
    e = open_projections(app, &set);
    e = e ? e : session_begin(&app->sessions, &now, &set, clock_steady_ms(), token, out);
    if (e)
        vaults_leave(&set);
    else
        desk_audit(app, AUDIT_IN, &now.id, now.name, "");
    return e;
}

enum err
desk_unlock(struct app *app, const char *name, const char *passphrase,
    char token[SESSION_TOKEN_CAP], struct session **out)
{
    OWN(box_secret) secret = box_secret_new();
    struct member m;

    if (!secret)
        return ERR_INTERNAL;
    enum err e = desk_know(app, name, name, passphrase, &m, secret);
    return e ? e : desk_let_in(app, &m, secret, name, token, out);
}

enum err
desk_night(struct app *app, int64_t now_s)
{
    enum err e = OK;

    for (struct vault *v = NULL; (v = vaults_next_open(&app->vaults, v));) {
        if (vault_is_own(v) || !vault_has_cases(v) || !v->projection)
            continue; /* what is shared with one member lies in a vault of the organisation, too */
        enum err copied = night_copy(app->records, v, !is_reading(v), now_s);
        e = e ? e : copied;
    }
    enum err rung = night_ring(app->records, now_s);
    return e ? e : rung;
}

void
desk_night_soon(struct app *app)
{
    int64_t soon_ms = clock_steady_ms() + NIGHT_SOON_MS;

    app->night_again_ms = soon_ms < app->night_again_ms ? soon_ms : app->night_again_ms;
}

/* Before vaults may close: they are read for the last time. */
static void
last_night(struct app *app)
{
    enum err e = app->records ? desk_night(app, clock_now_s()) : OK;

    if (e)
        log_event("desk-night", e, 0, NULL);
}

static enum err
step_night(struct app *app, int64_t steady_ms, int64_t now_s)
{
    if (steady_ms < app->night_again_ms)
        return OK;
    app->night_again_ms = steady_ms + NIGHT_MS;
    return desk_night(app, now_s);
}

void
desk_lock(struct app *app, struct session *s)
{
    struct member_id by = s->member;
    char name[MEMBER_NAME_MAX + 1];

    if (!s->used)
        return;
    last_night(app);
    memcpy(name, s->name, sizeof name);
    session_end(s);
    viewing_forget(&app->viewing);
    desk_audit(app, AUDIT_OUT, &by, name, "");
}

void
desk_end_member(struct app *app, const struct member_id *m, const struct session *own)
{
    const struct member_id whose = *m; /* it may stand in a session that ends */

    for (size_t i = 0; i < MAX_SESSIONS; i++) {
        struct session *s = &app->sessions.s[i];
        if (s->used && s != own && id_equal(s->member.b, whose.b))
            desk_lock(app, s);
    }
    halfway_end_member(&app->halfways, &whose);
}

void
desk_lock_all(struct app *app)
{
    last_night(app);
    session_end_all(&app->sessions, &app->vaults);
    halfways_wipe(&app->halfways);
    joinings_done(&app->joinings);
    two_person_wipe(&app->pairs);
    viewing_forget(&app->viewing);
}

/* A job that came back.  What could not be kept is fetched again: the batch is not remembered. */
static enum err
take_job(struct app *app, const struct courier_job *done, int64_t now_s)
{
    struct filing f = {
        .records = app->records, .doors = &app->doors, .network = app->network, .now_s = now_s
    };
    enum err e = hubs_take(&app->hubs, app->records, done, now_s, intake_file, &f);

    return !e && f.n_filed > 0 ? desk_count_waiting(app) : e;
}

/* Boxes under an earlier people key are on the way for as long as shelves keep them; then its
   secret goes. */
static enum err
forget_past(struct app *app, int64_t today)
{
    struct vault *intake = intake_vault(app);

    if (!intake || today <= (int64_t)app->card->issued_day + OUTBOX_DAYS)
        return OK;
    enum err e = db_begin(app->keys, TX_WRITE);
    e = e ? e : db_end(app->keys, keys_vault_forget_past(app->keys, &intake->row));
    if (!e)
        vault_past_drop(intake);
    return e;
}

/* Once a day: answers whose time on the shelves is over, and marks of envelopes that no door key
   can open any more. */
static enum err
sweep(struct app *app, int64_t now_s)
{
    int64_t today = day_of(now_s);
    uint32_t first_week = app->door_week;

    if (app->swept_day == today)
        return OK;
    for (size_t i = 0; i < app->doors.n; i++)
        if (app->doors.d[i].week < first_week)
            first_week = app->doors.d[i].week;
    enum err e = db_begin(app->records, TX_WRITE);
    if (e)
        return e;
    e = store_out_erase_before(app->records, today - OUTBOX_DAYS);
    e = e ? e : store_seen_erase_before(app->records, first_week);
    e = e ? e : came_seen_erase_before(app->records, today - CAME_DAYS);
    e = e ? e : alert_erase_before(app->records, now_s - OUTBOX_DAYS * (int64_t)DAY_S);
    e = e ? e : posting_erase_before(app->records, now_s - OUTBOX_DAYS * (int64_t)DAY_S);
    e = db_end(app->records, e);
    e = e ? e : forget_past(app, today);
    e = e ? e : db_begin(app->keys, TX_WRITE);
    if (e)
        return e;
    e = db_end(app->keys, access_sweep(app->keys, today));
    if (!e)
        app->swept_day = today;
    return e;
}

static enum err
step_post(struct app *app, int64_t now_s)
{
    struct post_place at = { app->keys, app->records, &app->org, &app->vaults };
    enum err e = post_step(&app->post, &at, now_s);
    enum err counted = app->post.came ? desk_count_waiting(app) : OK;
    enum err alerts = alert_state_get(app->records, &app->alerts);

    return e ? e : counted ? counted : alerts;
}

/* Sessions that were idle for too long, or are too old, end like any other: noted. */
static void
end_idle(struct app *app, int64_t steady_ms)
{
    for (struct session *s = NULL; (s = session_over(&app->sessions, steady_ms));)
        desk_lock(app, s);
}

static enum err
first_of(enum err a, enum err b)
{
    return a ? a : b;
}

/* A chain that was broken at the start keeps its old anchor: it is evidence. */
static void
anchor(struct app *app)
{
    struct audit_place at = { app->keys, app->records, app->org, app->roster };

    if (app->audit.fault == AUDIT_WHOLE)
        audit_anchor(&at, app->conf.folder, &app->anchored);
}

/* What fails holds up nothing else; the first failure is told. */
enum err
desk_step(struct app *app, int64_t steady_ms, int64_t now_s)
{
    enum err e = OK;

    for (struct courier_job *j = courier_take(app->courier); j; j = courier_take(app->courier)) {
        e = first_of(e, take_job(app, j, now_s));
        courier_job_drop(&j);
    }
    e = first_of(e, step_night(app, steady_ms, now_s));
    e = first_of(e, step_post(app, now_s));
    end_idle(app, steady_ms);
    halfways_expire(&app->halfways, steady_ms);
    viewing_step(&app->viewing, steady_ms);
    if ((uint32_t)week_of(now_s) != app->door_week)
        e = first_of(e, turn_doors(app, now_s));
    e = first_of(e, open_waiting(app, steady_ms));
    e = first_of(e, read_some(app, steady_ms));
    e = first_of(e, wrap_some(app, steady_ms));
    e = first_of(e, sweep(app, now_s));
    e = first_of(e, keep_step(app, steady_ms));
    e = first_of(e, heads_step(app, now_s));
    e = first_of(e, hubs_step(&app->hubs, app->records, steady_ms, now_s));
    anchor(app);
    app->alarm = e ? db_why(app->records) : NULL;
    return e;
}

int
desk_wait_ms(struct app *app, int64_t steady_ms)
{
    int hubs = hubs_wait_ms(&app->hubs, steady_ms);

    bool busy = may_open(app, steady_ms) || may_read(app, steady_ms) || may_wrap(app, steady_ms) ||
                viewing_is_busy(&app->viewing);

    return busy ? 0 : hubs;
}
