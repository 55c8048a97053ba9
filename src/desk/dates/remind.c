/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/remind.h"

enum { WEEK_AHEAD_S = 7 * DAY_S, NEAR_AHEAD_S = 3 * DAY_S, LAST_AHEAD_S = DAY_S };

static enum remind_step
step_of(const struct date_due *d, int64_t now_s)
{
    int64_t left = d->until_s - now_s;

    if (left <= 0)
        return REMIND_OVERDUE;
    return left <= LAST_AHEAD_S   ? REMIND_LAST
           : left <= NEAR_AHEAD_S ? REMIND_NEAR
           : left <= WEEK_AHEAD_S ? REMIND_WEEK
                                  : REMIND_NONE;
}

struct remind
remind_of(const struct date_due *d, int64_t now_s)
{
    struct remind r = { REMIND_NONE, 0 };
    bool unproved = d->state == DATE_OPEN || d->unsure;
    bool nobody = !*d->holder;

    if (d->state == DATE_DONE || d->state == DATE_WITHDRAWN)
        return r;
    r.step = step_of(d, now_s);
    if (d->state == DATE_OPEN)
        r.who |= REMIND_LAWYER;
    if (r.step == REMIND_NONE)
        return r;
    if (!nobody)
        r.who |= REMIND_HOLDER;
    if (*d->deputy && (nobody || r.step >= REMIND_NEAR))
        r.who |= REMIND_DEPUTY;
    if (nobody || r.step >= REMIND_LAST || (unproved && r.step >= REMIND_NEAR))
        r.who |= REMIND_DUTY;
    return r;
}

static bool
is_same(const char *a, const char *b)
{
    return *a && strcmp(a, b) == 0;
}

bool
remind_is_for(const struct remind_ask *ask, const struct date_due *d)
{
    unsigned who = remind_of(d, ask->now_s).who;

    return (who & REMIND_HOLDER && is_same(ask->member, d->holder)) ||
           (who & REMIND_DEPUTY && is_same(ask->member, d->deputy)) ||
           (who & REMIND_LAWYER && ask->is_lawyer) || (who & REMIND_DUTY && ask->is_duty);
}

void
remind_count(
    const struct remind_ask *ask, const struct date_due *rows, size_t n, struct remind_counts *out)
{
    struct remind_counts c = { 0 };

    for (size_t i = 0; i < n; i++) {
        if (!remind_is_for(ask, &rows[i]))
            continue;
        enum remind_step step = remind_of(&rows[i], ask->now_s).step;
        c.week += step == REMIND_WEEK;
        c.near += step == REMIND_NEAR;
        c.last += step == REMIND_LAST;
        c.overdue += step == REMIND_OVERDUE;
        c.unconfirmed += rows[i].state == DATE_OPEN;
    }
    *out = c;
}

static bool
is_alive(const struct date_due *d)
{
    return d->state == DATE_OPEN || d->state == DATE_CONFIRMED;
}

bool
date_contradicts(const struct date_due *a, const struct date_due *b)
{
    return a->id != b->id && a->case_id == b->case_id && a->kind == b->kind && is_alive(a) &&
           is_alive(b) && a->until_s != b->until_s && a->kind != KIND_HEARING &&
           a->kind != KIND_OTHER;
}
