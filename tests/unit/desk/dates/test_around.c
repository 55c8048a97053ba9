/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Around the dates of a desk: proceedings, the page Today, the calendar address. */
#include "base/clock.h"
#include "base/own.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/at_desk.h"
#include <inttypes.h>
#include <stdio.h>

static struct at_desk desk;

static int
set_up(void **state)
{
    (void)state;
    at_desk_new(&desk);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    at_desk_done(&desk);
    return 0;
}

/* ---- Proceedings. */

static void
proceeding_item(char item[64])
{
    const char *at = strstr(desk.olga.body, "<section class=\"proceeding\" id=\"p");

    assert_non_null(at);
    (void)snprintf(item, 64, "%.32s", at + strlen("<section class=\"proceeding\" id=\"p"));
}

static void
test_proceedings(void **state)
{
    char item[64], fields[400], path[100];

    (void)state;
    browser_get(&desk.olga, "/c/1/form/41");
    browser_shows(&desk.olga, 200, "Производство");
    browser_post(&desk.olga, "/c/1/form/41", "csrf={csrf}&rev=0&f1=1&f2=DE&f3=30.06.2026");
    assert_int_equal(desk.olga.status, 303);
    browser_get(&desk.olga, "/c/1/dates");
    browser_shows(&desk.olga, 200, "убежище: Германия");
    assert_true(browser_has(&desk.olga, "прежние критерии (Дублин III)"));
    assert_true(browser_has(&desk.olga, "не указано: это указывает юрист"));
    assert_true(browser_has(&desk.olga, "какое государство отвечает"));
    proceeding_item(item);
    (void)snprintf(path, sizeof path, "/c/1/item/%s/edit", item);
    browser_get(&desk.olga, path);
    (void)snprintf(path, sizeof path, "/c/1/item/%s", item);
    browser_post(&desk.olga, path, "csrf={csrf}&rev=1&f1=1&f2=DE&f3=02.07.2026");
    assert_int_equal(desk.olga.status, 303);
    browser_get(&desk.olga, "/c/1/dates");
    browser_shows(&desk.olga, 200, "Регламент (ЕС) 2024/1351");
    /* A step with a hearing stands among the dates. */
    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&rev=0&f1=%s&f2=3&f3=BAMF&f4=2031-05-06T09:30&f4z=Europe%%2FBerlin&f6=08.05."
        "2031",
        item);
    browser_post(&desk.olga, "/c/1/form/42", fields);
    assert_int_equal(desk.olga.status, 303);
    browser_get(&desk.olga, "/c/1/dates");
    browser_shows(&desk.olga, 200, "вторник, 6 мая 2031, 09:30, по часам Europe/Berlin");
    browser_get(&desk.olga, "/dates/month?m=2031-05");
    browser_shows(&desk.olga, 200, "вторник, 6 мая 2031, до 09:31");
    assert_true(browser_has(&desk.olga, "BAMF"));
}

static void
test_other_countries_have_other_courses(void **state)
{
    (void)state;
    browser_post(&desk.olga, "/c/1/form/41", "csrf={csrf}&rev=0&f1=2&f2=KZ");
    assert_int_equal(desk.olga.status, 303);
    browser_post(&desk.olga, "/c/1/form/41", "csrf={csrf}&rev=0&f1=3&f2=RS");
    assert_int_equal(desk.olga.status, 303);
    browser_get(&desk.olga, "/c/1/dates");
    browser_shows(&desk.olga, 200, "выдача: Казахстан");
    assert_true(browser_has(&desk.olga, "/c/1/dates/new?rule=kz-extradition-complaint"));
    assert_true(browser_has(&desk.olga, "высылка: Сербия"));
    assert_true(browser_has(&desk.olga, "Обычный порядок; для этой страны проверяет юрист"));
}

/* ---- The calendar address. */

