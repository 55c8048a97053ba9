/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/night.h"
#include "core/wire/content.h"
#include "desk/dates/alarm.h"
#include "desk/post/turns.h"
#include "desk/work/work.h"
#include "records.gen.h"
#include <stdlib.h>

enum { ARENA_BYTES = 64 << 20, KNOWN_MAX = 200 };

/* An alert about an hour of a date: a moved one is another. */
static struct content_id
source_of(const struct date_ring *r)
{
    uint8_t room[ID_BYTES + 1 + 8];
    struct writer w = writer_of(room, sizeof room);

    write_bytes(&w, (struct bytes){ r->item, ID_BYTES });
    write_u8(&w, (uint8_t)r->stage);
    write_u64(&w, (uint64_t)r->ring_s);
    return content_id_of((struct bytes){ room, w.n });
}

static enum err
put_ring_by(struct db *records, int query, const struct vault *v, const struct date_ring *r)
{
    OWN(db_stmt) s = db_use(records, query);
    struct content_id source = source_of(r);

    db_bind_bytes(s, 1, (struct bytes){ v->row.id.b, ID_BYTES });
    db_bind_bytes(s, 2, (struct bytes){ r->item, ID_BYTES });
    db_bind_i64(s, 3, r->stage);
    db_bind_bytes(s, 4, (struct bytes){ source.b, ID_BYTES });
    db_bind_i64(s, 5, r->from_s);
    db_bind_i64(s, 6, r->ring_s);
    db_bind_i64(s, 7, r->attended);
    db_bind_text(s, 8, r->holder);
    db_bind_text(s, 9, r->deputy);
    return db_run(s);
}

/* Here, and where another vault knows the same date. */
static enum err
put_ring(struct db *records, const struct vault *v, const struct date_ring *r)
{
    enum err e = put_ring_by(records, RECORDS_DATE_RING_PUT, v, r);

    return e ? e : put_ring_by(records, RECORDS_DATE_RING_SAME, v, r);
}

static enum err
put_hours(struct db *records, const struct vault *v, const struct duty_hours *h)
{
    OWN(db_stmt) s = db_use(records, RECORDS_DUTY_HOURS_PUT);

    db_bind_bytes(s, 1, (struct bytes){ v->row.id.b, ID_BYTES });
    db_bind_bytes(s, 2, (struct bytes){ h->item, ID_BYTES });
    db_bind_text(s, 3, h->member);
    db_bind_i64(s, 4, h->task);
    db_bind_i64(s, 5, h->from_s);
    db_bind_i64(s, 6, h->to_s);
    return db_run(s);
}

/* ---- What is over. */

/* One of the two tables of a vault, and what of it is alive. */
struct sweep {
    struct db *records;
    const struct vault *v;
    bool whole;
    bool for_all;         /* what this vault knows to be over is over in all */
    int list, drop;       /* statements */
    int over;             /* the statement for all vaults */
    const uint8_t *alive; /* n items one behind the other, sorted */
    size_t n;
    enum err (*knows)(struct db *p, const uint8_t item[ID_BYTES], bool *out);
};

static int
compare(const void *x, const void *y)
{
    const uint8_t *a = x;
    const uint8_t *b = y;
    size_t i = 0;

    while (i < ID_BYTES - 1 && a[i] == b[i])
        i++;
    return (int)a[i] - (int)b[i];
}

static enum err
drop_item(const struct sweep *w, const uint8_t item[ID_BYTES])
{
    OWN(db_stmt) s = db_use(w->records, w->drop);

    db_bind_bytes(s, 1, (struct bytes){ w->v->row.id.b, ID_BYTES });
    db_bind_bytes(s, 2, (struct bytes){ item, ID_BYTES });
    return db_run(s);
}

static enum err
drop_for_all(const struct sweep *w, const uint8_t item[ID_BYTES])
{
    OWN(db_stmt) s = db_use(w->records, w->over);

    db_bind_bytes(s, 1, (struct bytes){ item, ID_BYTES });
    return db_run(s);
}

