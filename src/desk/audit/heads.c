/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/heads.h"
#include "base/clock.h"
#include "base/file.h"
#include "core/open/sign.h"
#include "core/wire/content.h"
#include "desk/desk.h"
#include "desk/keys/notes.h"

enum { NOTE_ROOM = 2048 };

static const char bar[] = "=====\n";

enum err
heads_newest(const char *folder, struct arena *a, struct bytes *note)
{
    const char *path = arena_printf(a, "%s/" HEADS_FILE, folder);
    struct bytes all;
    enum err e = path ? file_read(path, HEADS_FILE_MAX, a, &all) : ERR_INTERNAL;

    if (e)
        return e;
    return notes_next(&all, note) ? OK : ERR_NOT_FOUND;
}

enum err
heads_read(struct bytes notes, const struct root *root, const struct network_id *network,
    struct audit_head to[HEADS_KEPT], size_t *n)
{
    struct bytes one;
    enum err e = OK;

    for (*n = 0; !e && notes_next(&notes, &one); (*n)++)
        e = *n < HEADS_KEPT ? audit_head_open(one, root, network, &to[*n]) : ERR_TOO_LARGE;
    return e;
}

bool
heads_agree(const struct audit_head *a, const struct audit_head *b)
{
    bool same = a->entries == b->entries;

    if (same)
        return bytes_equal(
            (struct bytes){ a->link.b, KEY_BYTES }, (struct bytes){ b->link.b, KEY_BYTES });
    return a->day == b->day || (a->day < b->day) == (a->entries < b->entries);
}

enum err
heads_add(const char *path, struct bytes note)
{
    OWN(arena) a = arena_new(4 * HEADS_FILE_MAX);
    uint8_t *room = a ? arena_alloc(a, HEADS_FILE_MAX) : NULL;
    struct writer w = writer_of(room, room ? HEADS_FILE_MAX : 0);
    struct bytes old = { NULL, 0 };
    struct bytes one;
    enum err e = room ? file_read(path, HEADS_FILE_MAX, a, &old) : ERR_INTERNAL;

    if (e && e != ERR_NOT_FOUND)
        return e;
    write_bytes(&w, note);
    for (size_t n = 1; n < HEADS_KEPT && notes_next(&old, &one); n++) {
        if (w.n + one.n + sizeof bar > HEADS_FILE_MAX)
            break;
        write_bytes(&w, bytes_of(bar));
        write_bytes(&w, one);
    }
    return w.full ? ERR_TOO_LARGE : file_replace(path, (struct bytes){ room, w.n });
}

/* ---- Signing. */

/* A session of the office: its vault opens the identity key. */
static const struct session *
office_session(const struct app *app)
{
    const struct vault *office = NULL;

    for (size_t i = 0; i < app->vaults.n; i++)
        if (strcmp(app->vaults.v[i].row.role, "office") == 0)
            office = &app->vaults.v[i];
    for (size_t i = 0; office && i < MAX_SESSIONS; i++) {
        const struct session *s = &app->sessions.s[i];
        if (s->used && vault_set_has(&s->vaults, office))
            return s;
    }
    return NULL;
}

static enum err
sign(struct app *app, const struct session *s, const struct audit_head *h)
{
    OWN(arena) a = arena_new(64 * 1024);
    OWN(sign_secret) identity = sign_secret_new();
    uint8_t text[AUDIT_HEAD_TEXT_MAX];
    uint8_t note[NOTE_ROOM];
    struct writer t = writer_of(text, sizeof text);
    struct writer w = writer_of(note, sizeof note);
    char signer[ORG_SIGNER_CAP];
    struct members_at at;
    const char *path = a ? arena_printf(a, "%s/" HEADS_FILE, app->conf.folder) : NULL;

    if (!path || !identity)
        return ERR_INTERNAL;
    desk_members(app, s, &at);
    org_signer_name(&app->org, signer);
    enum err e = notes_identity(&at, identity);
    e = e ? e : audit_head_encode(h, &t);
    e = e ? e : note_sign((struct bytes){ text, t.n }, signer, identity, &w);
    return e ? e : w.full ? ERR_INTERNAL : heads_add(path, (struct bytes){ note, w.n });
}

/* The day of the newest note: a desk that starts again need not sign twice. */
static uint32_t
signed_day(const struct app *app)
{
    OWN(arena) a = arena_new(2 * HEADS_FILE_MAX);
    struct audit_head h;
    struct bytes note;
    bool good = a && !heads_newest(app->conf.folder, a, &note) &&
                !audit_head_open(note, app->root, &app->network, &h);

    return good ? h.day : 0;
}

enum err
heads_step(struct app *app, int64_t now_s)
{
    uint32_t today = (uint32_t)day_of(now_s);
    const struct session *s = app->head_day == today ? NULL : office_session(app);
    struct audit_head h = { .network = app->network, .org = app->org, .day = today };
    struct audit_place at = { app->keys, app->records, app->org, app->roster };
    uint64_t n = 0;

    if (!s || app->audit.fault != AUDIT_WHOLE)
        return OK;
    if (app->head_day == 0)
        app->head_day = signed_day(app);
    if (app->head_day == today)
        return OK;
    enum err e = audit_last(&at, &n, &h.link);
    if (e || n == 0 || n > UINT32_MAX)
        return e;
    h.entries = (uint32_t)n;
    e = sign(app, s, &h);
    if (!e)
        app->head_day = today;
    return e;
}
