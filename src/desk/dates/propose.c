/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a base date to the last day of a term, step by step.  Everything here only grows with the
   base day, so the earliest base gives the earliest end. */
#include "desk/dates/rule.h"

enum { MAX_FREE_LISTED = 12, MAX_FREE_RUN = 40 };

struct work {
    const struct date_ask *ask;
    const struct date_rule *rule;
    const struct date_country *country;
    struct date_proposal p;
    size_t n_free; /* free days listed */
    int32_t year_told;
};

static void
say(struct work *w, struct date_step s)
{
    s.text = s.text ? s.text : "";
    if (w->p.n_steps < MAX_STEPS)
        w->p.steps[w->p.n_steps++] = s;
    else
        w->p.more_steps = true;
}

/* A year whose holidays are not all known makes a working day a guess: said once a year. */
static void
tell_year(struct work *w, int64_t day)
{
    int32_t year = date_of_day(day).year;

    if (day_is_known(w->country, day) || w->year_told == year)
        return;
    w->year_told = year;
    w->p.unsure = true;
    say(w, (struct date_step){ .kind = STEP_YEAR_UNKNOWN, .day = day, .b = year });
}

static bool
is_free(struct work *w, int64_t day)
{
    const char *name = "";
    enum day_kind kind = day_kind_of(w->country, day, &name);

    tell_year(w, day);
    if (kind == DAY_WORKING)
        return false;
    if (w->n_free++ >= MAX_FREE_LISTED)
        w->p.more_steps = true;
    else if (kind == DAY_HOLIDAY)
        say(w, (struct date_step){ .kind = STEP_HOLIDAY, .day = day, .text = name });
    else
        say(w, (struct date_step){ .kind = STEP_WEEKEND, .day = day });
    return true;
}

/* n working days on (sign 1) or back (-1). */
static enum date_problem
add_working_days(struct work *w, int64_t *day, int32_t n, int sign)
{
    int64_t at = *day;

    while (n > 0) {
        at += sign;
        enum date_problem p = cal_check(at);
        if (p)
            return p;
        n -= !is_free(w, at);
    }
    *day = at;
    return DATE_FINE;
}

static enum date_problem
roll_to_working_day(struct work *w, int64_t *day, int sign)
{
    int64_t at = *day;

    for (int i = 0; i < MAX_FREE_RUN && is_free(w, at); i++) {
        at += sign;
        enum date_problem p = cal_check(at);
        if (p)
            return p;
    }
    if (at != *day)
        say(w, (struct date_step){ .kind = STEP_MOVED, .day = at });
    *day = at;
    return DATE_FINE;
}

/* ---- The base. */

static const struct service_rule *
service_of(const struct date_ask *ask, const char *country, int64_t day)
{
    for (size_t i = 0; i < ask->n_services; i++) {
        const struct service_rule *s = &ask->services[i];
        if (strcmp(s->country, country) == 0 && s->way == ask->way && day >= s->from &&
            day <= s->to)
            return s;
    }
    return NULL;
}

static enum date_problem
serve(struct work *w, int64_t *day)
{
    const struct service_rule *s = service_of(w->ask, w->country->code, *day);
    enum date_problem p = DATE_FINE;

    if (!s) {
        w->p.unsure = w->ask->way != WAY_IN_HAND;
        say(w, (struct date_step){ .kind = STEP_SENT_UNKNOWN, .day = *day, .b = w->ask->way });
        return DATE_FINE;
    }
    say(w, (struct date_step){ STEP_SENT, *day, w->ask->way, s->amount, s->source });
    if (s->unit == UNIT_WORKING_DAYS)
        p = add_working_days(w, day, s->amount, 1);
    else
        *day += s->amount;
    p = p ? p : cal_check(*day);
    if (!p)
        say(w, (struct date_step){ .kind = STEP_IN_LAW, .day = *day });
    return p;
}

static enum date_problem
take_base(struct work *w, int64_t from, int64_t *day)
{
    const struct cal_date *b = &w->ask->base;

    *day = from;
    w->p.unsure = b->precision != CAL_EXACT;
    say(w, (struct date_step){ .kind = STEP_BASE, .day = from, .b = b->precision, .c = b->last });
    if (w->ask->means == BASE_DOCUMENT) {
        w->p.unsure = true;
        say(w, (struct date_step){ .kind = STEP_DOCUMENT, .day = from });
    }
    return w->ask->means == BASE_SENT ? serve(w, day) : DATE_FINE;
}

