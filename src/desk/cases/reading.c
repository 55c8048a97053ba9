/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/reading.h"
#include "base/clock.h"
#include "cases.gen.h"
#include "desk/cases/heads.h"
#include "desk/find/find.h"
#include <stdlib.h>

enum {
    BLIND_MS = 1000,   /* at an unlock, for streams without a head; more are read in slices */
    INDEX_BATCH = 1000 /* cases: so many at once cost the index half of what single ones do */
};

/* ---- Heads. */

enum err
reading_seal_head(const struct casebook *b, const struct stream_id *stream, int64_t id)
{
    uint8_t plain[CASE_HEAD_MAX];
    struct writer w = writer_of(plain, sizeof plain);

    if (!b->vault)
        return ERR_INTERNAL;
    write_n(&w, b->vault->reading.mark, CASE_HEAD_MARK);
    enum err e = case_head_encode(b->p, id, &w);
    if (!e && w.full)
        e = ERR_TOO_LARGE;
    e = e ? e : stream_head_put(&b->at, stream, (struct bytes){ plain, w.n });
    secret_wipe(plain, w.n);
    return e;
}

struct opening {
    const struct casebook *b;
    struct vault_reading *reading;
    size_t cap;
};

static enum err
take_head(void *closure, const struct stream_id *stream, int64_t id, struct bytes plain)
{
    struct opening *o = closure;
    enum err e = case_head_put(o->b->p, o->reading->mark, plain);

    (void)stream;
    if (e != ERR_MALFORMED)
        return e;
    e = case_forget(o->b->p, id);
    return e ? e : ERR_MALFORMED;
}

static enum err
take_headless(void *closure, const struct stream_id *stream)
{
    struct opening *o = closure;
    struct vault_reading *r = o->reading;

    if (r->n_headless == o->cap) {
        size_t cap = o->cap ? 2 * o->cap : 256;
        struct stream_id *more = realloc(r->headless, cap * sizeof *more);
        if (!more)
            return ERR_INTERNAL;
        r->headless = more;
        o->cap = cap;
    }
    r->headless[r->n_headless++] = *stream;
    return OK;
}

/* The order in which the others are read. */
static enum err
plan(struct db *p, struct vault_reading *r)
{
    OWN(db_stmt) count = db_use(p, CASES_CASE_UNREAD_COUNT);
    OWN(db_stmt) s = db_use(p, CASES_CASE_UNREAD_IDS);
    bool row = true;
    enum err e = db_one(count);
    size_t cap = e ? 0 : (size_t)db_i64(count, 0);

    r->ids = calloc(cap + 1, sizeof *r->ids);
    if (!e && !r->ids)
        e = ERR_INTERNAL;
    while (!e && r->n_ids < cap && !(e = db_step(s, &row)) && row)
        r->ids[r->n_ids++] = db_i64(s, 0);
    return e;
}

enum err
casebook_open(const struct casebook *b, struct vault *v)
{
    char why[DB_WHY_BYTES];
    OWN(db) p = NULL;
    struct casebook with = *b;
    struct opening o = { .b = &with, .reading = &v->reading };
    struct head_walk walk = { take_head, take_headless, &o };
    enum err e = db_open(NULL, DB_PROJECTION, &cases_sqlite, &p, why);

    e = e ? e : stream_keep_new(&b->at, &v->n_broken);
    e = e ? e : db_begin(p, TX_WRITE);
    if (e)
        return e;
    case_head_mark(v->reading.mark);
    with.p = p;
    e = stream_heads(&b->at, &walk);
    e = db_end(p, e ? e : plan(p, &v->reading));
    if (e)
        return e;
    v->projection = TAKE(p);
    with.p = v->projection;
    return casebook_is_blind(v) ? casebook_read_some(&with, clock_steady_ms() + BLIND_MS) : OK;
}

/* ---- Records. */

static enum err
apply_one(void *closure, const struct stream_id *stream, int64_t id, const struct record *r)
{
    return case_apply(closure, stream, id, r);
}

