/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/talk.h"
#include "base/clock.h"
#include "base/log.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "core/wire/message.h"
#include "desk/audit/audit.h"
#include "desk/cases/reading.h"
#include "desk/desk.h"
#include "desk/find/find.h"
#include "desk/pages/tell.h"
#include "desk/post/contact.h"
#include "keys.gen.h"
#include "records.gen.h"

enum { AT_ONCE = 16 };

static bool
is_spoken(enum record_kind kind)
{
    return kind == RECORD_MESSAGE || kind == RECORD_ANSWER || kind == RECORD_CONTACT ||
           kind == RECORD_SENT;
}

/* ---- The projection. */

/* The title was the first line of what the person wrote: what the case is about takes its place, in
   her language. */
static enum err
name_anew(struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CASE_GET);

    db_bind_i64(s, 1, x->case_id);
    enum err e = db_one(s);
    if (e)
        return e;
    const char *what = tell_situation(lang_of(db_text(s, 2)), (enum triage_situation)db_i64(s, 4));
    const char *copy = arena_text(x->a, what);
    return copy ? applying_run_text(x, CASES_CASE_SET_SUBJECT, copy) : ERR_INTERNAL;
}

static enum err
apply_erased(struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_TALK_ERASED);

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, x->id);
    db_bind_i64(s, 3, x->r->at_s);
    enum err e = db_run(s);
    e = e ? e : find_forget(x->p, x->case_id); /* while the words are still there to take out */
    e = e ? e : applying_run_number(x, CASES_TALK_BLANK, x->id);
    e = e ? e : find_want(x->p, x->case_id);
    e = e ? e : applying_run(x, CASES_FORGET_LIKENESS); /* else all such cases would be alike */
    e = e ? e : applying_run(x, CASES_FORGET_PARTS);
    return e ? e : name_anew(x);
}

enum err
talk_after(struct applying *x)
{
    if (is_spoken(x->r->kind))
        return applying_run_number(x, CASES_TALK_SAID, x->r->at_s);
    if (x->r->kind != RECORD_RETENTION)
        return OK;
    if (x->r->number == RETENTION_BROUGHT)
        return applying_run_number(x, CASES_TALK_BROUGHT, x->r->at_s);
    return x->r->number == RETENTION_WORDS ? apply_erased(x) : OK;
}

enum err
talk_get(struct db *p, int64_t case_id, struct talk *out)
{
    OWN(db_stmt) s = db_use(p, CASES_TALK_GET);

    db_bind_i64(s, 1, case_id);
    enum err e = db_one(s);
    *out = (struct talk){ 0 };
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *out = (struct talk){ .last_s = db_i64(s, 0),
        .erased_id = db_i64(s, 1),
        .erased_s = db_i64(s, 2),
        .waits = db_i64(s, 3) != 0 };
    return OK;
}

bool
talk_is_gone(const struct talk *t, const struct case_entry *e)
{
    return is_spoken(e->kind) && e->id < t->erased_id && !*e->body;
}

static enum err
list_cases(struct db_stmt *s, size_t cap, struct arena *a, struct kept_case **out, size_t *n)
{
    struct kept_case *to = arena_alloc(a, cap * sizeof *to);
    bool row = true;
    enum err e = to ? OK : ERR_INTERNAL;

    for (*n = 0; !e && *n < cap && !(e = db_step(s, &row)) && row; ++*n)
        to[*n] = (struct kept_case){ .id = db_i64(s, 0),
            .subject = arena_text(a, db_text(s, 1)),
            .lang = arena_text(a, db_text(s, 2)),
            .since_s = db_i64(s, 3) };
    *out = to;
    return e;
}

enum err
talk_due(
    struct db *p, int64_t until_s, size_t cap, struct arena *a, struct kept_case **out, size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_TALK_DUE);

    db_bind_i64(s, 1, until_s);
    db_bind_i64(s, 2, (int64_t)cap);
    return list_cases(s, cap, a, out, n);
}