/* ---- The term. */

static enum date_problem
add_term(struct work *w, int64_t *day)
{
    const struct date_rule *r = w->rule;
    int sign = r->before ? -1 : 1;
    bool clamped = false;
    enum date_problem p = DATE_FINE;
    /* Day one is the event's own day: every term ends a day earlier. */
    int64_t own = r->first == FIRST_SAME_DAY && r->amount > 0 ? sign : 0;

    if (r->unit != UNIT_MONTHS && r->unit != UNIT_YEARS && r->amount > 0)
        say(w, (struct date_step){ .kind = STEP_FIRST_DAY, .day = *day + sign - own });
    switch (r->unit) {
    case UNIT_DAYS: *day += sign * (int64_t)r->amount - own; break;
    case UNIT_WEEKS: *day += sign * (int64_t)r->amount * 7 - own; break;
    case UNIT_MONTHS: *day = cal_add_months(*day, sign * (int64_t)r->amount, &clamped) - own; break;
    case UNIT_YEARS:
        *day = cal_add_months(*day, sign * (int64_t)r->amount * 12, &clamped) - own;
        break;
    case UNIT_WORKING_DAYS:
        *day -= own;
        p = add_working_days(w, day, r->amount, sign);
        break;
    case UNIT_HOURS:
    case UNIT_UNSET:
    case N_DATE_UNITS: return DATE_BAD_RULE;
    }
    p = p ? p : cal_check(*day);
    if (p)
        return p;
    say(w, (struct date_step){ STEP_ADDED, *day, sign * r->amount, r->unit, "" });
    if (clamped)
        say(w, (struct date_step){ .kind = STEP_CLAMPED, .day = *day });
    return DATE_FINE;
}

static void
tell_fit(struct work *w, enum zone_fit fit, int64_t day, int32_t minute)
{
    if (fit == ZONE_ONCE)
        return;
    w->p.unsure = true;
    say(w, (struct date_step){
               .kind = fit == ZONE_NEVER ? STEP_NEVER : STEP_TWICE, .day = day, .b = minute });
}

/* Hours are hours that pass, whatever clocks do. */
static enum date_problem
add_hours(struct work *w, int64_t day, int32_t minute)
{
    enum zone_fit fit = ZONE_ONCE;
    int64_t start_s = zone_to_utc(w->p.zone, day, minute, &fit);
    int64_t sign = w->rule->before ? -1 : 1;
    int64_t end_s = start_s + sign * w->rule->amount * (int64_t)3600;
    int64_t moved = zone_offset_s(w->p.zone, end_s) - zone_offset_s(w->p.zone, start_s);

    tell_fit(w, fit, day, minute);
    zone_to_local(w->p.zone, end_s, &w->p.day, &w->p.minute);
    enum date_problem p = cal_check(w->p.day);
    if (p)
        return p;
    w->p.until_s = end_s;
    say(w, (struct date_step){ STEP_ADDED, w->p.day, sign * w->rule->amount, UNIT_HOURS, "" });
    if (moved)
        say(w, (struct date_step){ .kind = STEP_CLOCKS, .day = w->p.day, .b = moved / 60 });
    return DATE_FINE;
}

static void
end_day(struct work *w, int64_t day, int32_t minute)
{
    enum zone_fit fit = ZONE_ONCE;
    int32_t end = w->rule->end == END_OF_DAY ? DAY_MINUTES
                  : w->rule->end == END_AT   ? w->rule->end_minute
                                             : minute;

    w->p.day = day;
    w->p.minute = end;
    w->p.until_s = zone_to_utc(w->p.zone, day, end, &fit);
    if (end != DAY_MINUTES)
        tell_fit(w, fit, day, end);
}

