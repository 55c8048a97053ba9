/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The shipped tables, versions of a rule, and the explanation of a date. */
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/asking.h"

static enum date_problem
propose(const char *code, const char *base, const char *authority, const char *stay,
    struct date_proposal *p)
{
    struct date_ask ask = { .services = service_rules,
        .n_services = n_service_rules,
        .authority = authority,
        .zone = "",
        .stay = stay };

    ask.rules = date_rule_versions(code, &ask.n_rules);
    read_base(base, &ask);
    return date_propose(&ask, p);
}

static void
test_rules_of_the_tables(void **state)
{
    static const struct {
        const char *code, *base, *authority, *want;
    } cases[] = {
        { "tr-removal-suit", "2026-03-05", "", "2026-03-12 24:00 03-12T21:00" },
        { "tr-removal-suit", "2019-12-23", "", "2020-01-07 24:00 01-07T21:00?" },
        { "tr-removal-suit", "2019-12-24", "", "2019-12-31 24:00 12-31T21:00?" },
        /* Both versions can hold: the one that ends first, from its first day. */
        { "tr-removal-suit", "2019-12", "", "2019-12-16 24:00 12-16T21:00?" },
        { "tr-removal-suit", "2014-04-10", "", "no rule" },
        { "tr-removal-assessment", "2026-03-05 09:00", "", "2026-03-07 09:00 03-07T06:00" },
        { "kz-extradition-complaint", "2026-03-05", "", "2026-03-15 24:00 03-15T19:00" },
        { "kz-extradition-request", "2026-03-05", "", "2026-04-13 24:00 04-13T19:00" },
        { "am-provisional-arrest", "2026-01-31", "", "2026-02-27 24:00 02-27T20:00" },
        { "de-asylum-suit", "2026-06-30", "", "2026-07-14 24:00 07-14T22:00" },
        { "de-asylum-suit", "2026-07-01", "", "no rule" },
        { "de-asylum-suit", "2026-06-30 sent:2", "", "2026-07-20 24:00 07-20T22:00" },
        { "ru-alternative-service", "2026-10-01", "", "2026-04-01 24:00 04-01T21:00" },
        { "ru-appeal-answer", "2026-02-02", "", "2026-03-04 24:00 03-04T21:00" },
        { "ru-verdict-appeal", "2023-01-08", "", "2023-01-18 24:00 01-18T21:00?" },
        { "ru-verdict-appeal", "2023-01-09", "", "2023-01-24 24:00 01-24T21:00?" },
        { "int-echr-application", "2022-01-31", "", "2022-07-31 24:00 08-01T00:00" },
        { "int-echr-application", "2022-02-01", "", "2022-06-01 24:00 06-02T00:00" },
        { "int-ccf-deletion", "2026-05-31", "", "2027-02-28 24:00 03-01T00:00" },
        { "eu-data-request", "2026-01-31", "DE", "2026-02-28 24:00 02-28T23:00" },
        { "eu-commission-answer", "2026-03-05", "", "2026-03-26 24:00 03-26T23:00?" },
        { "ua-reply", "2026-01-31", "", "2026-02-28 24:00 02-28T22:00" },
        { "by-verdict-appeal", "2026-03-05", "", "2026-03-16 24:00 03-16T21:00?" },
        { "no-such-rule", "2026-03-05", "", "no rule" },
    };
    size_t n_wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date_proposal p;
        char got[TOLD_CAP];
        enum date_problem problem =
            propose(cases[i].code, cases[i].base, cases[i].authority, "", &p);
        tell(problem, &p, got);
        if (strcmp(got, cases[i].want) != 0) {
            print_error("%s | %s: %s, not %s\n", cases[i].code, cases[i].base, got, cases[i].want);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

static bool
has_step(const struct date_proposal *p, enum step_kind kind)
{
    for (size_t i = 0; i < p->n_steps; i++)
        if (p->steps[i].kind == kind)
            return true;
    return false;
}

/* Every rule that is shipped is whole, and says that no lawyer has confirmed it. */
static void
test_the_shipped_tables(void **state)
{
    (void)state;
    assert_true(n_date_rules > 30);
    for (size_t i = 0; i < n_date_rules; i++) {
        struct date_proposal p;
        const struct date_rule *r = &date_rules[i];
        struct date_ask ask = { .rules = r,
            .n_rules = 1,
            .minute = -1,
            .means = BASE_EVENT,
            .authority = "",
            .zone = "",
            .stay = "" };
        ask.base = (struct cal_date){ r->from, r->from, CAL_EXACT };
        assert_int_equal(date_rule_check(r), DATE_FINE);
        assert_string_equal(r->confirmed_by, "");
        assert_int_equal(date_propose(&ask, &p), DATE_FINE);
        assert_true(has_step(&p, STEP_UNCONFIRMED) && has_step(&p, STEP_RULE) &&
                    has_step(&p, STEP_BASE) && has_step(&p, STEP_ENDS));
    }
    for (size_t i = 0; i < n_date_holidays; i++)
        assert_true(*date_holidays[i].source && date_country_find(date_holidays[i].country));
}

static void
test_steps_tell_how(void **state)
{
    struct date_proposal p;

    (void)state;
    assert_int_equal(propose("de-asylum-suit", "2026-03-18 sent:3", "", "", &p), DATE_FINE);
    static const enum step_kind want[] = { STEP_BASE, STEP_SENT, STEP_IN_LAW, STEP_RULE,
        STEP_FIRST_DAY, STEP_ADDED, STEP_HOLIDAY, STEP_MOVED, STEP_ENDS, STEP_UNCONFIRMED };
    /* 18 + 4 = 22 March, + 14 = 5 April, Easter Sunday, then Easter Monday. */
    assert_true(p.n_steps >= 10);
    for (size_t i = 0, at = 0; i < sizeof want / sizeof *want; i++) {
        while (at < p.n_steps && p.steps[at].kind != want[i])
            at++;
        if (at == p.n_steps)
            fail_msg("step %d is not told in its order", (int)want[i]);
    }
    assert_int_equal(p.day, day_of_date((struct date){ 2026, 4, 7 }));
    assert_int_equal(propose("tr-removal-suit", "2019-12", "", "", &p), DATE_FINE);
    assert_true(has_step(&p, STEP_RULES));
    assert_int_equal(propose("ru-alternative-service", "2027-04-01", "", "AM", &p), DATE_FINE);
    assert_true(has_step(&p, STEP_ELSEWHERE));
    assert_false(p.binding);
}

/* The explanation has an end, whatever the term. */
static void
test_long_terms_list_some_free_days(void **state)
{
    struct date_rule r = rule_of("200 working_days");
    struct date_ask ask = { .rules = &r, .n_rules = 1, .authority = "DE", .zone = "", .stay = "" };
    struct date_proposal p;

    (void)state;
    read_base("2026-01-05", &ask);
    assert_int_equal(date_propose(&ask, &p), DATE_FINE);
    assert_true(p.more_steps && p.n_steps < MAX_STEPS);
    assert_int_equal(p.steps[p.n_steps - 1].kind, STEP_UNCONFIRMED);
    assert_false(p.unsure);
}

static void
test_asks_that_make_no_sense(void **state)
{
    struct date_rule r = rule_of("10 days");
    struct date_ask good = { .rules = &r,
        .n_rules = 1,
        .minute = -1,
        .means = BASE_EVENT,
        .authority = "DE",
        .zone = "",
        .stay = "",
        .base = { 100, 100, CAL_EXACT } };
    struct date_proposal p;

    (void)state;
    assert_int_equal(date_propose(&good, &p), DATE_FINE);
    struct date_ask ask = good;
    ask.means = BASE_UNSET;
    assert_int_equal(date_propose(&ask, &p), DATE_MALFORMED);
    ask = good;
    ask.base.precision = CAL_UNSET;
    assert_int_equal(date_propose(&ask, &p), DATE_MALFORMED);
    ask = good;
    ask.base.last = 99;
    assert_int_equal(date_propose(&ask, &p), DATE_MALFORMED);
    ask = good;
    ask.base.first = -1;
    assert_int_equal(date_propose(&ask, &p), DATE_TOO_EARLY);
    ask = good;
    ask.base.last = CAL_LAST_DAY + 1;
    assert_int_equal(date_propose(&ask, &p), DATE_TOO_LATE);
    ask = good;
    ask.minute = 1440;
    assert_int_equal(date_propose(&ask, &p), DATE_BAD_TIME);
    ask = good;
    ask.n_rules = 0;
    assert_int_equal(date_propose(&ask, &p), DATE_NO_RULE);
}

static void
test_regimes_go_by_registration(void **state)
{
    int64_t first = day_of_date((struct date){ 2026, 7, 1 });

    (void)state;
    assert_string_equal(date_regime_of("responsibility", "EU", first - 1)->value, "regime-dublin");
    assert_string_equal(date_regime_of("responsibility", "EU", first)->value, "regime-2024-1351");
    assert_string_equal(
        date_regime_of("responsibility", "EU", first + 1)->value, "regime-2024-1351");
    assert_null(date_regime_of("responsibility", "GE", first));
    assert_null(date_regime_of("qualification", "EU", first)); /* a lawyer sets it */
    assert_null(date_regime_of("responsibility", "EU", day_of_date((struct date){ 2013, 1, 1 })));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_of_the_tables),
        cmocka_unit_test(test_the_shipped_tables),
        cmocka_unit_test(test_steps_tell_how),
        cmocka_unit_test(test_long_terms_list_some_free_days),
        cmocka_unit_test(test_asks_that_make_no_sense),
        cmocka_unit_test(test_regimes_go_by_registration),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
