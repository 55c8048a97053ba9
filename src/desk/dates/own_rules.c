/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/own_rules.h"
#include "forms.gen.h"
#include <stdio.h>

static bool
is_yes(const struct item *it, uint32_t field)
{
    return item_number(it, field, YESNO_UNKNOWN) == YESNO_YES;
}

/* The choices of the form have the numbers of rule.h. */
static struct date_rule
rule_of(const struct item *it)
{
    bool hours = item_number(it, DATE_RULE_UNIT, 0) == UNIT_HOURS;
    int64_t roll = item_number(it, DATE_RULE_ROLL, DATE_RULE_ROLL_NONE);
    int64_t effect = item_number(it, DATE_RULE_EFFECT, CHOICE_EFFECT_UNKNOWN);

    return (struct date_rule){ .code = item_text(it, DATE_RULE_NAME),
        .country = item_text(it, DATE_RULE_COUNTRY),
        .kind = (enum date_kind)item_number(it, DATE_RULE_KIND, KIND_UNSET),
        .event = (enum date_event)item_number(it, DATE_RULE_EVENT, EVENT_UNSET),
        .amount = (int32_t)item_number(it, DATE_RULE_AMOUNT, 0),
        .unit = (enum date_unit)item_number(it, DATE_RULE_UNIT, UNIT_UNSET),
        .before = is_yes(it, DATE_RULE_BEFORE),
        .first = is_yes(it, DATE_RULE_SAME_DAY) ? FIRST_SAME_DAY : FIRST_NEXT_DAY,
        .roll = (enum date_roll)roll,
        .end = hours ? END_SAME_HOUR : END_OF_DAY,
        .effect = effect == CHOICE_EFFECT_UNKNOWN ? EFFECT_UNKNOWN : (enum date_effect)effect,
        .reach = is_yes(it, DATE_RULE_THERE) ? REACH_THERE : REACH_ANYWHERE,
        .from = item_number(it, DATE_RULE_FROM, 0),
        .to = item_number(it, DATE_RULE_TO, CAL_ALWAYS),
        .source = item_text(it, DATE_RULE_SOURCE),
        .confirmed_by = item_text(it, DATE_RULE_CONFIRMED),
        .note = "" };
}

enum err
own_rules(struct db *p, struct arena *a, const struct own_rule **out, size_t *n)
{
    struct items_ask ask = { .form = FORM_DATE_RULE };
    struct own_rule *to = arena_alloc(a, OWN_RULES_MAX * sizeof *to);
    struct item **items = NULL;
    size_t n_items = 0;
    enum err e = to ? items_list(p, &ask, a, &items, &n_items) : ERR_INTERNAL;

    if (e)
        return e;
    *n = n_items < OWN_RULES_MAX ? n_items : OWN_RULES_MAX;
    for (size_t i = 0; i < *n; i++) {
        (void)snprintf(to[i].id, sizeof to[i].id, "own-%s", items[i]->hex);
        to[i].rule = rule_of(items[i]);
    }
    *out = to;
    return OK;
}

const struct date_rule *
own_rule_find(const struct own_rule *all, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].id, id) == 0)
            return &all[i].rule;
    return NULL;
}