static enum date_problem
count(struct work *w, int64_t day, int32_t minute)
{
    enum date_problem p = DATE_FINE;

    if (w->rule->unit == UNIT_HOURS) {
        p = add_hours(w, day, minute);
    } else {
        p = add_term(w, &day);
        if (!p && w->rule->roll != ROLL_NONE)
            p = roll_to_working_day(w, &day, w->rule->roll == ROLL_NEXT ? 1 : -1);
        if (!p)
            end_day(w, day, minute);
    }
    if (!p)
        say(w, (struct date_step){ STEP_ENDS, w->p.day, w->p.minute, 0, w->p.zone->name });
    return p;
}

/* The minute that hours are counted from; unknown, it is the day's first. */
static int32_t
take_minute(struct work *w, int64_t day)
{
    bool needed = w->rule->unit == UNIT_HOURS || w->rule->end == END_SAME_HOUR;

    if (!needed)
        return 0;
    if (w->ask->minute < 0) {
        w->p.unsure = true;
        say(w, (struct date_step){ .kind = STEP_MINUTE_UNKNOWN, .day = day });
        return 0;
    }
    say(w, (struct date_step){ .kind = STEP_MINUTE, .day = day, .b = w->ask->minute });
    return w->ask->minute;
}

static bool
is_same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static void
tell_reach(struct work *w)
{
    const char *stay = w->ask->stay, *home = w->country->code;

    w->p.binding = w->rule->reach == REACH_ANYWHERE || !*stay || is_same(stay, home) ||
                   is_same(w->rule->country, "INT");
    if (!w->p.binding)
        say(w, (struct date_step){ .kind = STEP_ELSEWHERE, .text = home });
    if (!*w->rule->confirmed_by)
        say(w, (struct date_step){ .kind = STEP_UNCONFIRMED });
}

/* One version of the rule, from the first day on which it can apply. */
static enum date_problem
propose_one(struct work *w, const struct date_rule *r, int64_t from)
{
    int64_t day = from;

    w->rule = r;
    w->p.rule = r;
    enum date_problem p = take_base(w, from, &day);
    if (p)
        return p;
    say(w, (struct date_step){ STEP_RULE, r->from, r->amount, r->unit, r->source });
    int32_t minute = take_minute(w, day);
    p = count(w, day, minute);
    if (!p)
        tell_reach(w);
    return p;
}

static enum date_problem
find_place(const struct date_ask *ask, const struct date_rule *r, struct work *w)
{
    const char *code = *ask->authority ? ask->authority : r->country;

    w->country = date_country_find(code);
    w->p.zone = w->country ? zone_find(*ask->zone ? ask->zone : w->country->zone) : NULL;
    return w->p.zone ? DATE_FINE : DATE_BAD_PLACE;
}

static enum date_problem
check_ask(const struct date_ask *ask)
{
    enum date_problem p = cal_check(ask->base.first);

    p = p ? p : cal_check(ask->base.last);
    if (p)
        return p;
    if (ask->base.precision <= CAL_UNSET || ask->base.precision > CAL_ESTIMATE ||
        ask->base.last < ask->base.first || ask->means <= BASE_UNSET || ask->means > BASE_DOCUMENT)
        return DATE_MALFORMED;
    if (ask->means == BASE_SENT && (ask->way <= WAY_UNSET || ask->way >= N_SERVICE_WAYS))
        return DATE_MALFORMED;
    return ask->minute < -1 || ask->minute >= DAY_MINUTES ? DATE_BAD_TIME : DATE_FINE;
}

enum date_problem
date_propose(const struct date_ask *ask, struct date_proposal *out)
{
    struct work best = { 0 };
    enum date_problem problem = check_ask(ask);
    size_t n = 0;

    for (size_t i = 0; !problem && i < ask->n_rules; i++) {
        const struct date_rule *r = &ask->rules[i];
        struct work w = { .ask = ask };
        int64_t from = ask->base.first > r->from ? ask->base.first : r->from;
        problem = date_rule_check(r);
        if (problem || from > r->to || from > ask->base.last)
            continue;
        problem = find_place(ask, r, &w);
        problem = problem ? problem : propose_one(&w, r, from);
        if (!problem && (n++ == 0 || w.p.until_s < best.p.until_s))
            best = w;
    }
    if (problem)
        return problem;
    if (n == 0)
        return DATE_NO_RULE;
    if (n > 1) {
        best.p.unsure = true;
        say(&best, (struct date_step){ .kind = STEP_RULES });
    }
    *out = best.p;
    return DATE_FINE;
}
