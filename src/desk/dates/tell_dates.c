/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/tell_dates.h"
#include "base/clock.h"
#include "desk/dates/acts.h"
#include <inttypes.h>

enum { HOUR_S = 3600 };

const char *
tell_full_day(struct out *o, enum lang lang, int64_t day)
{
    return tell_text(
        arena_printf(o->a, "%s %d", text_near_date(o->a, lang, day), date_of_day(day).year));
}

const char *
tell_ahead(struct out *o, enum lang lang, const struct date_due *d, int days)
{
    return tell_full_day(o, lang, day_of((d->day - days) * DAY_S + d->minute * INT64_C(60)));
}

const char *
tell_minute(struct out *o, int32_t minute)
{
    return tell_text(arena_printf(o->a, "%02d:%02d", minute / 60, minute % 60));
}

const char *
tell_end(struct out *o, enum lang lang, int64_t day, int32_t minute)
{
    return minute == DAY_MINUTES
               ? TF("{1}, to the end of the day", tell_full_day(o, lang, day))
               : TF("{1}, until {2}", tell_full_day(o, lang, day), tell_minute(o, minute));
}

const char *
tell_left(struct out *o, enum lang lang, int64_t until_s, int64_t now_s)
{
    int64_t left = until_s - now_s;

    if (left <= 0)
        return TF("over since {1}", tell_span(o, lang, left));
    return TF("{1} left", tell_span(o, lang, left));
}

const char *
tell_amount(struct out *o, enum lang lang, int64_t n, enum date_unit unit)
{
    switch (unit) {
    case UNIT_HOURS: return TN("{n} hour", "{n} hours", n);
    case UNIT_DAYS: return TN("{n} day", "{n} days", n);
    case UNIT_WORKING_DAYS: return TN("{n} working day", "{n} working days", n);
    case UNIT_WEEKS: return TN("{n} week", "{n} weeks", n);
    case UNIT_MONTHS: return TN("{n} month", "{n} months", n);
    case UNIT_YEARS: return TN("{n} year", "{n} years", n);
    case UNIT_UNSET:
    case N_DATE_UNITS: break;
    }
    return "";
}

static const char *
tell_base(struct out *o, enum lang lang, const struct date_step *s)
{
    if (s->b == CAL_DAY_UNKNOWN)
        return TF("Only the month is known, {1}: its first day is taken.",
            text_month(o->a, lang, s->day));
    if (s->b == CAL_MONTH_UNKNOWN)
        return TF("Only the year is known, {1}: its first day is taken.",
            tell_number(o, date_of_day(s->day).year));
    if (s->b == CAL_ESTIMATE)
        return TF("The day is an estimate: {1}. It may have been earlier.",
            tell_full_day(o, lang, s->day));
    return TF("Counted from {1}.", tell_full_day(o, lang, s->day));
}

static const char *
tell_sent(struct out *o, enum lang lang, const struct date_step *s)
{
    const char *day = text_date(o->a, lang, s->day);
    const char *way = date_way_name(lang, (enum service_way)s->b);

    if (s->kind == STEP_SENT_UNKNOWN)
        return TF("Sent on {1} ({2}). No rule here says when that counts as served: the day itself "
                  "is taken.",
            day, way);
    return TF("Sent on {1} ({2}). It counts as served after: {3}. Source: {4}.", day, way,
        tell_amount(o, lang, s->c, UNIT_DAYS), date_name(lang, s->text));
}

static const char *
tell_added(struct out *o, enum lang lang, const struct date_step *s)
{
    const char *amount = tell_amount(o, lang, s->b < 0 ? -s->b : s->b, (enum date_unit)s->c);
    const char *day = tell_full_day(o, lang, s->day);

    return s->b < 0 ? TF("Counted back: {1}. That gives {2}.", amount, day)
                    : TF("Counted on: {1}. That gives {2}.", amount, day);
}

static const char *
tell_ends(struct out *o, enum lang lang, const struct date_step *s)
{
    int32_t minute = s->b >= 0 && s->b <= DAY_MINUTES ? (int32_t)s->b : DAY_MINUTES;

    return TF("The end: {1}, on the clocks of {2}.", tell_end(o, lang, s->day, minute), s->text);
}

static const char *
tell_clock_step(struct out *o, enum lang lang, const struct date_step *s)
{
    const char *minute = tell_minute(o, (int32_t)(s->b >= 0 && s->b < DAY_MINUTES ? s->b : 0));

    if (s->kind == STEP_MINUTE)
        return TF("Counted from {1} o’clock.", minute);
    if (s->kind == STEP_NEVER)
        return TF(
            "There is no {1} on that day: clocks jump over it. The moment of the jump is taken.",
            minute);
    return TF("{1} comes twice on that day: the first is taken.", minute);
}

/* Days that do not count. */
static const char *
tell_free(struct out *o, enum lang lang, const struct date_step *s)
{
    const char *day = tell_full_day(o, lang, s->day);

    return s->kind == STEP_HOLIDAY ? TF("{1} is a day off: {2}.", day, date_name(lang, s->text))
                                   : TF("{1} is a day off.", day);
}

