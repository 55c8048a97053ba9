/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/alerts.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "records.gen.h"

enum err
alert_raise(struct db *records, const struct content_id *source, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_PUT);

    db_bind_bytes(s, 1, (struct bytes){ source->b, ID_BYTES });
    db_bind_i64(s, 2, now_s);
    return db_run(s);
}

enum err
alert_if_urgent(
    const struct casebook *b, int64_t id, const struct content_id *source, int64_t now_s)
{
    OWN(db_stmt) s = db_use(b->p, CASES_CASE_CLOCK);

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    bool urgent = !e && db_i64(s, 0) == 1 && db_i64(s, 1) > 0; /* U1, and the person waits */
    return e || !urgent ? e : alert_raise(b->at.records, source, now_s);
}

/* Is there any that nobody answered?  Most of the time there is none. */
static enum err
any_open(struct db *records, bool *out)
{
    struct alert_state now;
    enum err e = alert_state_get(records, &now);

    if (!e)
        *out = now.n > 0;
    return e;
}

/* A statement about one source; until_s 0: it has no third value. */
static enum err
set_source(struct db *records, int query, struct bytes source, int64_t now_s, int64_t until_s)
{
    OWN(db_stmt) s = db_use(records, query);

    db_bind_bytes(s, 1, source);
    db_bind_i64(s, 2, now_s);
    if (until_s)
        db_bind_i64(s, 3, until_s);
    return db_run(s);
}

static enum err
set_by_case(const struct casebook *b, int64_t id, int query, int64_t now_s, int64_t until_s)
{
    bool row = false;
    enum err e = any_open(b->at.records, &row);

    if (e || !row)
        return e;
    OWN(db_stmt) s = db_use(b->p, CASES_CONTACT_SOURCES);
    db_bind_i64(s, 1, id);
    while (!e && !(e = db_step(s, &row)) && row) {
        struct bytes source = db_bytes(s, 0);
        if (source.n == ID_BYTES)
            e = set_source(b->at.records, query, source, now_s, until_s);
    }
    return e;
}

enum err
alert_answered_by_case(const struct casebook *b, int64_t id, int64_t now_s)
{
    return set_by_case(b, id, RECORDS_ALERT_ANSWERED, now_s, 0);
}

enum err
alert_looked_by_case(const struct casebook *b, int64_t id, int64_t now_s)
{
    return set_by_case(b, id, RECORDS_ALERT_LOOKED, now_s, now_s + ALERT_PAUSE_S);
}

enum err
alert_pause(struct db *records, int64_t now_s, int64_t *n)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_PAUSE);

    db_bind_i64(s, 1, now_s);
    db_bind_i64(s, 2, now_s + ALERT_PAUSE_S);
    enum err e = db_run(s);
    if (!e)
        *n = db_n_changed(records);
    return e;
}

enum err
alert_hurry(struct db *records, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_HURRY);

    db_bind_i64(s, 1, now_s);
    return db_run(s);
}

enum err
alert_erase_before(struct db *records, int64_t at_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_ERASE_BEFORE);

    db_bind_i64(s, 1, at_s);
    return db_run(s);
}

enum err
alert_state_get(struct db *records, struct alert_state *out)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_OPEN);
    enum err e = db_one(s);

    if (!e)
        *out = (struct alert_state){ db_i64(s, 0), db_i64(s, 1), db_i64(s, 2), db_i64(s, 3),
            db_i64(s, 4), db_i64(s, 5) };
    return e;
}

enum err
alert_due_list(struct db *records, int64_t now_s, struct arena *a,
    struct alert_due to[ALERT_GROUPS], size_t *n)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_DUE);
    bool row = true;
    size_t k = 0;
    enum err e = OK;

    db_bind_i64(s, 1, now_s);
    db_bind_i64(s, 2, ALERT_GROUPS);
    for (; !e && k < ALERT_GROUPS && !(e = db_step(s, &row)) && row; k++) {
        to[k] = (struct alert_due){ arena_text(a, db_text(s, 0)), arena_text(a, db_text(s, 1)),
            (uint64_t)db_i64(s, 2) };
        e = to[k].holder && to[k].deputy ? OK : ERR_INTERNAL;
    }
    if (!e)
        *n = k;
    return e;
}

enum err
alert_climb(struct db *records, const struct alert_due *d, int64_t now_s, uint64_t called)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_STEP);

    db_bind_i64(s, 1, now_s);
    db_bind_i64(s, 2, (int64_t)d->called);
    db_bind_i64(s, 3, (int64_t)called);
    db_bind_i64(s, 4, now_s + (called ? ALERT_CLIMB_S : ALERT_ROUND_S));
    db_bind_text(s, 5, d->holder);
    db_bind_text(s, 6, d->deputy);
    return db_run(s);
}