enum err
talk_stuck(struct db *p, size_t cap, struct arena *a, struct kept_case **out, size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_TALK_STUCK_LIST);

    db_bind_i64(s, 1, (int64_t)cap);
    return list_cases(s, cap, a, out, n);
}

enum err
talk_is_stuck(struct db *p, int64_t case_id, bool *out)
{
    OWN(db_stmt) s = db_use(p, CASES_TALK_STUCK_GET);

    db_bind_i64(s, 1, case_id);
    return db_step(s, out);
}

/* ---- Erasing. */

/* What is left of a message: the keys that answer it, language, answers to questions, consents. */
static enum err
empty_message(struct arena *a, struct record *r)
{
    uint8_t *to = arena_alloc(a, RECORD_PLAIN_MAX);
    struct writer w = writer_of(to, to ? RECORD_PLAIN_MAX : 0);
    struct message m;
    enum err e = to ? message_decode((enum message_type)r->number, r->body, &m) : ERR_INTERNAL;

    if (e)
        return e == ERR_MALFORMED ? ERR_FORGED : e;
    m.text = bytes_of("–"); /* a message without a text is none */
    m.n_blobs = 0;
    e = message_encode(&m, &w);
    message_wipe(&m);
    r->body = (struct bytes){ to, w.n };
    return e;
}

/* Of a letter: the way to the person. */
static enum err
empty_letter(struct arena *a, struct record *r)
{
    uint8_t *to = arena_alloc(a, RECORD_PLAIN_MAX);
    struct writer w = writer_of(to, to ? RECORD_PLAIN_MAX : 0);
    struct contact_body c;
    enum err e = to ? contact_body_decode(r->body, a, &c) : ERR_INTERNAL;

    if (e)
        return e == ERR_MALFORMED ? ERR_FORGED : e;
    c.l.text = "";
    c.l.subject = "";
    c.l.n_files = 0;
    e = contact_body_encode(&c, &w);
    r->body = (struct bytes){ to, w.n };
    return e;
}

enum err
talk_without(void *closure, struct arena *a, int64_t id, struct record *r, bool *drop)
{
    (void)closure;
    (void)id;
    *drop = r->kind == RECORD_TRANSLATION;
    if (r->kind == RECORD_MESSAGE)
        return empty_message(a, r);
    if (r->kind == RECORD_CONTACT || r->kind == RECORD_SENT)
        return empty_letter(a, r);
    if (r->kind == RECORD_ANSWER)
        r->body = bytes_of("");
    return OK;
}

/* What members were writing quoted perhaps, and is sealed under the key that goes. */
static enum err
erase_drafts(const struct casebook *b, const struct stream_id *stream)
{
    OWN(db_stmt) s = db_use(b->at.records, RECORDS_DRAFT_ERASE_STREAM);

    db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
    return db_run(s);
}

static enum err
rewrite(const struct casebook *b, const struct stream_id *stream, int64_t now_s)
{
    static const struct member_id desk = { { 0 } };
    const struct record r = {
        .kind = RECORD_RETENTION, .at_s = now_s, .by_name = "", .number = RETENTION_WORDS
    };
    enum err e = casebook_begin(b, TX_WRITE);

    if (e)
        return e;
    e = stream_shed_rewrite(&b->at, stream, talk_without, NULL);
    e = e ? e : reading_again(b, stream, true);
    e = e ? e : case_act(b, stream, &r);
    e = e ? e : erase_drafts(b, stream);
    e = e ? e : audit_note(b, AUDIT_ERASED, stream, "messages", &desk, "");
    return casebook_end(b, e);
}

