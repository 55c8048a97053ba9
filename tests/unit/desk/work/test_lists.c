/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What comes back by itself, what stands on Today, and lists that are longer than a page. */
#include "base/clock.h"
#include "desk/find/find.h"
#include "desk/work/acts.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/work/office.h"
#include <stdio.h>
#include <time.h>

enum { MANY = 120, FIVE_HUNDRED = 500 };

static int numbers[FIVE_HUNDRED]; /* of the requests written down here */

/* A moment or a day as a form takes it, so many seconds from now, in UTC. */
static const char *
moment(int64_t ahead_s, char to[24], const char *how)
{
    time_t t = (time_t)(clock_now_s() + ahead_s);
    struct tm tm;

    assert_non_null(gmtime_r(&t, &tm));
    assert_true(strftime(to, 24, how, &tm) > 0);
    return to;
}

/* Appointments and follow-ups stand on the page Today of whoever leads, until they are over. */
static void
test_today(void **state)
{
    char fields[200], when[24];

    (void)state;
    act(&olga, "/c/2/assign", "who=Olga");
    act(&olga, "/c/2/form/5", "rev=0&f1=1&f3=Amtsgericht&f6=2&f5=2026-01-01T10:00");
    assert_int_equal(olga.status, 303);
    (void)snprintf(fields, sizeof fields, "rev=0&f1=1&f3=Lawyer+K&f6=1&f5=%s",
        moment(3 * 3600, when, "%Y-%m-%dT%H:%M"));
    act(&olga, "/c/2/form/5", fields);
    assert_int_equal(olga.status, 303);
    (void)snprintf(fields, sizeof fields, "rev=0&f1=1&f3=Doctor+M&f6=1&f5=%s",
        moment(9 * 86400, when, "%Y-%m-%dT%H:%M"));
    act(&olga, "/c/2/form/5", fields);
    (void)snprintf(fields, sizeof fields, "rev=0&f1=1&f2=%s", moment(0, when, "%Y-%m-%d"));
    act(&olga, "/c/2/form/7", fields);
    assert_int_equal(olga.status, 303);
    browser_get(&olga, "/today");
    browser_shows(&olga, 200, "Встреча: Lawyer K");
    assert_true(browser_has(&olga, "Узнать, как дела"));
    assert_false(browser_has(&olga, "Amtsgericht")); /* given */
    assert_false(browser_has(&olga, "Doctor M"));    /* not yet */
    browser_get(&ivan, "/today");
    assert_false(browser_has(&ivan, "Lawyer K"));
}

/* Until an event: a filled form brings it back, on the lists and on Today. */
static void
test_event(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    struct case_work w;

    (void)state;
    act(&olga, "/c/3/reply", "text=%D0%94%D0%B0");
    act(&olga, "/c/3/snooze", "until=3&words=");
    assert_int_equal(olga.status, 422);
    act(&olga, "/c/3/snooze", "until=3&words=passport&day=2020-01-01");
    assert_int_equal(olga.status, 409);
    act(&olga, "/c/3/snooze", "until=3&words=passport");
    assert_int_equal(olga.status, 303);
    read_work(3, a, &w);
    assert_int_equal(w.snooze, SNOOZE_EVENT);
    assert_true(w.snooze_until_s > clock_now_s() + 13 * 86400);
    browser_get(&olga, "/?f=open");
    assert_false(browser_has(&olga, "загранпаспорт"));
    browser_get(&olga, "/c/3");
    browser_shows(&olga, 200, "Отложено до события: passport, не позже чем до");
    act(&olga, "/c/3/note", "text=x"); /* a note is no event */
    browser_get(&olga, "/?f=open");
    assert_false(browser_has(&olga, "загранпаспорт"));
    act(&olga, "/c/3/form/5", "rev=0&f1=6&f3=consulate&f6=1");
    browser_get(&olga, "/?f=open");
    browser_shows(&olga, 200, "загранпаспорт");
    browser_get(&olga, "/today");
    browser_shows(&olga, 200, "Отложено до этого часа");
    fixture_restart(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    office_login(&ivan, 1);
    office_login(&olga, 0);
    browser_get(&olga, "/?f=open");
    browser_shows(&olga, 200, "загранпаспорт");
}

/* Requests by telephone, with their numbers. */
static void
write_down(int from, int to)
{
    char fields[200], path[128];

    browser_get(&olga, "/new");
    for (int i = from; i < to; i++) {
        (void)snprintf(fields, sizeof fields,
            "csrf={csrf}&text=Number+n%03d&reach=&channel=4&said_lang=en", i);
        browser_post(&olga, "/new", fields);
        browser_header(&olga, "Location", path, sizeof path);
        assert_int_equal(sscanf(path, "/c/%d", &numbers[i]), 1);
    }
}

/* The row behind the last one of a page stands first on the next, and the count is that of all. */
static void
test_pages(void **state)
{
    char path[128];

    (void)state;
    write_down(0, MANY);
    browser_get(&olga, "/?f=open");
    browser_shows(&olga, 200, "1–50 из 123");
    browser_get(&olga, "/?f=open&p=3");
    browser_shows(&olga, 200, "101–123 из 123");
    browser_get(&ivan, "/book/23/new");
    browser_post(&ivan, "/book/23", "csrf={csrf}&rev=0&f1=All+of+them&f2=2");
    assert_int_equal(ivan.status, 303);
    browser_get(&ivan, "/views");
    const char *at = strstr(ivan.body, "/view/");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "%.38s?p=3", at);
    browser_get(&ivan, path);
    browser_shows(&ivan, 200, "101 to 123 of 123");
    (void)snprintf(path + 38, sizeof path - 38, "?p=2");
    browser_get(&ivan, path);
    browser_shows(&ivan, 200, "51 to 100 of 123");
    assert_true(browser_has(&ivan, "rel=\"next\"") && browser_has(&ivan, "rel=\"prev\""));
}