const char *
tell_step(struct out *o, enum lang lang, const struct date_step *s)
{
    switch (s->kind) {
    case STEP_BASE: return tell_base(o, lang, s);
    case STEP_MINUTE:
    case STEP_NEVER:
    case STEP_TWICE: return tell_clock_step(o, lang, s);
    case STEP_MINUTE_UNKNOWN:
        return T("The hour is not known: the first minute of the day is taken.");
    case STEP_DOCUMENT:
        return T("The day printed on the paper is taken: it was served then or later.");
    case STEP_SENT:
    case STEP_SENT_UNKNOWN: return tell_sent(o, lang, s);
    case STEP_IN_LAW: return TF("Served in law on {1}.", tell_full_day(o, lang, s->day));
    case STEP_RULE:
        return TF("The rule, valid from {1}: {2}. Source: {3}.", text_date(o->a, lang, s->day),
            tell_amount(o, lang, s->b, (enum date_unit)s->c), date_name(lang, s->text));
    case STEP_RULES:
        return T("More than one version of the rule can hold: the earliest end is taken.");
    case STEP_FIRST_DAY:
        return TF("The first day that counts: {1}.", tell_full_day(o, lang, s->day));
    case STEP_ADDED: return tell_added(o, lang, s);
    case STEP_CLAMPED: return T("That month has no such day: its last day is taken.");
    case STEP_WEEKEND:
    case STEP_HOLIDAY: return tell_free(o, lang, s);
    case STEP_MOVED: return TF("Moved to a working day: {1}.", tell_full_day(o, lang, s->day));
    case STEP_ENDS: return tell_ends(o, lang, s);
    case STEP_CLOCKS: return T("Clocks move in between: hours are counted as they pass.");
    case STEP_YEAR_UNKNOWN:
        return TF("Days off of {1} are not all in the table: check them.", tell_number(o, s->b));
    case STEP_ELSEWHERE:
        return TF(
            "It binds in this country: {1}. The person is elsewhere: ask a lawyer what follows.",
            tell_place(lang, s->text));
    case STEP_UNCONFIRMED: return T("No lawyer has confirmed this rule.");
    case STEP_UNSET:
    case N_STEPS: break;
    }
    return "";
}

const char *
tell_trouble(enum lang lang, enum date_trouble t)
{
    static const char no_rule[] =
        N_("No version of this rule holds on that day. Type the date with a reason, or ask a "
           "lawyer.");
    static const char bad_rule[] =
        N_("This rule does not make sense as it stands in the book: a lawyer must look at it.");
    static const char *const sentences[N_TROUBLES] = {
        [TROUBLE_NONE] = "",
        [TROUBLE_DATE] = N_("This is not a date. Write 22.11.2026, or 11.2026, or 2026."),
        [TROUBLE_DAY] = N_("This is not a day. Write it as 22.11.2026."),
        [TROUBLE_PAST] = N_("This day is past. Tick that you know it, to keep it all the same."),
        [TROUBLE_EARLY] = N_("Dates before 1970 cannot be kept."),
        [TROUBLE_LATE] = N_("Dates after 2100 cannot be kept."),
        [TROUBLE_TIME] = N_("This is not a time of day. Write 09:30."),
        [TROUBLE_RULE] = N_("Choose a rule."),
        [TROUBLE_NO_RULE] = no_rule,
        [TROUBLE_PLACE] = N_("The tables do not know this country or time zone."),
        [TROUBLE_KIND] = N_("Choose what kind of date it is."),
        [TROUBLE_WHY] = N_("Write why: whoever reads it later must be able to check."),
        [TROUBLE_LONG] = N_("Too many words. Keep it shorter."),
        [TROUBLE_STATE] = N_("Somebody was faster: look at the date again."),
        [TROUBLE_BAD_RULE] = bad_rule,
        [TROUBLE_CHOICE] = N_("Nothing was chosen, or something that is not there any more."),
    };

    return t > TROUBLE_NONE && t < N_TROUBLES ? text_get(lang, sentences[t]) : "";
}

const char *
tell_trouble_field(const struct date_new_view *v)
{
    bool typed = v->typed_trouble != TROUBLE_NONE;

    switch (typed ? v->typed_trouble : v->trouble) {
    case TROUBLE_DATE:
    case TROUBLE_DAY:
    case TROUBLE_PAST:
    case TROUBLE_EARLY:
    case TROUBLE_LATE: return typed ? "day" : "base";
    case TROUBLE_TIME: return typed ? "end" : "time";
    case TROUBLE_PLACE: return typed ? "tzone" : "authority";
    case TROUBLE_CHOICE: return "way";
    case TROUBLE_LONG:
    case TROUBLE_WHY: return "why";
    case TROUBLE_STATE:
    case TROUBLE_NONE: return "";
    default: return typed ? "kind" : "rule";
    }
}

