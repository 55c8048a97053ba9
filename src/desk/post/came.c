/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/came.h"
#include "base/clock.h"
#include "core/open/post_box_open.h"
#include "core/wire/crypto.h"
#include "desk/post/alerts.h"
#include "desk/post/attach.h"
#include "desk/post/contact.h"
#include "records.gen.h"

/* The letter sealed and open, and what stands in it as it goes through both programs. */
enum { ARENA_BYTES = 160 << 20 };

enum err
came_put(struct db *records, const struct came *c, bool *was_there)
{
    OWN(db_stmt) seen = db_use(records, RECORDS_CAME_SEEN_PUT);
    OWN(db_stmt) s = db_use(records, RECORDS_CAME_PUT);
    struct bytes source = { c->source.b, ID_BYTES };

    db_bind_bytes(seen, 1, source);
    db_bind_i64(seen, 2, day_of(c->arrived_s));
    enum err e = db_run(seen);
    if (e)
        return e;
    *was_there = db_n_changed(records) == 0;
    if (*was_there)
        return OK;
    db_bind_bytes(s, 1, source);
    db_bind_i64(s, 2, c->slot);
    db_bind_i64(s, 3, c->kind);
    db_bind_i64(s, 4, c->bell);
    db_bind_i64(s, 5, c->arrived_s);
    db_bind_bytes(s, 6, c->box);
    return db_run(s);
}

enum err
came_waiting(struct db *records, struct waiting *w)
{
    OWN(db_stmt) s = db_use(records, RECORDS_CAME_WAITING);
    enum err e = db_one(s);

    if (e || db_i64(s, 0) == 0)
        return e;
    w->n += db_i64(s, 0);
    w->bell = db_i64(s, 1) > w->bell ? (uint8_t)db_i64(s, 1) : w->bell;
    if (w->oldest_s == 0 || db_i64(s, 2) < w->oldest_s)
        w->oldest_s = db_i64(s, 2);
    return OK;
}

enum err
came_bad(struct db *records, int64_t *n)
{
    OWN(db_stmt) s = db_use(records, RECORDS_CAME_BAD);
    enum err e = db_one(s);

    if (!e)
        *n = db_i64(s, 0);
    return e;
}

static enum err
run_with(struct db *records, int query, int64_t value)
{
    OWN(db_stmt) s = db_use(records, query);

    db_bind_i64(s, 1, value);
    return db_run(s);
}

enum err
came_seen_erase_before(struct db *records, int64_t day)
{
    return run_with(records, RECORDS_CAME_SEEN_ERASE_BEFORE, day);
}

static enum err
next(struct db *records, struct arena *a, struct came *out)
{
    OWN(db_stmt) s = db_use(records, RECORDS_CAME_NEXT);
    enum err e = db_one(s);

    if (e)
        return e;
    struct bytes box = db_bytes(s, 6);
    uint8_t *copy = arena_alloc(a, box.n + 1);
    if (!copy)
        return ERR_INTERNAL;
    memcpy(copy, box.p, box.n);
    *out = (struct came){ .id = db_i64(s, 0),
        .slot = (uint8_t)db_i64(s, 2),
        .kind = (enum channel_kind)db_i64(s, 3),
        .bell = (uint8_t)db_i64(s, 4),
        .arrived_s = db_i64(s, 5),
        .box = { copy, box.n } };
    return db_fixed(s, 1, out->source.b, sizeof out->source.b);
}

/* With the key of now, or one of before the last member left. */
static enum err
unseal(const struct casebook *b, const struct came *c, struct arena *a, struct letter *out)
{
    const struct vault *v = b->at.vault;
    struct bytes plain = { NULL, 0 };
    enum err e = post_box_open(&b->at.org, POST_CAME, v->secret, &v->row.public, c->box, a, &plain);

    for (size_t i = 0; e == ERR_FORGED && i < v->n_past; i++)
        e = post_box_open(
            &b->at.org, POST_CAME, v->past[i].secret, &v->past[i].row.public, c->box, a, &plain);
    return e ? e : letter_decode(plain, a, out);
}

static enum err
begin_all(const struct casebook *b)
{
    enum err e = db_begin(b->at.keys, TX_WRITE);

    if (e)
        return e;
    e = casebook_begin(b, TX_WRITE);
    return e ? db_end(b->at.keys, e) : OK;
}

/* Keys of new cases are committed before the records that need them. */
static enum err
end_all(const struct casebook *b, enum err e)
{
    return casebook_end(b, db_end(b->at.keys, e));
}

static enum err
into_case(const struct casebook *b, const struct came *c, const struct letter *l)
{
    struct contact_came how = { c->kind, c->slot, c->source, c->arrived_s, NULL };
    int64_t id = 0;
    enum err e = contact_receive(b, &how, l, &id);

    e = e ? e : attach_files(b, id, l, c->arrived_s, NULL);
    e = e ? e : alert_if_urgent(b, id, &c->source, c->arrived_s);
    return e ? e : run_with(b->at.records, RECORDS_CAME_ERASE, c->id);
}

static bool
is_for_good(enum err e)
{
    return e != ERR_INTERNAL && e != ERR_BUSY;
}

/* Aside when it can never become a case, else last in the order: it holds up nobody. */
static enum err
put_aside(const struct casebook *b, const struct came *c, enum err why)
{
    enum err e = db_begin(b->at.records, TX_WRITE);

    if (e)
        return e;
    e = run_with(
        b->at.records, is_for_good(why) ? RECORDS_CAME_SET_BAD : RECORDS_CAME_TRIED, c->id);
    e = db_end(b->at.records, e);
    return e ? e : is_for_good(why) ? OK : why;
}

static enum err
open_one(const struct casebook *b, struct opener *opener, bool *was_one)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct letter *l = a ? arena_alloc(a, sizeof *l) : NULL;
    struct came c;
    enum err e = l ? next(b->at.records, a, &c) : ERR_INTERNAL;

    *was_one = !e;
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = unseal(b, &c, a, l);
    const struct opening how = { opener, b->at.keys, &b->at.org, b->at.vault, c.slot };
    e = e ? e : opener_open(&how, a, l);
    if (!e) {
        e = begin_all(b);
        e = e ? e : end_all(b, into_case(b, &c, l));
    }
    return e ? put_aside(b, &c, e) : OK;
}

enum err
came_open_some(const struct casebook *book, struct opener *opener, int64_t until_ms, size_t *n)
{
    struct casebook b = *book;
    bool more = true;
    enum err e = OK;

    b.at.keys_begun = true;
    for (*n = 0; !e && more && (*n == 0 || clock_steady_ms() < until_ms);) {
        e = open_one(&b, opener, &more);
        *n += !e && more;
        if (!more)
            break;
    }
    return e;
}
