/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Addresses, the month as a table, and words on proceedings. */
#include "base/clock.h"
#include "base/text.h"
#include "desk/dates/tell_dates.h"
#include "desk/forms/form_def.h"
#include "forms.gen.h"
#include <inttypes.h>

/* ---- The month. */

int64_t
tell_month_start(const struct month_view *v)
{
    return v->first - (cal_weekday(v->first) - 1);
}

static int64_t
next_month(const struct month_view *v)
{
    bool clamped = false;

    return cal_add_months(v->first, 1, &clamped);
}

int64_t
tell_month_end(const struct month_view *v)
{
    int64_t last = next_month(v) - 1;

    return last + 8 - cal_weekday(last);
}

bool
tell_in_month(const struct month_view *v, int64_t day)
{
    return day >= v->first && day < next_month(v);
}

int64_t
tell_today(const struct month_view *v)
{
    return day_of(v->f.now_s);
}

int
tell_day_number(int64_t day)
{
    return date_of_day(day).day;
}

size_t
tell_on_day(const struct month_view *v, int64_t day)
{
    size_t n = 0;

    for (size_t i = 0; i < v->n; i++)
        n += v->rows[i].day == day;
    return n;
}

int64_t
tell_first_of(const struct month_view *v, int64_t day)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->rows[i].day == day)
            return v->rows[i].id;
    return 0;
}

const char *
tell_month(struct out *o, enum lang lang, int64_t first)
{
    return text_month(o->a, lang, first);
}

const char *
tell_month_url(struct out *o, int64_t first, int64_t months)
{
    bool clamped = false;
    struct date d = date_of_day(cal_add_months(first, months, &clamped));

    return tell_text(arena_printf(o->a, "/dates/month?m=%04d-%02d", d.year, d.month));
}

const char *
tell_weekday(enum lang lang, int i)
{
    static const char *const days[7] = { N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"),
        N_("Su") };

    return i >= 0 && i < 7 ? text_get(lang, days[i]) : "";
}

/* ---- Adding a date. */

const char *
tell_new_url(struct out *o, const struct date_new_view *v)
{
    const char *url = v->move_id ? arena_printf(o->a, "/c/%" PRId64 "/dates/new?move=%" PRId64,
                                       v->case_id, v->move_id)
                                 : arena_printf(o->a, "/c/%" PRId64 "/dates/new", v->case_id);

    return tell_text(url);
}

bool
tell_number_is(const char *typed, int n)
{
    uint64_t v = 0;

    return !text_u64(typed, 0, 1000, &v) && v == (uint64_t)n;
}

/* The event itself, until somebody says otherwise. */
bool
tell_means(const struct date_new_view *v, int n)
{
    return *v->t.means ? tell_number_is(v->t.means, n) : n == BASE_EVENT;
}

bool
tell_has_place(const struct date_new_view *v)
{
    return *v->t.authority || (v->trouble == TROUBLE_PLACE);
}

const char *
tell_country_code(size_t i)
{
    return i < n_countries ? countries[i].code : "";
}

const char *
tell_date_item_url(struct out *o, const struct date_due *d)
{
    char hex[2 * ID_BYTES + 1];

    hex_encode((struct bytes){ d->item, ID_BYTES }, hex);
    return tell_text(arena_printf(o->a, "/c/%" PRId64 "/item/%s", d->case_id, hex));
}

/* ---- Proceedings. */

bool
tell_any_open(const struct case_dates_view *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->rows[i].state < DATE_DONE)
            return true;
    return false;
}

int
tell_form_proceeding(void)
{
    return FORM_PROCEEDING;
}

int
tell_form_step(void)
{
    return FORM_STEP;
}

int
tell_form_claim(void)
{
    return FORM_ASYLUM_CLAIM;
}

const char *
tell_proceeding(struct out *o, enum lang lang, const struct proceeding_view *p)
{
    const char *key = tell_text(arena_printf(o->a, "proceeding-%s", proceeding_code(p->kind)));

    return tell_text(
        arena_printf(o->a, "%s: %s", date_name(lang, key), tell_place(lang, p->country)));
}

const char *
tell_regime(struct out *o, enum lang lang, const struct proceeding_view *p)
{
    if (p->registered == INT64_MIN)
        return T("the day of registration is needed");
    if (!p->regime)
        return T("the tables say nothing for this country and day: a lawyer sets it");
    return TF("{1} (source: {2}; no lawyer has confirmed it)", date_name(lang, p->regime->value),
        date_name(lang, p->regime->source));
}

/* The label of a choice of a form; "" when there is none. */
static const char *
choice(enum lang lang, uint32_t form, uint32_t field, int number)
{
    const struct form_def *d = form_def_of(form);
    const struct form_field *f = d ? form_field_of(d, field) : NULL;
    const struct form_choice *c = f ? form_choice_of(f, number) : NULL;

    return c ? text_get(lang, c->label) : "";
}

const char *
tell_outcome(enum lang lang, int outcome)
{
    return choice(lang, FORM_PROCEEDING, PROCEEDING_OUTCOME, outcome);
}

const char *
tell_result(enum lang lang, int result)
{
    return choice(lang, FORM_STEP, STEP_RESULT, result);
}

enum date_effect
tell_step_effect(const struct step_view *s)
{
    switch (s->effect) {
    case CHOICE_EFFECT_YES: return EFFECT_YES;
    case CHOICE_EFFECT_NO: return EFFECT_NO;
    case CHOICE_EFFECT_ON_REQUEST: return EFFECT_ON_REQUEST;
    default: return EFFECT_UNKNOWN;
    }
}

const char *
tell_hearing(struct out *o, enum lang lang, const struct step_view *s)
{
    int64_t day = day_of(s->hearing_s);
    int32_t minute = (int32_t)((s->hearing_s - day * DAY_S) / 60);
    const char *zone = *s->zone ? s->zone : "UTC";

    return TF("{1}, {2}, on the clocks of {3}", tell_full_day(o, lang, day), tell_minute(o, minute),
        zone);
}

bool
tell_stage_done(const struct proceeding_view *p, const struct date_stage *s)
{
    for (size_t i = 0; i < p->n_steps; i++)
        if (strcmp(p->steps[i].stage, s->stage) == 0)
            return true;
    return false;
}

const char *
tell_rule_url(
    struct out *o, const struct case_dates_view *v, const char *rule, const struct step_view *step)
{
    int64_t served = step && step->served != INT64_MIN ? step->served : INT64_MIN;
    const char *url = arena_printf(o->a, "/c/%" PRId64 "/dates/new?rule=%s", v->case_id, rule);

    if (url && served != INT64_MIN)
        url = arena_printf(o->a, "%s&base=%s", url, tell_date_iso(o, served));
    return tell_text(url);
}
