/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page on which a date is worked out or typed. */
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/roles.h"
#include "desk/dates/acts.h"
#include "desk/dates/handlers.h"
#include "desk/forms/check.h"
#include "desk/view.h"
#include "http/reply.h"
#include <inttypes.h>

/* ---- What was typed. */

static struct date_typed
typed_of(struct req *rq)
{
    return (struct date_typed){ .rule = view_param(rq, "rule"),
        .base = view_param(rq, "base"),
        .time = view_param(rq, "time"),
        .means = view_param(rq, "means"),
        .way = view_param(rq, "way"),
        .authority = view_param(rq, "authority"),
        .zone = view_param(rq, "zone"),
        .stay = view_param(rq, "stay"),
        .about = *view_param(rq, "about") != '\0',
        .kind = view_param(rq, "kind"),
        .day = view_param(rq, "day"),
        .end = view_param(rq, "end"),
        .what = view_param(rq, "what"),
        .why = view_param(rq, "why"),
        .unsure = *view_param(rq, "unsure") != '\0',
        .elsewhere = *view_param(rq, "elsewhere") != '\0',
        .past = *view_param(rq, "past") != '\0' };
}

static enum date_trouble
base_trouble(enum date_problem p)
{
    switch (p) {
    case DATE_FINE: return TROUBLE_NONE;
    case DATE_MALFORMED: return TROUBLE_DATE;
    case DATE_TOO_EARLY: return TROUBLE_EARLY;
    case DATE_TOO_LATE: return TROUBLE_LATE;
    case DATE_BAD_TIME: return TROUBLE_TIME;
    case DATE_BAD_RULE:
    case DATE_BAD_AMOUNT: return TROUBLE_BAD_RULE;
    case DATE_NO_RULE: return TROUBLE_NO_RULE;
    case DATE_BAD_PLACE: return TROUBLE_PLACE;
    }
    return TROUBLE_DATE;
}

/* Which end of time a date lies beyond, by the first four digits in a row. */
static enum date_problem
far_problem(const char *text)
{
    size_t digits = 0;

    for (const char *s = text; *s; s++) {
        digits = *s >= '0' && *s <= '9' ? digits + 1 : 0;
        if (digits == 4)
            return strncmp(s - 3, "1970", 4) < 0 ? DATE_TOO_EARLY : DATE_TOO_LATE;
    }
    return DATE_MALFORMED;
}

/* As people type days, and as much of it as they know. */
static enum date_problem
read_day(const char *text, bool about, struct cal_date *out)
{
    enum date_precision precision = DATE_EXACT;
    int64_t day = 0;
    enum err e = date_of_text(text, &day, &precision);

    if (e == ERR_TOO_LARGE)
        return far_problem(text);
    if (e)
        return DATE_MALFORMED;
    if (cal_check(day))
        return cal_check(day);
    struct date d = date_of_day(day);
    struct cal_date c = { day, day, about ? CAL_ESTIMATE : CAL_EXACT };
    if (precision == DATE_MONTH)
        c = (struct cal_date){ day, day + cal_month_days(d.year, d.month) - 1, CAL_DAY_UNKNOWN };
    if (precision == DATE_YEAR)
        c = (struct cal_date){ day, day_of_date((struct date){ d.year, 12, 31 }),
            CAL_MONTH_UNKNOWN };
    if (about)
        c.precision = CAL_ESTIMATE;
    *out = c;
    return DATE_FINE;
}

static uint64_t
number_or(const char *text, uint64_t otherwise, uint64_t most)
{
    uint64_t n = 0;

    return text_u64(text, 0, most, &n) ? otherwise : n;
}

/* Every version of a rule of the tables, or the one of the book. */
static void
find_rules(const struct date_new_view *v, struct date_ask *ask)
{
    const struct date_rule *own = own_rule_find(v->own, v->n_own, v->t.rule);

    ask->rules = own;
    ask->n_rules = own ? 1 : 0;
    if (!own)
        ask->rules = date_rule_versions(v->t.rule, &ask->n_rules);
}

