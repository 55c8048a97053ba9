/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Facts that stand in no pattern: from the answers, from the dates, from where the person is. */
#include <string.h>

#include "base/clock.h"
#include "core/triage/work.h"

enum {
    EAST_S = 3 * 3600, /* most who write live at least this far east of Greenwich */
    TEN_DAYS = 10,
    MONTH_DAYS = 31,
    DECISION_REACH = 60, /* a decision longer ago does not start a period that still runs */
    SHORT_WORDS = 4,
    ANSWER_REACH = 3660, /* a day further off was not meant */
};

static const char home_countries[][3] = { "RU", "BY", "UA" };

static bool
is_home(const char *country)
{
    for (size_t i = 0; i < sizeof home_countries / sizeof home_countries[0]; i++)
        if (strncmp(country, home_countries[i], 2) == 0)
            return true;
    return false;
}

static void
add_country(struct work *w, struct triage_result *out)
{
    const char *answered = w->ask->country;

    if (answered[0] && answered[1]) {
        out->country[0] = answered[0];
        out->country[1] = answered[1];
        fact_set(w, is_home(answered) ? FACT_ANSWERED_HOME : FACT_ANSWERED_ABROAD);
    }
    if (w->country < 0)
        return;
    if (!out->country[0]) {
        out->country[0] = triage_table.countries[w->country][0];
        out->country[1] = triage_table.countries[w->country][1];
    }
    fact_set(w, is_home(triage_table.countries[w->country]) ? FACT_SAYS_HOME : FACT_SAYS_ABROAD);
}

static void
add_hints(struct work *w)
{
    static const struct {
        uint8_t enough, strong, against;
    } facts[N_HINTS] = {
        [HINT_DANGER] = { FACT_HINTS, FACT_HINTS_STRONG, FACT_HINTS_AGAINST },
        [HINT_PRESSING] = { FACT_PRESSING, FACT_PRESSING_STRONG, FACT_PRESSING_AGAINST },
        [HINT_CALM] = { FACT_CALM, FACT_CALM_STRONG, FACT_CALM_AGAINST },
    };

    for (unsigned q = 0; q < N_HINTS; q++) {
        const struct hint_scale *s = &triage_hints.scale[q];
        int32_t score = w->hints.best[q];

        if (score == HINTS_UNKNOWN)
            continue;
        if (score >= s->enough)
            fact_set(w, facts[q].enough);
        if (score >= s->strong)
            fact_set(w, facts[q].strong);
        if (score <= s->against)
            fact_set(w, facts[q].against);
    }
}

static void
add_answers(struct work *w)
{
    static const uint8_t who_facts[] = { FACT_NONE, FACT_WHO_SELF, FACT_WHO_RELATIVE,
        FACT_WHO_FRIEND, FACT_WHO_LAWYER, FACT_WHO_PARTNER_ORG, FACT_WHO_HOST, FACT_WHO_DONOR,
        FACT_WHO_MEDIA, FACT_WHO_OTHER };
    static const uint8_t danger_facts[] = { FACT_NONE, FACT_DANGER_NO, FACT_DANGER_SOON,
        FACT_DANGER_YES };

    if (w->ask->who > WHO_UNKNOWN && w->ask->who < TRIAGE_N_WHOS)
        fact_set(w, who_facts[w->ask->who]);
    if (w->ask->danger > DANGER_UNANSWERED && w->ask->danger <= DANGER_YES)
        fact_set(w, danger_facts[w->ask->danger]);
    add_hints(w);
    if (w->lang == TRIAGE_LANG_BE)
        fact_set(w, FACT_LANG_BE);
    if (w->n_words == 0)
        fact_set(w, FACT_EMPTY);
    else if (w->n_words <= SHORT_WORDS)
        fact_set(w, FACT_SHORT);
}

