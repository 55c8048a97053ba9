/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/rule.h"

enum { MAX_HOURS = 24 * 366, MAX_DAYS = 3660, MAX_YEARS = 30 };

static bool
amount_fits(const struct date_rule *r)
{
    static const int32_t most[N_DATE_UNITS] = { [UNIT_HOURS] = MAX_HOURS,
        [UNIT_DAYS] = MAX_DAYS,
        [UNIT_WORKING_DAYS] = MAX_DAYS,
        [UNIT_WEEKS] = MAX_DAYS / 7,
        [UNIT_MONTHS] = MAX_YEARS * 12,
        [UNIT_YEARS] = MAX_YEARS };

    return r->unit > UNIT_UNSET && r->unit < N_DATE_UNITS && r->amount >= 0 &&
           r->amount <= most[r->unit];
}

static bool
fields_fit(const struct date_rule *r)
{
    if (r->kind <= KIND_UNSET || r->kind >= N_DATE_KINDS || r->event <= EVENT_UNSET ||
        r->event >= N_DATE_EVENTS)
        return false;
    if (r->first < FIRST_NEXT_DAY || r->first > FIRST_SAME_DAY || r->roll < ROLL_NONE ||
        r->roll > ROLL_PREVIOUS || r->reach < REACH_THERE || r->reach > REACH_ANYWHERE)
        return false;
    if (r->end < END_OF_DAY || r->end > END_AT)
        return false;
    return r->end != END_AT || (r->end_minute > 0 && r->end_minute < DAY_MINUTES);
}

static bool
is_said(const char *text)
{
    return text && text[strspn(text, " \t")] != '\0';
}

enum date_problem
date_rule_check(const struct date_rule *r)
{
    if (!is_said(r->source) || !is_said(r->code) || !is_said(r->country))
        return DATE_BAD_RULE;
    if (!fields_fit(r) || r->from > r->to)
        return DATE_BAD_RULE;
    /* What is counted in hours ends at an hour. */
    if (r->unit == UNIT_HOURS && (r->end == END_AT || r->roll != ROLL_NONE))
        return DATE_BAD_RULE;
    return amount_fits(r) ? DATE_FINE : DATE_BAD_AMOUNT;
}

const struct date_rule *
date_rule_versions(const char *code, size_t *n)
{
    const struct date_rule *first = NULL;

    *n = 0;
    for (size_t i = 0; i < n_date_rules; i++) {
        if (strcmp(date_rules[i].code, code) != 0)
            continue;
        first = first ? first : &date_rules[i];
        (*n)++;
    }
    return first; /* the table is sorted by code */
}

/* Of the versions of one code the newest that holds on the day, or else the newest. */
static const struct date_rule *
best_version(const struct date_rule *r, size_t n, int64_t day)
{
    const struct date_rule *best = &r[0];

    for (size_t i = 1; i < n; i++) {
        bool holds = day >= r[i].from && day <= r[i].to;
        bool best_holds = day >= best->from && day <= best->to;
        if (holds > best_holds || (holds == best_holds && r[i].from > best->from))
            best = &r[i];
    }
    return best;
}

const struct date_rule *
date_rule_next(const char *country, enum date_kind kind, int64_t day, size_t *at)
{
    while (*at < n_date_rules) {
        const struct date_rule *r = &date_rules[*at];
        size_t n = 0;
        r = date_rule_versions(r->code, &n);
        *at += n;
        if (strcmp(r->country, country) == 0 && (kind == KIND_UNSET || r->kind == kind))
            return best_version(r, n, day);
    }
    return NULL;
}

const struct date_regime *
date_regime_of(const char *field, const char *country, int64_t day)
{
    for (size_t i = 0; i < n_date_regimes; i++) {
        const struct date_regime *r = &date_regimes[i];
        if (strcmp(r->field, field) == 0 && strcmp(r->country, country) == 0 && day >= r->from &&
            day <= r->to)
            return r;
    }
    return NULL;
}