static enum date_trouble
ask_of(const struct date_new_view *v, struct date_ask *out)
{
    const struct date_typed *t = &v->t;
    struct date_ask ask = { .services = service_rules,
        .n_services = n_service_rules,
        .minute = -1,
        .means = (enum base_means)number_or(t->means, BASE_EVENT, BASE_DOCUMENT),
        .way = (enum service_way)number_or(t->way, WAY_UNSET, N_SERVICE_WAYS - 1),
        .authority = t->authority,
        .zone = t->zone,
        .stay = t->stay };
    enum date_problem p = read_day(t->base, t->about, &ask.base);

    find_rules(v, &ask);
    if (ask.n_rules == 0)
        return TROUBLE_RULE;
    if (ask.means == BASE_SENT && ask.way == WAY_UNSET)
        return TROUBLE_CHOICE;
    p = p ? p : *t->time ? cal_read_time(t->time, &ask.minute) : DATE_FINE;
    if (p)
        return base_trouble(p);
    *out = ask;
    return TROUBLE_NONE;
}

/* ---- The page. */

static enum err
show_new(struct req *rq, unsigned status, struct date_new_view *v)
{
    struct out o = out_in(rq->arena);
    struct date_case c;
    enum err e = dates_case(rq, v->case_id, &c);

    view_frame(rq, PLACE_DATES, &v->f);
    e = e ? e : view_counts(rq, &v->f);
    if (e)
        return e;
    e = own_rules(rq->caller->book.p, rq->arena, &v->own, &v->n_own);
    if (e)
        return e;
    v->subject = c.subject;
    v->subject_lang = c.lang;
    v->may_confirm = role_may(rq->caller->session->roles, MAY_CONFIRM_DATE);
    page_desk_date_new(&o, v);
    return reply_page(rq, status, &o);
}

/* Where the person is stands in the case; a date that moves begins as it is. */
static enum err
fill_known(struct req *rq, struct date_new_view *v)
{
    struct date_full d;
    struct date_case c;
    enum err e = dates_case(rq, v->case_id, &c);

    if (e)
        return e;
    if (!*v->t.stay)
        v->t.stay = c.country;
    if (!v->move_id)
        return OK;
    e = date_get(rq->caller->book.p, v->move_id, rq->arena, &d);
    if (e)
        return e;
    if (d.d.case_id != v->case_id)
        return ERR_NOT_FOUND;
    struct date day = date_of_day(d.d.day);
    bool whole = d.d.minute == DAY_MINUTES;
    v->t.kind = arena_printf(rq->arena, "%d", (int)d.d.kind);
    v->t.day = arena_printf(rq->arena, "%02d.%02d.%04d", day.day, day.month, day.year);
    v->t.end = whole ? "" : arena_printf(rq->arena, "%02d:%02d", d.d.minute / 60, d.d.minute % 60);
    v->t.zone = d.d.zone;
    v->t.what = d.d.words;
    v->t.unsure = d.d.unsure;
    v->t.elsewhere = !d.d.binding;
    return v->t.kind && v->t.day && v->t.end ? OK : ERR_INTERNAL;
}

enum err
get_date_new(struct req *rq)
{
    struct date_new_view v = { .case_id = dates_number(rq->parts[0]),
        .move_id = dates_number(view_param(rq, "move")),
        .t = typed_of(rq) };
    enum err e = dates_need_cases(rq);

    e = e ? e : fill_known(rq, &v);
    return e ? e : show_new(rq, 200, &v);
}

/* ---- Keeping. */

static enum date_trouble
put_trouble(enum err e)
{
    switch (e) {
    case ERR_MALFORMED: return TROUBLE_WHY;
    case ERR_TOO_LARGE: return TROUBLE_LONG;
    case ERR_CONFLICT: return TROUBLE_STATE;
    default: return TROUBLE_NONE;
    }
}

