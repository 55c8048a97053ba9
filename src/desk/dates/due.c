/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/due.h"
#include "cases.gen.h"

static const char *
text_at(struct db_stmt *s, int column, struct arena *a)
{
    const char *text = db_text(s, column);

    return arena_text(a, text ? text : "");
}

/* The columns that date_get, date_due and date_of_case begin with. */
static enum err
read_due(struct db_stmt *s, struct arena *a, struct date_due *d)
{
    int64_t local_s = db_i64(s, 4);

    d->id = db_i64(s, 0);
    d->case_id = db_i64(s, 1);
    d->kind = (enum date_kind)db_i64(s, 2);
    d->state = (enum date_state)db_i64(s, 3);
    d->day = day_of(local_s - 1);
    d->minute = (int32_t)((local_s - d->day * DAY_S) / 60);
    d->zone = text_at(s, 5, a);
    d->until_s = db_i64(s, 6);
    d->unsure = db_i64(s, 7) != 0;
    d->binding = db_i64(s, 8) != 0;
    d->words = text_at(s, 9, a);
    d->subject = text_at(s, 10, a);
    d->lang = text_at(s, 11, a);
    d->holder = text_at(s, 12, a);
    d->deputy = text_at(s, 13, a);
    d->changed_s = db_i64(s, 14);
    d->sequence = (uint32_t)db_i64(s, 15);
    bool whole = d->zone && d->words && d->subject && d->lang && d->holder && d->deputy;
    return whole ? db_fixed(s, 16, d->item, ID_BYTES) : ERR_INTERNAL;
}

static enum err
read_all(struct db_stmt *s, struct arena *a, struct date_due **rows, size_t *n, bool *more)
{
    struct date_due *to = arena_alloc(a, MAX_DUE * sizeof *to);
    bool row = true;
    size_t k = 0;
    enum err e = to ? OK : ERR_INTERNAL;

    while (!e && !(e = db_step(s, &row)) && row && k < MAX_DUE)
        e = read_due(s, a, &to[k++]);
    if (e)
        return e;
    *more = row;
    *rows = to;
    *n = k;
    return OK;
}

enum err
dates_due(struct db *p, const struct due_ask *ask, struct arena *a, struct date_due **rows,
    size_t *n, bool *more)
{
    OWN(db_stmt) s = db_use(p, CASES_DATE_DUE);

    db_bind_i64(s, 1, ask->from_s);
    db_bind_i64(s, 2, ask->to_s);
    db_bind_text(s, 3, ask->member);
    db_bind_i64(s, 4, ask->done);
    db_bind_i64(s, 5, MAX_DUE + 1);
    db_bind_i64(s, 6, ask->nobodys);
    return read_all(s, a, rows, n, more);
}

enum err
dates_near(struct db *p, const char *member, int64_t before_s, int64_t *out)
{
    OWN(db_stmt) s = db_use(p, CASES_DATE_NEAR_COUNT);

    db_bind_i64(s, 1, before_s);
    db_bind_text(s, 2, member);
    enum err e = db_one(s);
    if (!e)
        *out = db_i64(s, 0);
    return e;
}

enum err
dates_root(struct db *p, int64_t case_id, int64_t *out)
{
    OWN(db_stmt) s = db_use(p, CASES_DATE_ROOT);

    db_bind_i64(s, 1, case_id);
    enum err e = db_one(s);
    if (!e)
        *out = db_i64(s, 0);
    return e;
}

enum err
dates_of_case(struct db *p, int64_t case_id, struct arena *a, struct date_due **rows, size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_DATE_OF_CASE);
    bool more = false;

    db_bind_i64(s, 1, case_id);
    db_bind_i64(s, 2, MAX_DUE);
    return read_all(s, a, rows, n, &more);
}

enum err
date_get(struct db *p, int64_t id, struct arena *a, struct date_full *out)
{
    OWN(db_stmt) s = db_use(p, CASES_DATE_GET);
    struct date_full f = { 0 };

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    e = e ? e : read_due(s, a, &f.d);
    if (e)
        return e;
    f.confirmed_by = text_at(s, 17, a);
    f.ended_by = text_at(s, 18, a);
    struct bytes b = db_bytes(s, 19);
    const char *copy = b.n ? arena_text_n(a, b.p, b.n) : "";
    if (!f.confirmed_by || !f.ended_by || !copy)
        return ERR_INTERNAL;
    f.explained = (struct bytes){ (const uint8_t *)copy, b.n };
    *out = f;
    return OK;
}
