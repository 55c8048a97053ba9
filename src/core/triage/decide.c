/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Run the rules.  First the rules that derive facts, in the order of the files, so that a rule may
 * use what an earlier one derived; then all effects.  The soonest urgency wins; a cap ("a film
 * script") holds back only what is not said firmly of the writer or of kin.
 */
#include <string.h>

#include "base/clock.h"
#include "core/triage/work.h"

/* What the effects add up to, before it becomes a result. */
struct verdict {
    enum triage_urgency firm, soft, cap;
    uint64_t reasons[URGENCY_U4 + 1]; /* bits of enum triage_reason, by level */
    uint64_t firm_reasons[URGENCY_U4 + 1];
    uint64_t cap_reasons;
    uint8_t situation_rank;
    uint8_t need_rank;
};

static bool
rule_holds(const struct work *w, const struct triage_rule *r)
{
    const uint16_t *facts = &triage_table.pool[r->facts];

    for (unsigned i = 0; i < r->n_need; i++)
        if (!fact_is(w, facts[i]))
            return false;
    for (unsigned i = 0; i < r->n_not; i++)
        if (fact_is(w, facts[r->n_need + i]))
            return false;
    return true;
}

static void
derive(struct work *w)
{
    for (unsigned i = 0; i < triage_table.n_rules; i++) {
        const struct triage_rule *r = &triage_table.rules[i];

        if (!rule_holds(w, r))
            continue;
        for (unsigned j = 0; j < r->n_effects; j++)
            if (triage_table.effects[r->effects + j].op == EFFECT_FACT)
                fact_set(w, triage_table.effects[r->effects + j].a);
    }
}

static enum triage_urgency
sooner(enum triage_urgency a, enum triage_urgency b)
{
    return a == URGENCY_UNSET || (b != URGENCY_UNSET && b < a) ? b : a;
}

/* A data-subject request falls due on the same day of the next month. */
static void
due_in_a_month(const struct work *w, struct triage_result *out, enum triage_date_kind kind)
{
    struct date d = date_of_day(w->dates.today);
    int64_t day;

    d.month = d.month % 12 + 1;
    d.year += d.month == 1;
    for (day = day_of_date(d); date_of_day(day).month != d.month; day--) {
        /* the 31st of a shorter month */
    }
    if (out->n_dates < TRIAGE_MAX_DATES)
        out->dates[out->n_dates++] = (struct triage_date){ .kind = kind,
            .day = (int32_t)day,
            .basis = BASIS_STATUTORY_ONE_MONTH,
            .binding_here = true };
}

static void
apply(const struct work *w, const struct triage_effect *e, struct verdict *v,
    struct triage_result *out)
{
    switch ((enum effect_op)e->op) {
    case EFFECT_FIRM:
        v->firm = sooner(v->firm, (enum triage_urgency)e->a);
        v->firm_reasons[e->a] |= UINT64_C(1) << e->b;
        break;
    case EFFECT_URGENCY:
        v->soft = sooner(v->soft, (enum triage_urgency)e->a);
        v->reasons[e->a] |= UINT64_C(1) << e->b;
        break;
    case EFFECT_CAP:
        v->cap = sooner(v->cap, (enum triage_urgency)e->a);
        v->cap_reasons |= UINT64_C(1) << e->b;
        break;
    case EFFECT_SITUATION:
        if (e->b > v->situation_rank) {
            v->situation_rank = e->b;
            out->situation = (enum triage_situation)e->a;
        }
        break;
    case EFFECT_NEED:
        out->needs |= UINT32_C(1) << e->a;
        if (e->b > v->need_rank) {
            v->need_rank = e->b;
            out->need = (enum triage_need)e->a;
        }
        break;
    case EFFECT_FLAG: out->flags |= UINT64_C(1) << e->a; break;
    case EFFECT_CRISIS: out->crisis = true; break;
    case EFFECT_MONTH: due_in_a_month(w, out, (enum triage_date_kind)e->a); break;
    case EFFECT_FACT: break;
    }
}

static bool
is_listed(const struct triage_result *out, enum triage_reason reason)
{
    for (unsigned i = 0; i < out->n_reasons; i++)
        if (out->reasons[i] == reason)
            return true;
    return false;
}

/* Each once; "not understood" only when nothing else was, "no date" only when none was found. */
static void
list_reasons(uint64_t bits, struct triage_result *out)
{
    const uint64_t unclear = UINT64_C(1) << REASON_UNCLEAR;

    if (out->n_reasons || (bits & ~unclear))
        bits &= ~unclear;
    if (out->n_reasons && out->n_dates)
        bits &= ~(UINT64_C(1) << REASON_SERIOUS_NEED);
    for (unsigned i = 1; i < TRIAGE_N_REASONS && out->n_reasons < TRIAGE_MAX_REASONS; i++)
        if ((bits >> i & 1) && !is_listed(out, (enum triage_reason)i))
            out->reasons[out->n_reasons++] = (enum triage_reason)i;
}

static void
settle_urgency(const struct verdict *v, struct triage_result *out)
{
    out->urgency = sooner(v->firm, v->soft);
    if (v->cap != URGENCY_UNSET && v->cap > out->urgency)
        out->urgency = sooner(v->firm, v->cap);
    if (v->cap == out->urgency && v->firm != out->urgency)
        list_reasons(v->cap_reasons, out);
    for (unsigned level = out->urgency; level <= URGENCY_U4; level++)
        list_reasons((v->cap ? 0 : v->reasons[level]) | v->firm_reasons[level], out);
}

/* Binding dates first, then the soonest; what is over or not binding last. */
static void
order_dates(struct triage_result *out, bool abroad)
{
    for (unsigned i = 0; i < out->n_dates; i++) {
        enum triage_date_kind k = out->dates[i].kind;

        if (abroad &&
            (k == DATE_SUMMONS_APPEARANCE || k == DATE_DISPATCH_TO_UNIT || k == DATE_OTHER))
            out->dates[i].binding_here = false;
    }
    for (unsigned i = 1; i < out->n_dates; i++)
        for (unsigned j = i; j > 0; j--) {
            struct triage_date *a = &out->dates[j - 1], *b = &out->dates[j];
            bool swap = a->binding_here != b->binding_here                   ? b->binding_here
                        : (a->kind == DATE_OTHER) != (b->kind == DATE_OTHER) ? a->kind == DATE_OTHER
                                                                             : b->day < a->day;
            struct triage_date t = *a;

            if (!swap)
                break;
            *a = *b;
            *b = t;
        }
}

static bool
has_date_within(const struct triage_result *r, int32_t days)
{
    for (unsigned i = 0; i < r->n_dates; i++)
        if (r->dates[i].binding_here && r->dates[i].precision == PRECISION_DAY &&
            r->dates[i].day - r->today <= days)
            return true;
    return false;
}

void
work_decide(struct work *w, struct triage_result *out)
{
    struct verdict v;

    memset(&v, 0, sizeof v);
    derive(w);
    for (unsigned i = 0; i < triage_table.n_rules; i++) {
        const struct triage_rule *r = &triage_table.rules[i];

        if (!rule_holds(w, r))
            continue;
        for (unsigned j = 0; j < r->n_effects; j++)
            apply(w, &triage_table.effects[r->effects + j], &v, out);
    }
    if (v.firm == URGENCY_UNSET && v.soft == URGENCY_UNSET && v.cap == URGENCY_UNSET) {
        v.soft = URGENCY_U3;
        v.reasons[URGENCY_U3] |= UINT64_C(1) << REASON_UNCLEAR;
    }
    if (out->situation == SITUATION_UNSET)
        out->situation = SITUATION_UNCLEAR;
    settle_urgency(&v, out);
    order_dates(out, (out->flags >> FLAG_DEADLINE_NOT_BINDING_HERE & 1) != 0);
    out->crisis = out->crisis || out->urgency == URGENCY_U1;
    if (out->urgency == URGENCY_U1)
        out->bell = BELL_DANGER;
    else if (out->urgency == URGENCY_U2 && has_date_within(out, 10))
        out->bell = BELL_DATE;
}