/* A view that searches: its filter and the words together, counted, page by page; made from what
   was searched last. */
static void
test_view_with_a_search(void **state)
{
    char path[128];

    (void)state;
    struct casebook b;
    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(db_begin(b.p, TX_WRITE), OK);
    assert_int_equal(db_end(b.p, find_index_some(b.p, clock_steady_ms() + 5000)), OK);
    browser_get(&ivan, "/search");
    browser_post(&ivan, "/search", "csrf={csrf}&q=number+-soldier");
    browser_get(&ivan, "/search");
    browser_shows(&ivan, 200, "Keep this search as a view");
    browser_get(&ivan, "/book/23/new?search=1");
    browser_shows(&ivan, 200, "value=\"number -soldier\"");
    browser_get(&ivan, "/book/23/new");
    assert_false(browser_has(&ivan, "soldier"));
    browser_post(&ivan, "/book/23", "csrf={csrf}&rev=0&f1=All+with+words&f2=2&f9=number+-soldier");
    assert_int_equal(ivan.status, 303);
    browser_post(&ivan, "/book/23", "csrf={csrf}&rev=0&f1=Ten+of+them&f2=2&f9=%22number+n10%22");
    assert_int_equal(ivan.status, 303);
    browser_get(&ivan, "/views");
    browser_shows(&ivan, 200, "All with words</a>\n<b>120</b>");
    browser_shows(&ivan, 200, "Ten of them</a>\n<b>10</b>");
    browser_shows(&ivan, 200, "All of them</a>\n<b>123</b>");
    const char *at = strstr(ivan.body, ">All with words<");
    while (at > ivan.body && strncmp(at, "/view/", 6) != 0)
        at--;
    (void)snprintf(path, sizeof path, "%.38s?p=3", at);
    browser_get(&ivan, path);
    browser_shows(&ivan, 200, "101 to 120 of 120");
}

/* More labels than fit on a page: each is reached, also by its address. */
static void
test_many_labels(void **state)
{
    char path[64], fields[64];

    (void)state;
    browser_get(&olga, "/views");
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(path, sizeof path, "/c/%d/label", numbers[i]);
        (void)snprintf(fields, sizeof fields, "csrf={csrf}&on=1&label=l%03d", i);
        browser_post(&olga, path, fields);
        assert_int_equal(olga.status, 303);
    }
    browser_get(&olga, "/views");
    browser_shows(&olga, 200, "<small>120</small>");
    assert_false(browser_has(&olga, ">l119</a>"));
    browser_get(&olga, "/views?p=2");
    browser_shows(&olga, 200, ">l119</a>");
    const char *at = strstr(olga.body, "/label/");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "%.23s", at);
    browser_get(&olga, path);
    browser_shows(&olga, 200, "Number n100");
}

/* A member who opens 500 cases: told once, in the audit log and to data protection. */
static void
test_five_hundred(void **state)
{
    char path[32];

    (void)state;
    write_down(MANY, FIVE_HUNDRED);
    size_t noted = 0;
    fx.app.n_too_fast = 0;
    for (int i = 0; i < FIVE_HUNDRED; i++) {
        (void)snprintf(path, sizeof path, "/c/%d", numbers[i]);
        browser_get(&olga, path);
        assert_int_equal(olga.status, 200);
        if (fx.app.n_too_fast > 0 && noted == 0)
            noted = fixture_noted(&fx, AUDIT_TOO_FAST, "Olga"); /* on the newest page of the log */
    }
    assert_int_equal(fx.app.n_too_fast, 1);
    assert_int_equal(noted, 1);
}

/* Days before 1970 and after 2100 are refused wherever one is typed, and nothing is kept. */
static void
test_impossible_days(void **state)
{
    static const char *const days[] = { "1969-12-31", "31.12.1969", "2101-01-01", "01.01.2345",
        "0000-00-00", "-1-01-01", "99999-01-01", "2026-02-30" };
    char fields[200];

    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        (void)snprintf(fields, sizeof fields, "until=1&day=%s", days[i]);
        act(&olga, "/c/3/snooze", fields);
        if (olga.status != 422 && olga.status != 409)
            fail_msg("snooze %s: %u", days[i], olga.status);
        (void)snprintf(fields, sizeof fields, "rev=0&f1=1&f2=%s", days[i]);
        act(&olga, "/c/3/form/7", fields);
        if (olga.status != 422)
            fail_msg("follow-up %s: %u", days[i], olga.status);
        (void)snprintf(fields, sizeof fields, "rev=0&f1=1&f3=X&f6=1&f5=%sT10:00", days[i]);
        act(&olga, "/c/3/form/5", fields);
        if (olga.status != 422)
            fail_msg("appointment %s: %u", days[i], olga.status);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_today),
        cmocka_unit_test(test_event),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_view_with_a_search),
        cmocka_unit_test(test_five_hundred),
        cmocka_unit_test(test_many_labels),
        cmocka_unit_test(test_impossible_days),
    };

    return cmocka_run_group_tests(tests, office_set_up, office_tear_down);
}
