/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/origin.h"
#include "desk/access/roles.h"
#include "desk/audit/handlers.h"
#include "desk/cases/show.h"
#include "desk/dates/acts.h"
#include "desk/dates/feed.h"
#include "desk/post/night.h"
#include "forms.gen.h"
#include "http/reply.h"
#include <inttypes.h>

int64_t
dates_number(const char *part)
{
    uint64_t n = 0;

    return part && !text_u64(part, 0, INT64_MAX, &n) ? (int64_t)n : 0;
}

enum err
dates_need_cases(struct req *rq)
{
    if (rq->caller->book.p)
        return OK;
    rq->caller->problem = PROBLEM_NO_CASES;
    return ERR_FORBIDDEN;
}

enum err
dates_case(struct req *rq, int64_t id, struct date_case *out)
{
    struct case_full c;
    enum err e = case_get(rq->caller->book.p, id, rq->arena, &c);

    if (e)
        return e;
    case_wipe(&c);
    *out = (struct date_case){ id, c.row.subject, c.row.lang, c.row.country,
        strcmp(c.row.state, "open") != 0 };
    return OK;
}

/* ---- Lists. */

/* What the numbers above the list count: everything in this vault that asks for her. */
static enum err
fill_counts(struct req *rq, struct dates_view *v)
{
    const struct session *s = rq->caller->session;
    struct due_ask ask = { .to_s = INT64_MAX, .member = "" };
    struct remind_ask who = { s->name, role_may(s->roles, MAY_CONFIRM_DATE),
        (s->roles & ROLE_DUTY_LEAD) != 0, v->f.now_s };
    struct date_due *rows = NULL;
    bool more = false;
    size_t n = 0;
    enum err e = dates_due(rq->caller->book.p, &ask, rq->arena, &rows, &n, &more);

    if (!e)
        remind_count(&who, rows, n, &v->counts);
    return e;
}

/* Lines of cases are read like pieces of them. */
static enum err
note_shown(struct req *rq, const struct date_due *rows, size_t n, const struct dates_view *v)
{
    int64_t ids[MAX_DUE + NAMED_MAX];

    for (size_t i = 0; i < n; i++)
        ids[i] = rows[i].case_id;
    for (size_t i = 0; v && i < v->n_named; i++)
        ids[n++] = v->named[i].case_id;
    return audit_shown(rq, AUDIT_LISTED, ids, n, &rq->caller->session->lists_noted_s);
}

/* Days that stand in requests: a list of dates without them would say that there are none. */
static enum err
fill_named(struct req *rq, struct dates_view *v)
{
    struct named_ask ask = { v->mine ? rq->caller->session->name : "", INT64_MAX, NAMED_MAX };
    struct named_date *rows = NULL;
    enum err e =
        named_open(rq->caller->book.p, &ask, rq->arena, &rows, &v->n_named, &v->more_named);

    v->named = rows;
    v->may_change = role_may(rq->caller->session->roles, MAY_NOTE);
    return e;
}

