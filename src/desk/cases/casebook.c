/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/casebook.h"
#include "cases.gen.h"

static enum err
apply_one(void *closure, const struct stream_id *stream, int64_t id, const struct record *r)
{
    return case_apply(closure, stream, id, r);
}

enum err
casebook_open(const struct stream_place *at, struct db **out, size_t *n_broken)
{
    char why[DB_WHY_BYTES];
    OWN(db) p = NULL;
    enum err e = db_open(NULL, DB_PROJECTION, &cases_sqlite, &p, why);

    e = e ? e : db_begin(p, TX_WRITE);
    if (e)
        return e;
    e = db_end(p, stream_walk(at, apply_one, p, n_broken));
    if (!e)
        *out = TAKE(p);
    return e;
}

enum err
case_act(const struct casebook *b, const struct stream_id *stream, const struct record *r)
{
    int64_t id = 0;
    enum err e = stream_append(&b->at, stream, r, &id);

    return e ? e : case_apply(b->p, stream, id, r);
}

enum err
casebook_begin(const struct casebook *b, enum tx tx)
{
    enum err e = db_begin(b->p, tx);

    if (e || tx != TX_WRITE)
        return e;
    e = db_begin(b->at.records, TX_WRITE);
    return e ? db_end(b->p, e) : OK;
}

enum err
casebook_end(const struct casebook *b, enum err e)
{
    return db_end(b->p, db_end(b->at.records, e));
}
