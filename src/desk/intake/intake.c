/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/intake/intake.h"
#include "base/clock.h"
#include "core/wire/content.h"
#include "core/wire/message.h"
#include "desk/post/alerts.h"

enum { LIFE_DAYS = 30 };

/* The week in which an envelope was sealed follows from its expiry day, give or take one. */
static bool
may_be_week(uint32_t week, uint32_t expiry_day)
{
    int64_t sealed_week = week_of(((int64_t)expiry_day - LIFE_DAYS) * DAY_S);

    return week + 1 >= sealed_week && week <= sealed_week + 1;
}

/* Try every door: those of the week first, the others after (a clock may be wrong). */
static enum err
open_any_door(const struct filing *f, const struct pulled *p, struct layer_head *head,
    struct inner_box *box, uint32_t *week)
{
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < f->doors->n; i++) {
            const struct door *d = &f->doors->d[i];
            if (!d->secret || may_be_week(d->week, p->expiry_day) != (round == 0))
                continue;
            *week = d->week;
            if (!door_open(&p->envelope, &f->network, d->secret, &d->public, head, box))
                return OK;
        }
    return ERR_FORGED;
}

enum err
intake_file(void *filing, const struct pulled *p)
{
    struct filing *f = filing;
    struct filed row = { .content = envelope_id(&p->envelope), .arrived_s = f->now_s };
    struct layer_head head;
    uint32_t week = 0;
    bool was_there = false;

    if (open_any_door(f, p, &head, &row.box, &week))
        return OK; /* somebody else's */
    enum err e = store_seen(f->records, &row.content, week, &was_there);
    if (e || was_there)
        return e;
    row.bell = (uint8_t)head.bell;
    e = store_filed_put(f->records, &row);
    if (!e && row.bell == BELL_RING_DANGER)
        e = alert_raise(f->records, &row.content, f->now_s);
    if (e)
        return e;
    f->n_filed++;
    if (row.bell > f->bell)
        f->bell = row.bell;
    return OK;
}

/* What no further try can change. */
static bool
is_for_good(enum err e)
{
    return e != ERR_INTERNAL && e != ERR_BUSY;
}

/* Is it a message for us?  Asked before anything is written. */
static bool
is_readable(const struct opened *o)
{
    struct message m;

    if (message_decode(o->type, (struct bytes){ o->body, o->n }, &m))
        return false;
    message_wipe(&m);
    return o->type == MESSAGE_REQUEST || o->type == MESSAGE_FOLLOW_UP;
}

/* One box into its case, or aside when it does not open. */
static enum err
open_one(const struct casebook *b, const struct box_public *people, const struct filed *f)
{
    const struct vault *v = b->at.vault;
    struct opened o;
    enum err e = people_open(&f->box, &b->network, &b->at.org, v->secret, people, &o);

    for (size_t i = 0; e == ERR_FORGED && i < v->n_past; i++) /* sealed before somebody left */
        e = people_open(
            &f->box, &b->network, &b->at.org, v->past[i].secret, &v->past[i].row.public, &o);

    if (!e && !is_readable(&o))
        e = ERR_MALFORMED;
    if (e == ERR_FORGED || e == ERR_MALFORMED)
        e = store_unreadable_put(b->at.records, f);
    else
        e = e ? e : case_receive(b, &o, &f->content, f->arrived_s);
    opened_wipe(&o);
    return e ? e : store_filed_erase(b->at.records, f->id);
}

/* Keys of new cases are committed before the records that need them. */
static enum err
begin_all(const struct casebook *b)
{
    enum err e = db_begin(b->at.keys, TX_WRITE);

    if (e)
        return e;
    e = casebook_begin(b, TX_WRITE);
    return e ? db_end(b->at.keys, e) : OK;
}

static enum err
end_all(const struct casebook *b, enum err e)
{
    return casebook_end(b, db_end(b->at.keys, e));
}

/* Several boxes in one transaction.  On failure nothing of it stays, and *last is the box that
   failed. */
static enum err
open_several(const struct casebook *b, const struct box_public *people, int64_t until_ms,
    struct filed *last, size_t *n)
{
    enum err e = begin_all(b);
    size_t k = 0;

    if (e)
        return e;
    while (!e && k < INTAKE_MANY && (k == 0 || clock_steady_ms() < until_ms)) {
        e = store_filed_next(b->at.records, last);
        if (e == ERR_NOT_FOUND) {
            e = OK;
            break;
        }
        e = e ? e : open_one(b, people, last);
        k += !e;
    }
    e = end_all(b, e);
    *n = e ? 0 : k;
    return e;
}

/* The box that made a transaction fail: alone, aside when it can never become a case, else last in
   the order, so that it holds up nobody. */
static enum err
open_alone(const struct casebook *b, const struct box_public *people, const struct filed *f)
{
    enum err e = begin_all(b);

    if (e)
        return e;
    enum err why = end_all(b, open_one(b, people, f));
    if (!why)
        return OK;
    e = begin_all(b);
    if (e)
        return e;
    if (is_for_good(why)) {
        e = store_unreadable_put(b->at.records, f);
        e = e ? e : store_filed_erase(b->at.records, f->id);
        return end_all(b, e);
    }
    e = end_all(b, store_filed_tried(b->at.records, f->id));
    return e ? e : why;
}

enum err
intake_open_some(
    const struct casebook *book, const struct box_public *people, int64_t until_ms, size_t *n)
{
    struct casebook b = *book;
    struct filed f = { 0 };

    b.at.keys_begun = true;
    enum err e = open_several(&b, people, until_ms, &f, n);
    return e && f.id ? open_alone(&b, people, &f) : e;
}