/* What the projection does not know may only not be read yet, or lie in another vault now. */
static enum err
sweep_item(const struct sweep *w, const uint8_t item[ID_BYTES])
{
    bool known = false;

    if (w->n && bsearch(item, w->alive, w->n, ID_BYTES, compare))
        return OK;
    enum err e = w->knows(w->v->projection, item, &known);
    if (e || (!known && !w->whole))
        return e;
    return known && w->for_all ? drop_for_all(w, item) : drop_item(w, item);
}

static enum err
next_items(const struct sweep *w, const uint8_t after[ID_BYTES], uint8_t to[KNOWN_MAX][ID_BYTES],
    size_t *n)
{
    OWN(db_stmt) s = db_use(w->records, w->list);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, (struct bytes){ w->v->row.id.b, ID_BYTES });
    db_bind_bytes(s, 2, (struct bytes){ after, ID_BYTES });
    db_bind_i64(s, 3, KNOWN_MAX);
    for (*n = 0; !e && *n < KNOWN_MAX && !(e = db_step(s, &row)) && row; (*n)++)
        e = db_fixed(s, 0, to[*n], ID_BYTES);
    return e;
}

static enum err
sweep_all(const struct sweep *w)
{
    uint8_t items[KNOWN_MAX][ID_BYTES];
    uint8_t after[ID_BYTES] = { 0 };
    size_t n = KNOWN_MAX;
    enum err e = OK;

    while (!e && n == KNOWN_MAX) {
        e = next_items(w, after, items, &n);
        for (size_t i = 0; !e && i < n; i++)
            e = sweep_item(w, items[i]);
        if (n)
            memcpy(after, items[n - 1], ID_BYTES);
    }
    return e;
}

/* ---- Copying. */

static enum err
copy_dates(struct db *records, const struct vault *v, bool whole, int64_t now_s, struct arena *a)
{
    struct date_ring *rows = NULL;
    size_t n = 0;
    enum err e = dates_rings(v->projection, now_s, a, &rows, &n);
    uint8_t *alive = e ? NULL : arena_alloc(a, n * ID_BYTES + 1);
    const struct sweep w = { records, v, whole, true, RECORDS_DATE_RING_ITEMS,
        RECORDS_DATE_RING_DROP, RECORDS_DATE_RING_OVER, alive, n, dates_knows };

    if (!alive)
        return e ? e : ERR_INTERNAL;
    for (size_t i = 0; !e && i < n; i++) {
        memcpy(alive + i * ID_BYTES, rows[i].item, ID_BYTES);
        e = put_ring(records, v, &rows[i]);
    }
    qsort(alive, n, ID_BYTES, compare);
    return e ? e : sweep_all(&w);
}

static enum err
copy_duty(struct db *records, const struct vault *v, bool whole, int64_t now_s, struct arena *a)
{
    struct duty_hours *rows = NULL;
    size_t n = 0;
    enum err e = work_duty_hours(v->projection, now_s, a, &rows, &n);
    uint8_t *alive = e ? NULL : arena_alloc(a, n * ID_BYTES + 1);
    const struct sweep w = { records, v, whole, false, RECORDS_DUTY_HOURS_ITEMS,
        RECORDS_DUTY_HOURS_DROP, RECORDS_DUTY_HOURS_DROP, alive, n, work_knows_item };

    if (!alive)
        return e ? e : ERR_INTERNAL;
    for (size_t i = 0; !e && i < n; i++) {
        memcpy(alive + i * ID_BYTES, rows[i].item, ID_BYTES);
        e = put_hours(records, v, &rows[i]);
    }
    qsort(alive, n, ID_BYTES, compare);
    return e ? e : sweep_all(&w);
}

static enum err
run_at(struct db *records, int query, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, query);

    db_bind_i64(s, 1, now_s);
    return db_run(s);
}