const char *
tell_wrong(const struct date_new_view *v, const char *field)
{
    return tell_same(tell_trouble_field(v), field) ? "true" : "false";
}

const char *
tell_date_state(struct out *o, enum lang lang, const struct date_full *f)
{
    switch (f->d.state) {
    case DATE_OPEN: return T("No lawyer has confirmed this date.");
    case DATE_CONFIRMED: return TF("Confirmed by a lawyer: {1}.", f->confirmed_by);
    case DATE_DONE: return TF("Done: {1}.", f->ended_by);
    case DATE_WITHDRAWN: return TF("Withdrawn: {1}.", f->ended_by);
    }
    return "";
}

/* The numbers are those of enum date_act; a deputy's name and reasons stand below the line. */
const char *
tell_date_act(struct out *o, enum lang lang, const struct case_entry *e)
{
    switch (e->number) {
    case DATE_ACT_CONFIRMED: return TF("{1} confirmed a date as a lawyer", e->who);
    case DATE_ACT_DONE: return TF("{1} marked a date as done", e->who);
    case DATE_ACT_REOPENED: return TF("{1} took back that a date is done or confirmed", e->who);
    case DATE_ACT_DEPUTY:
        return *e->body ? TF("{1} set the deputy of a date:", e->who)
                        : TF("{1} took away the deputy of a date", e->who);
    case DATE_ACT_WITHDRAWN: return TF("{1} withdrew a date:", e->who);
    default: return "";
    }
}

const char *
tell_effect(enum lang lang, enum date_effect e)
{
    switch (e) {
    case EFFECT_YES: return T("A remedy stops the execution.");
    case EFFECT_NO: return T("A remedy does not stop the execution.");
    case EFFECT_ON_REQUEST: return T("A remedy stops the execution only if that is asked for.");
    case EFFECT_UNKNOWN: break;
    }
    return T("Whether a remedy stops the execution is not known: do not assume it.");
}

const char *
tell_rule(struct out *o, enum lang lang, const struct date_rule *r)
{
    const char *name = date_rule_name(o->a, lang, r->code);

    if (r->amount == 0)
        return name;
    return tell_text(arena_printf(o->a, "%s: %s", name, tell_amount(o, lang, r->amount, r->unit)));
}

const char *
tell_place(enum lang lang, const char *code)
{
    if (strcmp(code, "EU") == 0)
        return date_name(lang, "place-EU");
    return strcmp(code, "INT") == 0 ? date_name(lang, "place-INT") : tell_country(lang, code);
}

const char *
tell_date_iso(struct out *o, int64_t day)
{
    struct date d = date_of_day(day);

    return tell_text(arena_printf(o->a, "%04d-%02d-%02d", d.year, d.month, d.day));
}

const char *
tell_date_class(const struct date_due *d, int64_t now_s)
{
    int64_t left = d->until_s - now_s;

    if (d->state >= DATE_DONE)
        return "clock";
    return left <= 3 * DAY_S ? "clock hot" : "clock";
}

const struct date_rule *
tell_rule_at(const char *country, int64_t now_s, size_t i)
{
    size_t at = 0;
    const struct date_rule *r = date_rule_next(country, KIND_UNSET, day_of(now_s), &at);

    while (r && i-- > 0)
        r = date_rule_next(country, KIND_UNSET, day_of(now_s), &at);
    return r;
}

int
tell_named_kind(enum triage_date_kind kind)
{
    static const enum date_kind kinds[TRIAGE_N_DATE_KINDS] = { [DATE_OTHER] = KIND_OTHER,
        [DATE_SUMMONS_APPEARANCE] = KIND_SUMMONS,
        [DATE_DISPATCH_TO_UNIT] = KIND_DISPATCH,
        [DATE_CONTRACT_SIGNATURE] = KIND_CONTRACT,
        [DATE_HEARING] = KIND_HEARING,
        [DATE_APPEAL] = KIND_APPEAL,
        [DATE_PERMIT_EXPIRY] = KIND_PERMIT_EXPIRY,
        [DATE_DOCUMENT_EXPIRY] = KIND_DOCUMENT_EXPIRY,
        [DATE_REPLY_DUE] = KIND_REPLY_DUE,
        [DATE_DATA_SUBJECT_REQUEST] = KIND_DATA_REQUEST,
        [DATE_TRANSFER_THREAT] = KIND_TRANSFER,
        [DATE_REMOVAL] = KIND_TRANSFER };

    return (int)(kind < TRIAGE_N_DATE_KINDS ? kinds[kind] : KIND_OTHER);
}

const char *
tell_named_zone(const struct named_date *d)
{
    const struct date_country *c = date_country_find(d->country);
    const struct zone *first = &date_zones[0];
    enum zone_fit fit;

    if (c)
        return c->zone;
    for (size_t i = 1; i < n_date_zones; i++)
        if (zone_to_utc(&date_zones[i], d->day, DAY_MINUTES, &fit) <
            zone_to_utc(first, d->day, DAY_MINUTES, &fit))
            first = &date_zones[i];
    return first->name;
}