/* Within a day: it is tomorrow's date, or its local midnight is at most 24 hours away. */
static bool
within_a_day(const struct work *w, int32_t day)
{
    int64_t starts_s = (int64_t)day * DAY_S - EAST_S;

    return day <= w->dates.today + 1 || starts_s - w->ask->now_s <= DAY_S;
}

static void
add_date_facts(struct work *w, const struct triage_date *at)
{
    unsigned first = FACT_FIRST_DATE + (unsigned)at->kind * N_BUCKETS;
    int32_t ahead = at->day - w->dates.today;

    if (at->precision == PRECISION_MONTH && ahead <= 0 && ahead > -MONTH_DAYS)
        ahead = 1; /* this month: any day now */
    if (ahead < 0) {
        fact_set(w, first + BUCKET_PAST);
        return;
    }
    if (at->precision == PRECISION_DAY && within_a_day(w, at->day))
        fact_set(w, first + BUCKET_DAY);
    if (ahead <= TEN_DAYS)
        fact_set(w, first + BUCKET_TEN);
    if (ahead <= MONTH_DAYS)
        fact_set(w, first + BUCKET_MONTH);
}

static void
add_date(struct work *w, struct triage_result *out, struct triage_date at)
{
    int32_t slack = at.precision == PRECISION_MONTH ? MONTH_DAYS : 0;

    add_date_facts(w, &at);
    for (unsigned i = 0; i < out->n_dates; i++)
        if (out->dates[i].kind == at.kind && out->dates[i].day == at.day)
            return;
    if (out->n_dates < TRIAGE_MAX_DATES && at.day >= w->dates.today - slack)
        out->dates[out->n_dates++] = at;
}

/* The day from which a period counts: the newest past date of a decision, else today. */
static int32_t
decision_day(const struct work *w)
{
    int32_t best = INT32_MIN;

    for (unsigned i = 0; i < w->dates.n_seen; i++) {
        const struct seen_date *s = &w->dates.seen[i];

        if (s->precision == PRECISION_DAY && s->day <= w->dates.today &&
            s->day > w->dates.today - DECISION_REACH && s->day > best)
            best = s->day;
    }
    return best == INT32_MIN ? w->dates.today : best;
}

static void
add_periods(struct work *w, struct triage_result *out)
{
    struct triage_date at = { .kind = DATE_APPEAL, .binding_here = true };

    if (w->dates.period_days > 0) {
        fact_set(w, FACT_PERIOD);
        at.day = decision_day(w) + w->dates.period_days;
        at.basis = BASIS_COMPUTED_FROM_TEXT;
        add_date(w, out, at);
    }
    for (unsigned i = 0; i < triage_table.n_limits; i++) {
        const struct triage_limit *l = &triage_table.limits[i];

        if (strncmp(l->country, out->country, 2) != 0 || !fact_is(w, l->fact) ||
            w->dates.period_days > 0)
            continue;
        at.kind = (enum triage_date_kind)l->kind;
        at.day = decision_day(w) + l->days;
        at.basis = BASIS_COMPUTED_FROM_RULE;
        add_date(w, out, at);
    }
}

void
work_add_facts(struct work *w, struct triage_result *out)
{
    add_answers(w);
    add_country(w, out);
    if (w->ask->day > w->dates.today - ANSWER_REACH &&
        w->ask->day < w->dates.today + ANSWER_REACH && w->ask->day_kind < TRIAGE_N_DATE_KINDS)
        add_date(w, out,
            (struct triage_date){ .kind = w->ask->day_kind,
                .day = w->ask->day,
                .basis = BASIS_ANSWERED,
                .binding_here = true });
    for (unsigned i = 0; i < w->dates.n_seen; i++) {
        const struct seen_date *s = &w->dates.seen[i];

        if (s->kind != DATE_RECEIVED)
            add_date(w, out,
                (struct triage_date){ .kind = (enum triage_date_kind)s->kind,
                    .day = s->day,
                    .precision = s->precision,
                    .basis = BASIS_STATED,
                    .binding_here = true });
    }
    add_periods(w, out);
}
