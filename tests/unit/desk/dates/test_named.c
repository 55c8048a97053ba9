/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days in a request, typed and found in the text: both are seen, one click keeps one. */
#include "base/clock.h"
#include "desk/cases/cases.h"
#include "desk/cases/named.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/at_desk.h"
#include "text/text.h"
#include <inttypes.h>
#include <stdio.h>

enum { MOVED_AHEAD = 5 };

static struct at_desk desk;
static char typed_day[64], found_day[64]; /* as the pages write them */
static int64_t today, desk_date;

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
    desk_date = date_kept(&desk.olga);
    assert_true(desk_date > 0);
    browser_get(&desk.olga, "/dates");
    browser_shows(&desk.olga, 200, "указал человек");
    assert_true(browser_has(&desk.olga, "неточно"));
    assert_false(browser_has(&desk.olga, "найдено в тексте"));
    browser_get(&desk.olga, "/today");
    assert_false(browser_has(&desk.olga, "найдено в тексте"));
    get_case();
    assert_true(browser_has(&desk.olga, "найдено в тексте")); /* it is still what she wrote */
}

static void
row_is(int64_t day, enum triage_date_kind kind)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_full c;

    assert_int_equal(case_get(projection(), the_case(), a, &c), OK);
    assert_int_equal(c.row.day, day);
    assert_int_equal(c.row.day_kind, kind);
    case_wipe(&c);
}

/* The date of the case gets another day, at half past ten in Berlin. */
static void
move_to(int64_t day)
{
    char fields[300], path[64];
    struct date d = date_of_day(day);

    (void)snprintf(
        path, sizeof path, "/c/%" PRId64 "/dates/new?move=%" PRId64, the_case(), desk_date);
    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&kind=%d&day=%02d.%02d.%04d&end=10%%3A30&zone=Europe%%2FBerlin&unsure=1&why=x"
        "&do=type",
        KIND_SUMMONS, d.day, d.month, d.year);
    browser_get(&desk.olga, path);
    browser_post(&desk.olga, path, fields);
    assert_int_equal(date_kept(&desk.olga), desk_date);
}

/* A date stands on Today as long as the day found in the text would, and says so. */
static void
test_a_date_stays_on_today(void **state)
{
    char path[64], first[64];

    (void)state;
    (void)snprintf(path, sizeof path, "\"/dates/%" PRId64 "\"", desk_date);
    browser_get(&desk.olga, "/today");
    browser_shows(&desk.olga, 200, path);
    move_to(today + 15);
    browser_get(&desk.olga, "/today");
    assert_false(browser_has(&desk.olga, path));
    move_to(today + 14);
    browser_get(&desk.olga, "/today");
    browser_shows(&desk.olga, 200, path);
    date_shows(&desk.olga, desk_date, "Кому напоминается и когда");
    assert_true(browser_has(&desk.olga, written(today, first)));
    assert_true(browser_has(&desk.olga, written(today + 7, first))); /* the duty lead */
}

/* What a person recorded stands in every list, and in a hand-over with its hour. */
static void
test_a_date_that_moved_stands_everywhere(void **state)
{
    char path[64], shown[80];

    (void)state;
    row_is(today + TYPED_AHEAD, DATE_HEARING); /* nearer than the date, and another act */
    move_to(today + MOVED_AHEAD);
    row_is(today + MOVED_AHEAD, DATE_SUMMONS_APPEARANCE);
    (void)snprintf(shown, sizeof shown, "через %d дн", MOVED_AHEAD);
    browser_get(&desk.olga, "/?f=open");
    browser_shows(&desk.olga, 200, shown);
    get_case();
    browser_shows(&desk.olga, 200, "до 10:30");
    (void)snprintf(path, sizeof path, "/c/%" PRId64 "/handover", the_case());
    browser_get(&desk.olga, path);
    browser_shows(&desk.olga, 200, "до 10:30 (Europe/Berlin)");
    assert_true(browser_has(&desk.olga, "aria-current=\"page\"><span>Передача"));
}

/* Days that cannot be meant are shown as they were typed, with what to do about them. */
static void
test_odd_days_are_shown_as_typed(void **state)
{
    static const struct {
        const char *subject, *day, *words;
        struct date typed;
    } odd[] = {
        { "Давний суд", "1960", "давно прошло: переспросите", { 1960, 5, 1 } },
        { "Далёкий суд", "2150", "очень нескоро: переспросите", { 2150, 1, 1 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct answers answers = { .form = 1, .has_day = true, .day_kind = DATE_HEARING };
        struct seeker_keys *keys = NULL;
        struct pulled p;
        char path[40];
        answers.day = (int32_t)day_of_date(odd[i].typed);
        fixture_request_with(&desk.fx, odd[i].subject, &answers, &keys, &p);
        assert_int_equal(fixture_file(&desk.fx, &p), 1);
        fixture_settle(&desk.fx.app);
        seeker_keys_drop(&keys);
        (void)snprintf(
            path, sizeof path, "/c/%" PRId64, fixture_case(projection(), odd[i].subject));
        browser_get(&desk.olga, path);
        browser_shows(&desk.olga, 200, odd[i].words);
        assert_true(browser_has(&desk.olga, odd[i].day));
        assert_true(browser_has(&desk.olga, "указал человек"));
        browser_get(&desk.olga, "/today");
        assert_false(browser_has(&desk.olga, odd[i].words));
    }
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
    assert_int_equal(n, 3); /* the far day too; no date stands on the day that was found */
    assert_true(rows[1].typed);
    assert_int_equal(rows[1].day, today + TYPED_AHEAD);
    assert_int_equal(rows[1].kind, DATE_HEARING);
    row_is(today + MOVED_AHEAD, DATE_SUMMONS_APPEARANCE);
    fixture_read(&desk.fx.app);
    assert_int_equal(named_open(p, &ask, a, &rows, &n, &more), OK);
    assert_int_equal(n, 3);
    row_is(today + MOVED_AHEAD, DATE_SUMMONS_APPEARANCE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_are_facts_and_the_typed_one_leads),
        cmocka_unit_test(test_both_are_acts_of_the_day),
        cmocka_unit_test(test_the_list_of_dates_has_both),
        cmocka_unit_test(test_one_click_makes_a_date_of_it),
        cmocka_unit_test(test_a_date_stays_on_today),
        cmocka_unit_test(test_a_date_that_moved_stands_everywhere),
        cmocka_unit_test(test_odd_days_are_shown_as_typed),
        cmocka_unit_test(test_they_are_there_after_a_restart),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