enum err
show_dates(struct req *rq, const char *feed)
{
    const struct session *s = rq->caller->session;
    struct dates_view v = { .feed = feed };
    struct due_ask ask = { .to_s = INT64_MAX, .member = "" };
    struct date_due *rows = NULL;
    struct out o = out_in(rq->arena);
    enum err e = dates_need_cases(rq);

    if (e)
        return e;
    v.mine = strcmp(view_param(rq, "f"), "mine") == 0;
    v.done = strcmp(view_param(rq, "f"), "done") == 0;
    ask.member = v.mine ? s->name : "";
    ask.done = v.done;
    view_frame(rq, PLACE_DATES, &v.f);
    e = view_counts(rq, &v.f);
    e = e ? e : dates_due(rq->caller->book.p, &ask, rq->arena, &rows, &v.n, &v.more);
    e = e || v.done ? e : fill_named(rq, &v);
    e = e ? e : note_shown(rq, rows, v.n, &v);
    e = e ? e : fill_counts(rq, &v);
    e = e ? e : feed_made_s(rq->app->keys, &s->member, &v.feed_made_s);
    if (e)
        return e;
    v.rows = rows;
    page_desk_dates(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
get_dates(struct req *rq)
{
    return show_dates(rq, NULL);
}

/* "2026-11", or this month for anything else. */
static int64_t
month_of(const char *typed, int64_t now_s)
{
    struct cal_date d;
    struct date today = date_of_day(day_of(now_s));

    if (!cal_read(typed, &d) && d.precision == CAL_DAY_UNKNOWN)
        return d.first;
    return day_of_date((struct date){ today.year, today.month, 1 });
}

/* A day of the place may begin or end up to a day apart from the same day in UTC. */
enum err
get_month(struct req *rq)
{
    struct month_view v = { 0 };
    struct date_due *rows = NULL;
    struct out o = out_in(rq->arena);
    bool clamped = false;
    size_t n = 0;
    enum err e = dates_need_cases(rq);

    if (e)
        return e;
    view_frame(rq, PLACE_DATES, &v.f);
    v.first = month_of(view_param(rq, "m"), v.f.now_s);
    int64_t end = cal_add_months(v.first, 1, &clamped);
    struct due_ask ask = { (v.first - 1) * DAY_S, (end + 2) * DAY_S, "", true, false };
    e = view_counts(rq, &v.f);
    e = e ? e : dates_due(rq->caller->book.p, &ask, rq->arena, &rows, &n, &v.more);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        if (rows[i].day >= v.first && rows[i].day < end)
            rows[v.n++] = rows[i];
    v.rows = rows;
    e = note_shown(rq, rows, v.n, NULL);
    if (e)
        return e;
    page_desk_month(&o, &v);
    return reply_page(rq, 200, &o);
}

/* ---- One date. */

static enum err
fill_others(struct req *rq, struct date_view *v)
{
    struct date_due *rows = NULL;
    int64_t root = 0;
    size_t n = 0;
    enum err e = dates_root(rq->caller->book.p, v->d.d.case_id, &root);

    e = e ? e : dates_of_case(rq->caller->book.p, root, rq->arena, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct date_due other = rows[i];
        other.case_id = v->d.d.case_id; /* what was merged is one case */
        v->contradicts = v->contradicts || date_contradicts(&v->d.d, &other);
    }
    return e;
}

static enum err
fill_form(struct req *rq, struct date_view *v)
{
    struct item_id id;
    struct item *it = NULL;

    memcpy(id.b, v->d.d.item, ID_BYTES);
    enum err e = item_get(rq->caller->book.p, &id, rq->arena, &it);
    if (!e)
        v->is_step = it->def->number == FORM_STEP;
    return e;
}

static enum err
fill_date(struct req *rq, struct date_view *v)
{
    const struct session *s = rq->caller->session;
    int64_t id = dates_number(rq->parts[0]);
    const char **names = arena_alloc(rq->arena, SHOW_MEMBERS_MAX * sizeof *names);
    enum err e = names ? date_get(rq->caller->book.p, id, rq->arena, &v->d) : ERR_INTERNAL;

    if (e)
        return e;
    if (v->d.explained.n)
        v->explained = !explain_decode(v->d.explained, rq->arena, &v->x);
    v->may_confirm = role_may(s->roles, MAY_CONFIRM_DATE);
    v->may_change = role_may(s->roles, MAY_NOTE);
    v->members = names;
    e = show_members(rq, names, &v->n_members);
    e = e ? e : fill_form(rq, v);
    return e ? e : fill_others(rq, v);
}

static enum err
show_date(struct req *rq, enum date_trouble trouble)
{
    struct date_view v = { .trouble = trouble, .saved = strcmp(view_param(rq, "done"), "1") == 0 };
    struct out o = out_in(rq->arena);
    enum err e = fill_date(rq, &v);

    view_frame(rq, PLACE_DATES, &v.f);
    e = e ? e : view_counts(rq, &v.f);
    if (e)
        return e;
    page_desk_date(&o, &v);
    return reply_page(rq, trouble ? 422 : 200, &o);
}

/* A page of another site cannot make a call wait. */
enum err
dates_looked(struct req *rq, int64_t case_id)
{
    return origin_is_foreign(req_header(rq, "Sec-Fetch-Site"))
               ? OK
               : night_looked(&rq->caller->book, case_id, clock_now_s());
}

/* The form of a date and how it was found stand in the case's records: read them now. */
enum err
get_date(struct req *rq)
{
    struct date_full d;
    enum err e = dates_need_cases(rq);

    e = e ? e : date_get(rq->caller->book.p, dates_number(rq->parts[0]), rq->arena, &d);
    e = e ? e : casebook_need(&rq->caller->book, d.d.case_id);
    e = e ? e : dates_looked(rq, d.d.case_id);
    return e ? e : show_date(rq, TROUBLE_NONE);
}

/* ---- Acts. */

static enum date_trouble
act_trouble(enum err e)
{
    switch (e) {
    case ERR_CONFLICT: return TROUBLE_STATE;
    case ERR_MALFORMED: return TROUBLE_WHY;
    case ERR_TOO_LARGE: return TROUBLE_LONG;
    default: return TROUBLE_NONE;
    }
}

/* Made from the date as it is now?  Else somebody was faster. */
static enum err
check_sequence(struct req *rq, int64_t id)
{
    struct date_full d;
    enum err e = date_get(rq->caller->book.p, id, rq->arena, &d);

    if (e)
        return e;
    return dates_number(form_text(&rq->caller->form, "seq")) == d.d.sequence ? OK : ERR_CONFLICT;
}

static enum err
act(struct req *rq, enum date_act what, const char *words)
{
    struct actor by = view_actor(rq);
    int64_t id = dates_number(rq->parts[0]);
    enum err e = dates_need_cases(rq);

    e = e ? e : check_sequence(rq, id);
    e = e ? e : date_act(&rq->caller->book, id, what, words, &by);
    if (act_trouble(e))
        return show_date(rq, act_trouble(e));
    if (e)
        return e;
    const char *to = arena_printf(rq->arena, "/dates/%" PRId64 "?done=1", id);
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

enum err
post_date_confirm(struct req *rq)
{
    return act(rq, DATE_ACT_CONFIRMED, "");
}

enum err
post_date_done(struct req *rq)
{
    return act(rq, DATE_ACT_DONE, "");
}

enum err
post_date_reopen(struct req *rq)
{
    return act(rq, DATE_ACT_REOPENED, "");
}

enum err
post_date_withdraw(struct req *rq)
{
    return act(rq, DATE_ACT_WITHDRAWN, form_text(&rq->caller->form, "why"));
}

/* "" takes the deputy away; else it must be somebody who can. */
enum err
post_date_deputy(struct req *rq)
{
    const char *who = form_text(&rq->caller->form, "who");
    const char *names[SHOW_MEMBERS_MAX];
    bool known = *who == '\0';
    size_t n = 0;
    enum err e = dates_need_cases(rq);

    e = e ? e : show_members(rq, names, &n);
    for (size_t i = 0; !e && i < n; i++)
        known = known || strcmp(names[i], who) == 0;
    if (!e && !known)
        return show_date(rq, TROUBLE_CHOICE);
    return e ? e : act(rq, DATE_ACT_DEPUTY, who);
}
