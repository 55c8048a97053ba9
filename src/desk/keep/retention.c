/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/retention.h"
#include "base/clock.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/post/post.h"
#include "records.gen.h"
#include <string.h>

enum { ARENA_BYTES = 1 << 20 };

static enum err
put_hold(const struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_HOLD_PUT);
    const char *why = arena_text_n(x->a, x->r->body.p, x->r->body.n);

    db_bind_i64(s, 1, x->case_id);
    db_bind_text(s, 2, x->r->by_name ? x->r->by_name : "");
    db_bind_i64(s, 3, x->r->at_s);
    db_bind_text(s, 4, why ? why : "");
    return why ? db_run(s) : ERR_INTERNAL;
}

enum err
retention_apply(struct applying *x)
{
    enum err e = ERR_MALFORMED;

    if (x->r->number == RETENTION_HOLD)
        e = put_hold(x);
    if (x->r->number == RETENTION_RELEASE)
        e = applying_run(x, CASES_FORGET_HOLD);
    if (x->r->number == RETENTION_WORDS || x->r->number == RETENTION_BROUGHT)
        e = OK; /* talk_after() */
    return e ? e : applying_entry(x, x->id, x->r->body);
}

enum err
hold_get(struct db *p, int64_t case_id, struct arena *a, struct hold *out)
{
    OWN(db_stmt) s = db_use(p, CASES_HOLD_GET);

    db_bind_i64(s, 1, case_id);
    enum err e = db_one(s);
    *out = (struct hold){ 0 };
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *out = (struct hold){ .by = arena_text(a, db_text(s, 0)),
        .why = arena_text(a, db_text(s, 2)),
        .at_s = db_i64(s, 1) };
    return out->by && out->why ? OK : ERR_INTERNAL;
}

enum err
hold_set(const struct casebook *b, int64_t id, bool on, const char *why, const struct actor *by)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct stream_id stream;
    struct hold h;

    if (why[strspn(why, " \t\r\n")] == '\0')
        return ERR_MALFORMED;
    if (strlen(why) > REASON_TEXT_MAX)
        return ERR_TOO_LARGE;
    enum err e = a ? casebook_need(b, id) : ERR_INTERNAL;
    e = e ? e : casebook_stream(b, id, &stream);
    e = e ? e : hold_get(b->p, id, a, &h);
    if (e || (h.by != NULL) == on)
        return e ? e : ERR_CONFLICT;
    struct record r = { .kind = RECORD_RETENTION,
        .at_s = by->now_s,
        .by = by->id,
        .by_name = by->name,
        .number = on ? RETENTION_HOLD : RETENTION_RELEASE,
        .body = bytes_of(why) };
    return case_act(b, &stream, &r);
}

static enum err
read_list(struct db_stmt *s, bool held, struct arena *a, struct kept_case **out, size_t *n)
{
    struct kept_case *to = arena_alloc(a, KEEP_LIST_MAX * sizeof *to);
    bool row = true;
    enum err e = to ? OK : ERR_INTERNAL;

    for (*n = 0; !e && *n < KEEP_LIST_MAX && !(e = db_step(s, &row)) && row; ++*n)
        to[*n] = (struct kept_case){ .id = db_i64(s, 0),
            .subject = arena_text(a, db_text(s, 1)),
            .lang = arena_text(a, db_text(s, 2)),
            .by = held ? arena_text(a, db_text(s, 3)) : NULL,
            .why = held ? arena_text(a, db_text(s, 5)) : NULL,
            .since_s = held || db_is_null(s, 4) ? db_i64(s, held ? 4 : 3) : db_i64(s, 4) };
    *out = to;
    return e;
}

enum err
retention_due(
    struct db *p, int64_t months, int64_t now_s, struct arena *a, struct kept_case **out, size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_KEEP_DUE);

    db_bind_i64(s, 1, now_s - months * KEEP_MONTH_S);
    db_bind_i64(s, 2, KEEP_LIST_MAX);
    return read_list(s, false, a, out, n);
}

enum err
retention_held(struct db *p, struct arena *a, struct kept_case **out, size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_HOLD_LIST);

    return read_list(s, true, a, out, n);
}

enum err
retention_day(struct db *p, int64_t id, int64_t months, int64_t *due_s)
{
    OWN(db_stmt) s = db_use(p, CASES_KEEP_CLOSED);

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    if (!e)
        *due_s = db_is_null(s, 0) ? 0 : db_i64(s, 0) + months * KEEP_MONTH_S;
    return e;
}

/* The next answer of a case behind an entry, by whatever way.  ERR_NOT_FOUND. */
static enum err
next_answer(struct db *p, int64_t id, int64_t *entry, struct content_id *out)
{
    OWN(db_stmt) s = db_use(p, CASES_KEEP_ANSWERS);

    db_bind_i64(s, 1, id);
    db_bind_i64(s, 2, *entry);
    enum err e = db_one(s);
    if (e)
        return e;
    *entry = db_i64(s, 1);
    return db_fixed(s, 0, out->b, ID_BYTES);
}

/* What was sealed to the person and waits for a hub, or is on its way to a server. */
static enum err
erase_answers(const struct casebook *b, struct post *post, int64_t id)
{
    struct content_id answer;
    int64_t entry = 0;
    enum err e = next_answer(b->p, id, &entry, &answer);

    for (; !e; e = next_answer(b->p, id, &entry, &answer)) {
        e = store_out_erase(b->at.records, &answer);
        e = e ? e : posting_erase(post, b->at.records, &answer);
        if (e)
            return e;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The stone that says what was here. */
static enum err
put_stone(const struct casebook *b, const struct stream_id *stream, int64_t day)
{
    OWN(db_stmt) stone = db_use(b->at.records, RECORDS_TOMBSTONE_PUT);
    struct content_id name = content_id_of((struct bytes){ stream->b, ID_BYTES });

    db_bind_bytes(stone, 1, (struct bytes){ name.b, ID_BYTES });
    db_bind_i64(stone, 2, day);
    return db_run(stone);
}

enum err
retention_erase(const struct casebook *b, struct post *post, int64_t id, int64_t now_s)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct stream_id stream;
    struct hold h;
    enum err e = a ? casebook_need(b, id) : ERR_INTERNAL;

    e = e ? e : casebook_stream(b, id, &stream);
    e = e ? e : hold_get(b->p, id, a, &h);
    if (!e && h.by)
        e = ERR_CONFLICT;
    e = e ? e : db_begin(b->at.records, TX_WRITE);
    if (e)
        return e;
    e = db_end(b->at.records, erase_answers(b, post, id));
    e = e ? e : casebook_erase(b, id);
    e = e ? e : db_begin(b->at.records, TX_WRITE);
    if (e)
        return e;
    e = db_end(b->at.records, put_stone(b, &stream, day_of(now_s)));
    return e ? e : db_fold(b->at.records) == ERR_INTERNAL ? ERR_INTERNAL : OK;
}

enum err
retention_erased(struct db *records, int64_t *out)
{
    OWN(db_stmt) s = db_use(records, RECORDS_TOMBSTONE_COUNT);
    enum err e = db_one(s);

    if (!e)
        *out = db_i64(s, 0);
    return e;
}