enum err
talk_erase(const struct casebook *b, int64_t id, int64_t now_s)
{
    OWN(arena) a = arena_new(1 << 20);
    struct stream_id stream;
    struct talk t;
    struct hold h;
    uint32_t epoch = 0;
    enum err e = a ? casebook_need(b, id) : ERR_INTERNAL;

    e = e ? e : casebook_stream(b, id, &stream);
    e = e ? e : hold_get(b->p, id, a, &h);
    e = e ? e : talk_get(b->p, id, &t);
    if (!e && (h.by || t.waits || t.last_s == 0))
        e = ERR_CONFLICT;
    e = e ? e : stream_shed_begin(&b->at, &stream);
    e = e ? e : stream_epoch_now(&b->at, &stream, &epoch);
    if (e)
        return e;
    e = rewrite(b, &stream, now_s);
    /* Also after a failure: then the records stand under an earlier key, and only the mark goes. */
    enum err end = stream_shed_end(b->at.keys, b->at.records, &stream, epoch);
    return e ? e : end;
}

enum err
talk_brought(const struct casebook *b, const struct stream_id *stream, const struct actor *by)
{
    return case_act(b, stream,
        &(struct record){ .kind = RECORD_RETENTION,
            .at_s = by->now_s,
            .by = by->id,
            .by_name = by->name,
            .number = RETENTION_BROUGHT });
}

/* ---- The running desk. */

/* Keys that are elsewhere could not be given a new epoch.  Whoever stays away for longer finds the
   case in the vault, and what was shared with her own key no more. */
enum err
talk_in_way(struct db *keys, int64_t now_s, struct arena *a, const char **name, int64_t *since_s)
{
    OWN(db_stmt) s = db_use(keys, KEYS_TRAVEL_IN_WAY);
    bool row = false;

    db_bind_i64(s, 1, day_of(now_s) - TALK_JOURNEY_DAYS);
    db_bind_i64(s, 2, day_of(now_s));
    enum err e = db_step(s, &row);
    *name = row ? arena_text(a, db_text(s, 0)) : "";
    *since_s = row ? db_i64(s, 1) * DAY_S : 0;
    return e ? e : *name ? OK : ERR_INTERNAL;
}

static enum err
note_stuck(struct db *p, int64_t id)
{
    OWN(db_stmt) s = db_use(p, CASES_TALK_STUCK_PUT);

    db_bind_i64(s, 1, id);
    return db_run(s);
}

static enum err
erase_some(struct app *app, struct vault *v, int64_t until_ms, bool *more)
{
    OWN(arena) a = arena_new(1 << 20);
    int64_t now_s = clock_now_s();
    int64_t until_s = now_s - app->conf.keep_message_days * DAY_S;
    struct kept_case *due = NULL;
    struct casebook b;
    size_t n = 0;

    desk_book(app, v, &b);
    enum err e = a ? talk_due(b.p, until_s, AT_ONCE, a, &due, &n) : ERR_INTERNAL;
    for (size_t i = 0; !e && i < n && clock_steady_ms() < until_ms; i++) {
        e = talk_erase(&b, due[i].id, now_s);
        if (e && e != ERR_INTERNAL && e != ERR_BUSY) { /* never again this session: go on */
            log_event("desk-words", e, 0, NULL);
            e = note_stuck(b.p, due[i].id);
        }
    }
    *more = *more || (!e && n > 0);
    return e;
}

enum err
talk_step(struct app *app, int64_t until_ms, bool *more)
{
    OWN(arena) a = arena_new(1 << 16);
    const char *away = "";
    int64_t since_s = 0;
    enum err e = a ? shed_finish(app->keys, app->records) : ERR_INTERNAL;

    *more = false;
    if (e || app->conf.keep_message_days <= 0)
        return e;
    e = talk_in_way(app->keys, clock_now_s(), a, &away, &since_s);
    if (e || *away)
        return e;
    for (struct vault *v = NULL; !e && (v = vaults_next_open(&app->vaults, v));) {
        int64_t left = 0;
        int64_t all = 0;
        if (!v->projection || clock_steady_ms() >= until_ms)
            continue;
        casebook_progress(v, &left, &all);
        if (left == 0)
            e = erase_some(app, v, until_ms, more);
    }
    if (!e && *more)
        e = db_fold(app->records) == ERR_INTERNAL ? ERR_INTERNAL : OK;
    return e;
}
