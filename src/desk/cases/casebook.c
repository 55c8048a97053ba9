/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Changing cases.  Reading them after an unlock: reading.c. */
#include "desk/cases/casebook.h"
#include "base/log.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/cases/heads.h"
#include "desk/cases/reading.h"
#include "desk/post/alerts.h"
#include "desk/post/night.h"

/* The case of a stream: 0 for a book.  ERR_NOT_FOUND. */
static enum err
case_of_stream(struct db *p, const struct stream_id *stream, int64_t *id)
{
    OWN(db_stmt) s = db_use(p, CASES_STREAM_FIND);

    db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
    enum err e = db_one(s);
    if (!e)
        *id = db_i64(s, 0);
    return e;
}

enum err
casebook_stream(const struct casebook *b, int64_t id, struct stream_id *out)
{
    OWN(db_stmt) s = db_use(b->p, CASES_CASE_LOADED);

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    return e ? e : db_fixed(s, 1, out->b, sizeof out->b);
}

enum err
casebook_touch(const struct casebook *b, const struct stream_id *stream)
{
    struct touched *t = b->vaults ? &b->vaults->touched : NULL;

    for (size_t i = 0; t && i < t->n; i++)
        if (id_equal(t->s[i].b, stream->b))
            return OK;
    if (!t)
        return OK;
    if (t->n == MAX_TOUCHED)
        return ERR_TOO_LARGE;
    t->s[t->n++] = *stream;
    return OK;
}

/* What a member does in a case answers what rang for it; that she opened it does not. */
static enum err
attend(const struct casebook *b, int64_t case_id, const struct record *r)
{
    static const struct member_id nobody = { { 0 } };

    if (r->kind == RECORD_OPENED || id_equal(r->by.b, nobody.b))
        return OK;
    enum err e = alert_answered_by_case(b, case_id, r->at_s);
    return e ? e : night_attended(b, case_id, r->at_s);
}

enum err
case_act(const struct casebook *b, const struct stream_id *stream, const struct record *r)
{
    int64_t case_id = 0;
    int64_t id = 0;
    enum err e = case_of_stream(b->p, stream, &case_id);

    e = !e && case_id ? casebook_need(b, case_id) : e == ERR_NOT_FOUND ? OK : e;
    e = e ? e : stream_append(&b->at, stream, r, &id);
    e = e ? e : case_apply(b->p, stream, id, r);
    e = e ? e : case_of_stream(b->p, stream, &case_id);
    e = !e && case_id ? reading_seal_head(b, stream, case_id) : e;
    e = !e && case_id ? attend(b, case_id, r) : e;
    return e ? e : casebook_touch(b, stream);
}

enum err
casebook_begin(const struct casebook *b, enum tx tx)
{
    enum err e = db_begin(b->p, tx);

    if (b->vaults)
        b->vaults->touched.n = 0;
    if (e || tx != TX_WRITE)
        return e;
    e = db_begin(b->at.records, TX_WRITE);
    return e ? db_end(b->p, e) : OK;
}

/* One changed stream in another open vault: read it anew, or drop it if that vault may not read it
   any more. */
static enum err
follow(const struct casebook *other, const struct stream_id *stream)
{
    bool ours = false;
    enum err e = stream_keep_of(&other->at, stream);

    e = e ? e : stream_is_ours(&other->at, stream, &ours);
    e = e ? e : db_begin(other->p, TX_WRITE);
    return e ? e : db_end(other->p, reading_again(other, stream, ours));
}

/* What cannot be shown in another vault now holds up nobody here: it is there after its next
   unlock. */
static void
follow_all(const struct casebook *b)
{
    struct touched *t = &b->vaults->touched;

    for (struct vault *v = NULL; t->n > 0 && (v = vaults_next_open(b->vaults, v));) {
        struct casebook other = *b;
        if (v == b->vault || !v->projection)
            continue;
        other.vault = v;
        other.at.vault = v;
        other.at.keys_begun = false;
        other.p = v->projection;
        for (size_t i = 0; i < t->n; i++) {
            enum err e = follow(&other, &t->s[i]);
            if (e)
                log_event("desk-follow", e, 0, NULL);
            v->n_broken += e != OK;
        }
    }
    t->n = 0;
}

enum err
casebook_end(const struct casebook *b, enum err e)
{
    e = db_end(b->p, db_end(b->at.records, e));
    if (b->vaults && !e)
        follow_all(b);
    return e;
}

enum err
casebook_erase(const struct casebook *b, int64_t id)
{
    struct stream_id stream;
    enum err e = casebook_stream(b, id, &stream);

    e = e ? e : stream_erase(&b->at, &stream);
    e = e ? e : casebook_begin(b, TX_WRITE);
    if (e)
        return e;
    e = case_forget(b->p, id);
    return casebook_end(b, e ? e : casebook_touch(b, &stream));
}
