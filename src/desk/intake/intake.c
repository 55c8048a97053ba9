/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/intake/intake.h"
#include "base/clock.h"
#include "core/wire/content.h"

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
    if (e)
        return e;
    f->n_filed++;
    if (row.bell > f->bell)
        f->bell = row.bell;
    return OK;
}

/* One box into its case, or aside when it does not open. */
static enum err
open_one(
    const struct casebook *b, const struct box_public *people, const struct filed *f, bool *opened)
{
    struct opened o;
    enum err e = people_open(&f->box, &b->network, &b->at.org, b->at.vault->secret, people, &o);

    e = e ? e : case_receive(b, &o, &f->content, f->arrived_s);
    opened_wipe(&o);
    *opened = !e;
    if (e == ERR_FORGED || e == ERR_MALFORMED)
        e = store_unreadable_put(b->at.records, f);
    return e ? e : store_filed_erase(b->at.records, f->id);
}

enum err
intake_open_all(const struct casebook *b, const struct box_public *people, size_t *n)
{
    for (*n = 0;;) {
        struct filed f;
        bool opened = false;
        enum err e = store_filed_next(b->at.records, &f);
        if (e)
            return e == ERR_NOT_FOUND ? OK : e;
        e = casebook_begin(b, TX_WRITE);
        if (e)
            return e;
        e = casebook_end(b, open_one(b, people, &f, &opened));
        if (e)
            return e;
        *n += opened;
    }
}
