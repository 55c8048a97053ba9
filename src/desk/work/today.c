/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What casework asks of a member today. */
#include "base/clock.h"
#include "cases.gen.h"
#include "desk/work/handlers.h"
#include "forms.gen.h"

enum { MEETINGS_BACK_S = 7 * 86400, MEETINGS_AHEAD_S = 2 * 86400 };

/* Of the others the moment says when it began. */
static bool
has_hour(enum act_kind kind)
{
    return kind != ACT_TAKE_OVER && kind != ACT_CONFIRM && kind != ACT_FOLLOW_UP &&
           kind != ACT_WARNED && kind != ACT_UNTRAINED;
}

static enum err
add_rows(struct db_stmt *s, const struct today_ask *ask, enum act_kind kind, struct acts *to)
{
    bool row = true;
    enum err e = OK;

    while (!e && !(e = db_step(s, &row)) && row) {
        struct act act = { .kind = kind,
            .urgency = (int)db_i64(s, 3),
            .due_s = has_hour(kind) ? db_i64(s, 4) : 0,
            .vault = ask->at->vault,
            .case_id = db_i64(s, 0),
            .subject = arena_text(ask->a, tell_text(db_text(s, 1))),
            .lang = arena_text(ask->a, tell_text(db_text(s, 2))),
            .words = arena_text(ask->a, tell_text(db_text(s, 5))) };
        e = act.subject && act.lang && act.words ? OK : ERR_INTERNAL;
        if (!e)
            acts_add(to, &act);
    }
    return e;
}

static enum err
by_name(const struct today_ask *ask, int query, enum act_kind kind, struct acts *to)
{
    OWN(db_stmt) s = db_use(ask->p, query);

    db_bind_text(s, 1, ask->session->name);
    db_bind_i64(s, 2, ACTS_OF_SOURCE);
    return add_rows(s, ask, kind, to);
}

static enum err
back(const struct today_ask *ask, struct acts *to)
{
    OWN(db_stmt) s = db_use(ask->p, CASES_WORK_ACTS_BACK);

    db_bind_text(s, 1, ask->session->name);
    db_bind_i64(s, 2, ask->now_s);
    db_bind_i64(s, 3, ACTS_OF_SOURCE);
    return add_rows(s, ask, ACT_BACK, to);
}

static enum err
follow_ups(const struct today_ask *ask, struct acts *to)
{
    OWN(db_stmt) s = db_use(ask->p, CASES_WORK_ACTS_FOLLOW_UPS);

    db_bind_text(s, 1, ask->session->name);
    db_bind_i64(s, 2, day_of(ask->now_s));
    db_bind_i64(s, 3, FORM_FOLLOWUP);
    db_bind_i64(s, 4, FOLLOWUP_DUE);
    db_bind_i64(s, 5, FOLLOWUP_DONE_AT);
    db_bind_i64(s, 6, FOLLOWUP_WHO);
    db_bind_i64(s, 7, ACTS_OF_SOURCE);
    return add_rows(s, ask, ACT_FOLLOW_UP, to);
}

/* Those of today and tomorrow, and those of the last week of which nobody said how they went. */
static enum err
meetings(const struct today_ask *ask, struct acts *to)
{
    OWN(db_stmt) s = db_use(ask->p, CASES_WORK_ACTS_MEETINGS);
    bool row = true;
    enum err e = OK;

    db_bind_text(s, 1, ask->session->name);
    db_bind_i64(s, 2, ask->now_s - MEETINGS_BACK_S);
    db_bind_i64(s, 3, ask->now_s + MEETINGS_AHEAD_S);
    db_bind_i64(s, 4, FORM_SERVICE);
    db_bind_i64(s, 5, SERVICE_APPOINTMENT);
    db_bind_i64(s, 6, SERVICE_STATUS);
    db_bind_i64(s, 7, SERVICE_STATUS_NOT_IMPLEMENTED);
    db_bind_i64(s, 8, SERVICE_PROVIDER);
    db_bind_i64(s, 9, ACTS_OF_SOURCE);
    while (!e && !(e = db_step(s, &row)) && row) {
        struct act act = { .kind = ACT_MEET,
            .urgency = (int)db_i64(s, 3),
            .due_s = work_moment_utc(db_i64(s, 4), tell_text(db_text(s, 6))),
            .vault = ask->at->vault,
            .case_id = db_i64(s, 0),
            .subject = arena_text(ask->a, tell_text(db_text(s, 1))),
            .lang = arena_text(ask->a, tell_text(db_text(s, 2))),
            .words = arena_text(ask->a, tell_text(db_text(s, 5))) };
        e = act.subject && act.lang && act.words ? OK : ERR_INTERNAL;
        if (!e)
            acts_add(to, &act);
    }
    return e;
}

enum err
work_today(const struct today_ask *ask, struct acts *to)
{
    enum err e = by_name(ask, CASES_WORK_ACTS_OFFERS, ACT_TAKE_OVER, to);

    e = e ? e : by_name(ask, CASES_WORK_ACTS_THAWS, ACT_CONFIRM, to);
    e = e ? e : by_name(ask, CASES_WORK_ACTS_WARNED, ACT_WARNED, to);
    if (ask->session->roles & ROLE_DUTY_LEAD)
        e = e ? e : by_name(ask, CASES_WORK_ACTS_UNTRAINED, ACT_UNTRAINED, to);
    e = e ? e : back(ask, to);
    e = e ? e : meetings(ask, to);
    return e ? e : follow_ups(ask, to);
}