enum err
night_copy(struct db *records, const struct vault *v, bool whole, int64_t now_s)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    enum err e = a ? db_begin(records, TX_WRITE) : ERR_INTERNAL;

    if (e)
        return e;
    e = copy_dates(records, v, whole, now_s, a);
    e = e ? e : copy_duty(records, v, whole, now_s, a);
    e = e ? e : run_at(records, RECORDS_ALERT_ORPHANED, now_s);
    return db_end(records, e);
}

/* ---- Ringing. */

static enum err
count_due(struct db *records, int64_t now_s, int64_t *n)
{
    OWN(db_stmt) s = db_use(records, RECORDS_DATE_RING_DUE);

    db_bind_i64(s, 1, now_s);
    enum err e = db_one(s);
    if (!e)
        *n = db_i64(s, 0);
    return e;
}

enum err
night_ring(struct db *records, int64_t now_s)
{
    int64_t n = 0;
    enum err e = count_due(records, now_s, &n);

    if (e || n == 0)
        return e;
    e = db_begin(records, TX_WRITE);
    if (e)
        return e;
    e = run_at(records, RECORDS_DATE_RING_RAISE, now_s);
    e = e ? e : run_at(records, RECORDS_DATE_RING_RANG, now_s);
    return db_end(records, e);
}

static enum err
run_item(struct db *records, int query, const struct date_due *d, int64_t now_s, int64_t until_s)
{
    OWN(db_stmt) s = db_use(records, query);

    db_bind_bytes(s, 1, (struct bytes){ d->item, ID_BYTES });
    db_bind_i64(s, 2, now_s);
    if (until_s)
        db_bind_i64(s, 3, until_s);
    return db_run(s);
}

enum err
night_looked(const struct casebook *b, int64_t case_id, int64_t now_s)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct date_due *rows = NULL;
    size_t n = 0;
    enum err e = a ? dates_of_case(b->p, case_id, a, &rows, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++)
        e = run_item(
            b->at.records, RECORDS_ALERT_LOOKED_BY_ITEM, &rows[i], now_s, now_s + ALERT_PAUSE_S);
    return e;
}

enum err
night_attended(const struct casebook *b, int64_t case_id, int64_t now_s)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct date_due *rows = NULL;
    size_t n = 0;
    enum err e = a ? dates_of_case(b->p, case_id, a, &rows, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        e = run_item(b->at.records, RECORDS_DATE_RING_ATTENDED, &rows[i], now_s, 0);
        e = e ? e : run_item(b->at.records, RECORDS_ALERT_ANSWERED_BY_ITEM, &rows[i], now_s, 0);
    }
    return e;
}

/* ---- Whom. */

static bool
is_known(const struct turns *t, const char *member)
{
    for (size_t i = 0; i < t->n_on_duty; i++)
        if (strcmp(t->on_duty[i], member) == 0)
            return true;
    return false;
}

static enum err
read_on_duty(struct db *records, int64_t now_s, struct arena *a, struct turns *t)
{
    OWN(db_stmt) s = db_use(records, RECORDS_DUTY_HOURS_NOW);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, now_s);
    while (!e && t->n_on_duty < ON_DUTY_MAX && !(e = db_step(s, &row)) && row) {
        const char *name = arena_text(a, db_text(s, 0));
        if (!name)
            return ERR_INTERNAL;
        if (!is_known(t, name))
            t->on_duty[t->n_on_duty++] = name;
    }
    return e;
}

enum err
turns_read(struct db *keys, struct db *records, int64_t now_s, struct arena *a, struct turns *out)
{
    *out = (struct turns){ .n = 0 };
    enum err e = duty_list(keys, a, out->rows, &out->n);

    return e ? e : read_on_duty(records, now_s, a, out);
}

enum err
turns_get(struct db *keys, struct db *records, const struct alert_due *who, int64_t now_s,
    struct arena *a, struct turns *out)
{
    enum err e = turns_read(keys, records, now_s, a, out);

    if (!e)
        turns_order(out, who->holder, who->deputy);
    return e;
}