static enum err
keep(struct req *rq, struct date_new_view *v, const struct date_put *put, enum date_trouble *where)
{
    struct actor by = view_actor(rq);
    bool confirm = strcmp(view_param(rq, "do"), "confirm") == 0;
    int64_t id = 0;
    enum err e = date_put(&rq->caller->book, put, &by, &id);

    *where = put_trouble(e);
    if (*where)
        return show_new(rq, 422, v);
    if (!e && confirm && role_may(rq->caller->session->roles, MAY_CONFIRM_DATE))
        e = date_act(&rq->caller->book, id, DATE_ACT_CONFIRMED, "", &by);
    if (e)
        return e;
    const char *to = arena_printf(rq->arena, "/dates/%" PRId64 "?done=1", id);
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

static enum err
keep_proposal(struct req *rq, struct date_new_view *v, const struct date_ask *ask)
{
    struct explained x = explain_of(ask, v->p);
    struct date_put put = { .case_id = v->case_id,
        .id = v->move_id,
        .kind = v->p->rule->kind,
        .day = v->p->day,
        .minute = v->p->minute,
        .zone = v->p->zone->name,
        .unsure = v->p->unsure,
        .binding = v->p->binding,
        .what = v->t.what,
        .why = "",
        .explain = &x };

    return keep(rq, v, &put, &v->trouble);
}

static enum err
work_out(struct req *rq, struct date_new_view *v)
{
    struct date_proposal *p = arena_alloc(rq->arena, sizeof *p);
    struct date_ask ask;
    bool show = strcmp(view_param(rq, "do"), "show") == 0;

    enum err e = p ? own_rules(rq->caller->book.p, rq->arena, &v->own, &v->n_own) : ERR_INTERNAL;

    if (e)
        return e;
    v->trouble = ask_of(v, &ask);
    v->trouble = v->trouble ? v->trouble : base_trouble(date_propose(&ask, p));
    if (v->trouble)
        return show_new(rq, 422, v);
    v->p = p;
    return show ? show_new(rq, 200, v) : keep_proposal(rq, v, &ask);
}

static enum date_trouble
typed_put(const struct date_typed *t, struct date_put *put)
{
    struct cal_date day = { 0 };
    enum date_problem p = read_day(t->day, false, &day);

    put->kind = (enum date_kind)number_or(t->kind, KIND_UNSET, N_DATE_KINDS - 1);
    if (put->kind == KIND_UNSET)
        return TROUBLE_KIND;
    if (p || day.precision != CAL_EXACT)
        return p && p != DATE_MALFORMED ? base_trouble(p) : TROUBLE_DAY;
    put->day = day.first;
    put->minute = DAY_MINUTES;
    if (*t->end && cal_read_time(t->end, &put->minute))
        return TROUBLE_TIME;
    const struct zone *z = zone_find(t->zone);
    enum zone_fit fit = ZONE_ONCE;
    if (!z)
        return TROUBLE_PLACE;
    if (!t->past && zone_to_utc(z, put->day, put->minute, &fit) <= clock_now_s())
        return TROUBLE_PAST;
    put->zone = t->zone;
    put->unsure = t->unsure;
    put->binding = !t->elsewhere;
    put->what = t->what;
    put->why = t->why;
    return TROUBLE_NONE;
}

static enum err
keep_typed(struct req *rq, struct date_new_view *v)
{
    struct date_put put = { .case_id = v->case_id, .id = v->move_id };

    v->typed_trouble = typed_put(&v->t, &put);
    return v->typed_trouble ? show_new(rq, 422, v) : keep(rq, v, &put, &v->typed_trouble);
}

enum err
post_date_new(struct req *rq)
{
    struct date_new_view v = { .case_id = dates_number(rq->parts[0]),
        .move_id = dates_number(view_param(rq, "move")),
        .t = typed_of(rq) };
    bool by_hand = strcmp(view_param(rq, "do"), "type") == 0;
    enum err e = dates_need_cases(rq);

    if (e)
        return e;
    return by_hand ? keep_typed(rq, &v) : work_out(rq, &v);
}