static enum err
find_stream(struct db *p, const struct stream_id *stream, int64_t *id)
{
    OWN(db_stmt) s = db_use(p, CASES_STREAM_FIND);

    db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
    enum err e = db_one(s);
    *id = e ? 0 : db_i64(s, 0);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
forget_book(struct db *p, const struct stream_id *stream)
{
    static const int queries[] = { CASES_FORGET_BOOK_FIELDS, CASES_FORGET_BOOK_PAST,
        CASES_FORGET_BOOK_ITEMS, CASES_BOOK_FORGET };
    enum err e = OK;

    for (size_t i = 0; !e && i < sizeof queries / sizeof *queries; i++) {
        OWN(db_stmt) s = db_use(p, queries[i]);
        db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
        e = db_run(s);
    }
    return e;
}

enum err
reading_again(const struct casebook *b, const struct stream_id *stream, bool ours)
{
    int64_t id = 0;
    enum err e = find_stream(b->p, stream, &id);

    e = !e && id ? case_forget(b->p, id) : e;
    e = e ? e : forget_book(b->p, stream);
    return e || !ours ? e : stream_read(&b->at, stream, apply_one, b->p, &b->vault->n_broken);
}

/* Read a case whose row came from its head, and see whether the records say the same.  A head that
   knew more than records that are broken is no second finding. */
static enum err
read_case(const struct casebook *b, int64_t id, const struct stream_id *stream, bool *agrees)
{
    uint8_t before[CASE_HEAD_MAX];
    uint8_t after[CASE_HEAD_MAX];
    struct writer w_before = writer_of(before, sizeof before);
    struct writer w_after = writer_of(after, sizeof after);
    size_t broken = b->vault->n_broken;
    enum err e = case_head_take(b->p, id, &w_before);

    e = e ? e : stream_read(&b->at, stream, apply_one, b->p, &b->vault->n_broken);
    e = e ? e : case_head_encode(b->p, id, &w_after);
    *agrees = w_after.n > 0 &&
              bytes_equal((struct bytes){ before, w_before.n }, (struct bytes){ after, w_after.n });
    b->vault->n_broken += !e && !*agrees && b->vault->n_broken == broken;
    secret_wipe(before, w_before.n);
    secret_wipe(after, w_after.n);
    return e;
}

/* *unread: its records were not read. */
static enum err
look(struct db *p, int64_t id, struct stream_id *stream, bool *unread)
{
    OWN(db_stmt) s = db_use(p, CASES_CASE_LOADED);

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    *unread = !e && db_i64(s, 0) == 0;
    return e ? e : db_fixed(s, 1, stream->b, sizeof stream->b);
}

enum err
casebook_need(const struct casebook *b, int64_t id)
{
    struct stream_id stream;
    bool unread = false;
    bool agrees = true;
    enum err e = look(b->p, id, &stream, &unread);

    if (e || !unread)
        return e;
    return read_case(b, id, &stream, &agrees);
}

/* ---- In slices. */

/* A head that was missing or wrong is made anew, so that the next unlock is fast. */
static enum err
heal(const struct casebook *b, const struct stream_id *stream)
{
    int64_t id = 0;
    enum err e = find_stream(b->p, stream, &id);

    return e || !id ? e : reading_seal_head(b, stream, id);
}

static enum err
read_headless(const struct casebook *b, const struct stream_id *stream)
{
    enum err e = reading_again(b, stream, true);

    return e ? e : heal(b, stream);
}

static enum err
read_planned(const struct casebook *b, int64_t id)
{
    struct stream_id stream;
    bool unread = false;
    bool agrees = true;
    enum err e = look(b->p, id, &stream, &unread);

    if (e || !unread)
        return e == ERR_NOT_FOUND ? OK : e; /* erased meanwhile, or read when it was needed */
    e = read_case(b, id, &stream, &agrees);
    return e || agrees ? e : heal(b, &stream);
}

static bool
read_next(const struct casebook *b, struct vault_reading *r, enum err *e)
{
    if (r->headless_done < r->n_headless)
        *e = read_headless(b, &r->headless[r->headless_done++]);
    else if (r->ids_done < r->n_ids)
        *e = read_planned(b, r->ids[r->ids_done++]);
    else
        return false;
    return !*e;
}

/* All that a slice reads and writes.  Of keys.db it only reads: without a transaction each key
   would lock the file for itself. */
static enum err
slice_begin(const struct casebook *b)
{
    enum err e = db_begin(b->p, TX_WRITE);

    if (e)
        return e;
    e = db_begin(b->at.records, TX_WRITE);
    if (e)
        return db_end(b->p, e);
    e = b->at.keys_begun ? OK : db_begin(b->at.keys, TX_READ);
    return e ? db_end(b->p, db_end(b->at.records, e)) : OK;
}

static enum err
slice_end(const struct casebook *b, enum err e)
{
    e = b->at.keys_begun ? e : db_end(b->at.keys, e);
    return db_end(b->p, db_end(b->at.records, e));
}

static enum err
read_slice(const struct casebook *b, int64_t until_ms)
{
    struct vault_reading *r = &b->vault->reading;
    struct vault_reading before = *r;
    size_t broken = b->vault->n_broken;
    enum err e = slice_begin(b);

    if (e)
        return e;
    while (read_next(b, r, &e) && clock_steady_ms() < until_ms) {
    }
    e = slice_end(b, e);
    if (e) { /* nothing of the slice stays */
        *r = before;
        b->vault->n_broken = broken;
    }
    return e;
}

static int64_t
cases_left(const struct vault_reading *r)
{
    return (int64_t)(r->n_headless + r->n_ids) - (int64_t)(r->headless_done + r->ids_done);
}

/* Cases that search does not know yet, counted no further than needed. */
static int64_t
cases_wanted(const struct vault *v)
{
    int64_t n = 0;

    return v->projection && !find_wanted(v->projection, 2 * INDEX_BATCH, &n) ? n : 0;
}

/* Let search know what was read: when much has come together, or nothing else is left to do. */
static enum err
index_slice(const struct casebook *b, int64_t until_ms)
{
    enum err e = db_begin(b->p, TX_WRITE);

    return e ? e : db_end(b->p, find_index_some(b->p, until_ms));
}

enum err
casebook_read_some(const struct casebook *b, int64_t until_ms)
{
    const struct vault_reading *r = &b->vault->reading;
    bool reads = cases_left(r) > 0 && cases_wanted(b->vault) < INDEX_BATCH;
    enum err e = reads ? read_slice(b, until_ms) : OK;

    return e || (reads && cases_left(r) > 0) ? e : index_slice(b, until_ms);
}

bool
casebook_is_busy(const struct vault *v)
{
    return cases_left(&v->reading) > 0 || cases_wanted(v) > 0;
}

void
casebook_progress(const struct vault *v, int64_t *left, int64_t *all)
{
    const struct vault_reading *r = &v->reading;
    int64_t wanted = cases_wanted(v);

    *all = (int64_t)(r->n_headless + r->n_ids);
    *left = cases_left(r);
    if (*left < wanted && wanted > FIND_NEW_MAX)
        *left = wanted;
}

bool
casebook_is_blind(const struct vault *v)
{
    return v->reading.headless_done < v->reading.n_headless;
}
