/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/alarm.h"
#include "desk/dates/remind.h"

struct alarms {
    struct date_alarm *to;
    size_t n;
};

static void
add(struct alarms *all, const char *member, enum remind_step step)
{
    size_t i = 0;

    while (i < all->n && strcmp(all->to[i].member, member) != 0)
        i++;
    if (i == ALARM_MEMBERS_MAX)
        return;
    if (i == all->n)
        all->to[all->n++] = (struct date_alarm){ .member = member };
    all->to[i].last += step == REMIND_LAST;
    all->to[i].overdue += step == REMIND_OVERDUE;
}

static void
add_date(struct alarms *all, const struct date_due *d, int64_t now_s)
{
    struct remind r = remind_of(d, now_s);

    if (r.step < REMIND_LAST)
        return;
    if (r.who & REMIND_DUTY)
        add(all, "", r.step);
    if (r.who & REMIND_HOLDER)
        add(all, d->holder, r.step);
    if (r.who & REMIND_DEPUTY && strcmp(d->deputy, d->holder) != 0)
        add(all, d->deputy, r.step);
}

enum err
dates_alarms(struct db *p, int64_t now_s, struct arena *a, struct date_alarm **out, size_t *n)
{
    struct due_ask ask = { .to_s = now_s + DAY_S + 1, .member = "" };
    struct alarms all = { .to = arena_alloc(a, ALARM_MEMBERS_MAX * sizeof *all.to) };
    struct date_due *rows = NULL;
    bool more = false;
    size_t n_rows = 0;
    enum err e = all.to ? dates_due(p, &ask, a, &rows, &n_rows, &more) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n_rows; i++)
        add_date(&all, &rows[i], now_s);
    if (e)
        return e;
    *out = all.to;
    *n = all.n;
    return OK;
}
