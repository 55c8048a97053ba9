/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/today_dates.h"
#include "base/clock.h"
#include "desk/access/roles.h"
#include "desk/dates/names.h"
#include "desk/dates/remind.h"
#include <inttypes.h>
#include <string.h>

static void
add(const struct today_ask *ask, const struct date_due *d, struct acts *to)
{
    struct act act = { .kind = ACT_DEADLINE,
        .due_s = d->until_s,
        .vault = ask->at->vault,
        .case_id = d->case_id,
        .subject = d->subject,
        .lang = d->lang };

    act.words = date_kind_name(lang_of(ask->session->lang), d->kind);
    act.path = arena_printf(ask->a, "/dates/%" PRId64, d->id);
    if (act.path)
        acts_add(to, &act);
}

/* As long as a day found in the text would stand there, and for the same people. */
static bool
is_ahead(const struct today_ask *ask, const struct date_due *d)
{
    bool hers = !*d->holder || strcmp(d->holder, ask->session->name) == 0;

    return hers && d->day <= day_of(ask->now_s) + TODAY_DAYS_AHEAD;
}

enum err
dates_today(const struct today_ask *ask, struct acts *to)
{
    const struct session *s = ask->session;
    struct remind_ask who = { s->name, role_may(s->roles, MAY_CONFIRM_DATE),
        (s->roles & ROLE_DUTY_LEAD) != 0, ask->now_s };
    bool sees_all = who.is_lawyer || who.is_duty;
    struct due_ask due = { .to_s = INT64_MAX, .member = sees_all ? "" : s->name, .nobodys = true };
    struct date_due *rows = NULL;
    bool more = false;
    size_t n = 0, n_added = 0;
    enum err e = dates_due(ask->p, &due, ask->a, &rows, &n, &more);

    for (size_t i = 0; !e && i < n && n_added < ACTS_OF_SOURCE; i++) {
        if (!remind_is_for(&who, &rows[i]) && !is_ahead(ask, &rows[i]))
            continue;
        add(ask, &rows[i], to);
        n_added++;
    }
    to->more = to->more || more;
    return e;
}
