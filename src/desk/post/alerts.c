/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/alerts.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "records.gen.h"

enum { MAX_OPEN = 200 };

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

static enum err
answered(struct db *records, const struct content_id *source, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_ANSWERED);

    db_bind_bytes(s, 1, (struct bytes){ source->b, ID_BYTES });
    db_bind_i64(s, 2, now_s);
    return db_run(s);
}

/* The sources that nobody answered; most of the time there are none. */
static enum err
open_sources(struct db *records, struct content_id to[MAX_OPEN], size_t *n)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_SOURCES);
    bool row = true;
    enum err e = OK;

    for (*n = 0; !e && *n < MAX_OPEN && !(e = db_step(s, &row)) && row; (*n)++)
        e = db_fixed(s, 0, to[*n].b, ID_BYTES);
    return e;
}

enum err
alert_answered_by_case(const struct casebook *b, int64_t id, int64_t now_s)
{
    struct content_id open[MAX_OPEN];
    size_t n = 0;
    enum err e = open_sources(b->at.records, open, &n);

    if (e || n == 0)
        return e;
    OWN(db_stmt) s = db_use(b->p, CASES_CONTACT_SOURCES);
    bool row = true;
    db_bind_i64(s, 1, id);
    while (!e && !(e = db_step(s, &row)) && row) {
        struct bytes content = db_bytes(s, 0);
        for (size_t i = 0; !e && i < n; i++)
            if (bytes_equal(content, (struct bytes){ open[i].b, ID_BYTES }))
                e = answered(b->at.records, &open[i], now_s);
    }
    return e;
}

enum err
alert_pause(struct db *records, int64_t now_s)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_PAUSE);

    db_bind_i64(s, 1, now_s);
    db_bind_i64(s, 2, now_s + ALERT_PAUSE_S);
    return db_run(s);
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
            db_i64(s, 4) };
    return e;
}

enum err
alert_due_get(struct db *records, int64_t now_s, struct arena *a, struct alert_due *out)
{
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_DUE);

    db_bind_i64(s, 1, now_s);
    enum err e = db_one(s);
    if (e)
        return e;
    struct alert_due d = { arena_text(a, db_text(s, 0)), arena_text(a, db_text(s, 1)),
        db_i64(s, 2) };
    if (!d.holder || !d.deputy)
        return ERR_INTERNAL;
    *out = d;
    return OK;
}

enum err
alert_climb(
    struct db *records, const struct alert_due *d, int64_t now_s, int64_t n_places, int64_t *place)
{
    int64_t at = d->step % n_places;
    int64_t wait = at == n_places - 1 ? ALERT_ROUND_S : ALERT_CLIMB_S;
    enum err e = db_begin(records, TX_WRITE);

    if (e)
        return e;
    OWN(db_stmt) s = db_use(records, RECORDS_ALERT_STEP);
    db_bind_i64(s, 1, now_s);
    db_bind_i64(s, 2, d->step + 1);
    db_bind_i64(s, 3, now_s + wait);
    db_bind_text(s, 4, d->holder);
    db_bind_text(s, 5, d->deputy);
    e = db_end(records, db_run(s));
    if (!e)
        *place = at;
    return e;
}