static void
test_feed(void **state)
{
    char path[128], type[64], old[128];
    const char *at = NULL;
    static struct browser calendar; /* no cookie */

    (void)state;
    browser_new(&calendar, &desk.fx.app);
    date_ask(&desk.olga, "tr-removal-suit", "05.03.2031", "%D0%98%D1%81%D0%BA", "keep");
    (void)date_kept(&desk.olga);
    browser_get(&desk.olga, "/dates");
    browser_post(&desk.olga, "/dates/feed", "csrf={csrf}");
    browser_shows(&desk.olga, 200, "Этот адрес показан один раз.");
    at = strstr(desk.olga.body, "http://127.0.0.1:8080/ics/");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "/ics/%.43s", at + strlen("http://127.0.0.1:8080/ics/"));
    browser_get(&calendar, path);
    browser_shows(&calendar, 200, "BEGIN:VCALENDAR\r\n");
    browser_header(&calendar, "Content-Type", type, sizeof type);
    assert_string_equal(type, "text/calendar; charset=utf-8");
    assert_true(browser_has(&calendar, "SUMMARY:Срок "));
    assert_true(browser_has(&calendar, "DTEND:20310312T210000Z\r\n"));
    static const char *const never[] = { "Секретный", "суд", "Иск", "removal", "Istanbul", "Olga" };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_false(browser_has(&calendar, never[i]));
    /* A wrong address, one that was replaced, one that was ended: nothing. */
    browser_get(&calendar, "/ics/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_int_equal(calendar.status, 404);
    (void)snprintf(old, sizeof old, "%s", path);
    browser_get(&desk.olga, "/dates");
    browser_post(&desk.olga, "/dates/feed", "csrf={csrf}");
    browser_get(&calendar, old);
    assert_int_equal(calendar.status, 404);
    at = strstr(desk.olga.body, "http://127.0.0.1:8080/ics/");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "/ics/%.43s", at + strlen("http://127.0.0.1:8080/ics/"));
    /* Nobody is there: nothing is said, and calendars keep what they have. */
    browser_get(&desk.olga, "/dates");
    browser_post(&desk.olga, "/lock", "csrf={csrf}");
    browser_get(&calendar, path);
    assert_int_equal(calendar.status, 503);
    assert_false(browser_has(&calendar, "VCALENDAR"));
    browser_login(&desk.olga, &desk.fx.members[0], "");
    browser_get(&calendar, path);
    assert_int_equal(calendar.status, 200);
    browser_get(&desk.olga, "/dates");
    browser_post(&desk.olga, "/dates/feed/end", "csrf={csrf}");
    browser_get(&calendar, path);
    assert_int_equal(calendar.status, 404);
}

/* ---- Rules of the book. */

static void
test_rules_of_the_organisation(void **state)
{
    static const char rule[] = "csrf={csrf}&rev=0&f1=Test+term&f2=GE&f3=5&f4=1&f5=5&f6=3&f9=%s"
                               "&f12=2020-01-01&f14=%s";
    char fields[300];
    const char *at = NULL;

    (void)state;
    browser_get(&desk.olga, "/book/44/new"); /* she is no lawyer */
    assert_int_equal(desk.olga.status, 403);
    browser_get(&desk.pavel, "/book/44/new");
    browser_shows(&desk.pavel, 200, "name=\"f14\"");
    (void)snprintf(fields, sizeof fields, rule, "2", "");
    browser_post(&desk.pavel, "/book/44", fields);
    assert_int_equal(desk.pavel.status, 422); /* without a source */
    (void)snprintf(fields, sizeof fields, rule, "2", "Law+X");
    browser_post(&desk.pavel, "/book/44", fields);
    assert_int_equal(desk.pavel.status, 303);
    browser_get(&desk.olga, "/c/1/dates/new");
    browser_shows(&desk.olga, 200, "Правила этой организации");
    at = strstr(desk.olga.body, "value=\"own-");
    assert_non_null(at);
    (void)snprintf(fields, sizeof fields, "%.36s", at + strlen("value=\""));
    date_ask(&desk.olga, fields, "05.03.2031", "", "keep"); /* a Wednesday: five working days */
    int64_t id = date_kept(&desk.olga);
    date_shows(&desk.olga, id, "Источник: Law X.");
    assert_true(browser_has(&desk.olga, "Test term"));
    assert_true(browser_has(&desk.olga, "не подтвердил ни один юрист"));
    date_do(&desk.olga, id, "withdraw", "&why=x");
    date_ask(&desk.olga, fields, "05.03.2019", "", "keep");
    browser_shows(&desk.olga, 422, "нет действующей редакции");
}

/* A date within the week asks for who leads; one that is over asks the duty lead too. */
static void
test_today(void **state)
{
    struct date tomorrow = date_of_day(day_of(clock_now_s()) + 1);
    char fields[300];

    (void)state;
    (void)snprintf(fields, sizeof fields, "who=%s&csrf={csrf}", desk.fx.members[0].name);
    browser_get(&desk.olga, "/c/1");
    browser_post(&desk.olga, "/c/1/assign", fields);
    (void)snprintf(fields, sizeof fields,
        "csrf={csrf}&kind=13&day=%02d.%02d.%04d&end=&zone=UTC&what=&why=x&do=type", tomorrow.day,
        tomorrow.month, tomorrow.year);
    browser_get(&desk.olga, "/c/1/dates/new");
    browser_post(&desk.olga, "/c/1/dates/new", fields);
    int64_t id = date_kept(&desk.olga);
    (void)snprintf(fields, sizeof fields, "href=\"/dates/%" PRId64 "\"", id);
    browser_get(&desk.olga, "/today");
    browser_shows(&desk.olga, 200, fields);
    assert_true(browser_has(&desk.olga, "конец задержания или его продление"));
    browser_get(&desk.pavel, "/today"); /* as a lawyer: nobody has confirmed it */
    browser_shows(&desk.pavel, 200, fields);
    date_do(&desk.olga, id, "done", "");
    browser_get(&desk.olga, "/today");
    assert_false(browser_has(&desk.olga, fields));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_proceedings),
        cmocka_unit_test(test_other_countries_have_other_courses),
        cmocka_unit_test(test_rules_of_the_organisation),
        cmocka_unit_test(test_today), /* Olga leads from here on */
        cmocka_unit_test(test_feed),  /* locks for everybody */
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
