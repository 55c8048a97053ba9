/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days in a request, typed and found in the text: both are seen, one click keeps one. */
#include "base/clock.h"
#include "desk/cases/named.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/at_desk.h"
#include "text/text.h"
#include <inttypes.h>
#include <stdio.h>

static struct at_desk desk;
static char typed_day[64], found_day[64]; /* as the pages write them */
static int64_t today;

enum { TYPED_AHEAD = 9, FOUND_AHEAD = 2 };

static const char *
written(int64_t day, char to[64])
{
    OWN(arena) a = arena_new(1 << 12);

    (void)snprintf(to, 64, "%s", text_date(a, LANG_RU, day));
    return to;
}

static int
set_up(void **state)
{
    struct seeker_keys *keys = NULL;
    struct answers answers = { .form = 1, .has_day = true, .day_kind = DATE_HEARING };
    struct pulled p;

    (void)state;
    today = day_of(clock_now_s());
    answers.day = (int32_t)today + TYPED_AHEAD;
    at_desk_new(&desk);
    fixture_request_with(
        &desk.fx, "Повестка в военкомат, явиться послезавтра", &answers, &keys, &p);
    assert_int_equal(fixture_file(&desk.fx, &p), 1);
    fixture_settle(&desk.fx.app);
    seeker_keys_drop(&keys);
    (void)written(today + TYPED_AHEAD, typed_day);
    (void)written(today + FOUND_AHEAD, found_day);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    at_desk_done(&desk);
    return 0;
}

static struct db *
projection(void)
{
    struct casebook b;

    desk_casebook(&desk.fx.app, NULL, &b);
    assert_non_null(b.p);
    return b.p;
}

static int64_t
the_case(void)
{
    return fixture_case(projection(), "Повестка в военкомат, явиться послезавтра");
}

static void
get_case(void)
{
    char path[40];

    (void)snprintf(path, sizeof path, "/c/%" PRId64, the_case());
    browser_get(&desk.olga, path);
}

/* Whether one text stands on the page before the other. */
static bool
before(const char *first, const char *second)
{
    const char *a = strstr(desk.olga.body, first);
    const char *b = strstr(desk.olga.body, second);

    return a && b && a < b;
}

static void
test_both_are_facts_and_the_typed_one_leads(void **state)
{
    (void)state;
    get_case();
    browser_shows(&desk.olga, 200, "указал человек");
    assert_true(browser_has(&desk.olga, "найдено в тексте"));
    assert_true(before(typed_day, found_day));
}

static void
test_both_are_acts_of_the_day(void **state)
{
    (void)state;
    browser_get(&desk.olga, "/today");
    browser_shows(&desk.olga, 200, "указал человек:");
    assert_true(browser_has(&desk.olga, "найдено в тексте:"));
    assert_false(browser_has(&desk.olga, "На сегодня всё"));
}

static void
test_the_list_of_dates_has_both(void **state)
{
    (void)state;
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "Из обращений, не подтверждено");
    assert_false(browser_has(&desk.olga, "Здесь дат нет"));
    assert_true(before("найдено в тексте", "указал человек")); /* by day */
}

/* The fields of the button that stands behind `tag`. */
static void
press(const char *tag)
{
    char fields[900], kind[8], day[16], zone[64], path[48];

    browser_get(&desk.olga, "/dates");
    browser_field(&desk.olga, tag, "kind", kind, sizeof kind);
    browser_field(&desk.olga, tag, "day", day, sizeof day);
    browser_field(&desk.olga, tag, "zone", zone, sizeof zone);
    (void)snprintf(path, sizeof path, "/c/%" PRId64 "/dates/new", the_case());
    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&kind=%s&day=%s&zone=%s&unsure=1&elsewhere=&why=x&do=type", kind, day, zone);
    browser_post(&desk.olga, path, fields);
}

static void
test_one_click_makes_a_date_of_it(void **state)
{
    (void)state;
    press("найдено в тексте");
    int64_t id = date_kept(&desk.olga);
    assert_true(id > 0);
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "указал человек");
    assert_true(browser_has(&desk.olga, "неточно"));
    assert_false(browser_has(&desk.olga, "найдено в тексте"));
    browser_get(&desk.olga, "/today");
    assert_false(browser_has(&desk.olga, "найдено в тексте"));
    get_case();
    assert_true(browser_has(&desk.olga, "найдено в тексте")); /* it is still what she wrote */
}

/* Before the records are read again a list knows them from the heads. */
static void
test_they_are_there_after_a_restart(void **state)
{
    struct named_ask ask = { "", INT64_MAX, NAMED_MAX };
    struct named_date *rows = NULL;
    OWN(arena) a = arena_new(1 << 20);
    bool more = false;
    size_t n = 0;

    (void)state;
    fixture_restart(&desk.fx);
    (void)fixture_unlock(&desk.fx, desk.fx.members[0].name);
    struct db *p = projection();
    assert_int_equal(named_open(p, &ask, a, &rows, &n, &more), OK);
    assert_int_equal(n, 1);
    assert_true(rows[0].typed);
    assert_int_equal(rows[0].day, today + TYPED_AHEAD);
    assert_int_equal(rows[0].kind, DATE_HEARING);
    fixture_read(&desk.fx.app);
    assert_int_equal(named_open(p, &ask, a, &rows, &n, &more), OK);
    assert_int_equal(n, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_are_facts_and_the_typed_one_leads),
        cmocka_unit_test(test_both_are_acts_of_the_day),
        cmocka_unit_test(test_the_list_of_dates_has_both),
        cmocka_unit_test(test_one_click_makes_a_date_of_it),
        cmocka_unit_test(test_they_are_there_after_a_restart),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
