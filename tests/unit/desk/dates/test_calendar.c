/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/calendar.h"
#include "tests/unit/check.h"

static int64_t
day(int32_t y, int32_t m, int32_t d)
{
    return day_of_date((struct date){ y, m, d });
}

static void
test_reading_dates(void **state)
{
    static const struct {
        const char *text;
        enum date_problem problem;
        enum cal_precision precision;
        int64_t span; /* days after the first */
    } cases[] = {
        { "2026-03-05", DATE_FINE, CAL_EXACT, 0 },
        { "1970-01-01", DATE_FINE, CAL_EXACT, 0 },
        { "2100-12-31", DATE_FINE, CAL_EXACT, 0 },
        { "2024-02-29", DATE_FINE, CAL_EXACT, 0 },
        { "2000-02-29", DATE_FINE, CAL_EXACT, 0 },
        { "2026-02", DATE_FINE, CAL_DAY_UNKNOWN, 27 },
        { "2028-02", DATE_FINE, CAL_DAY_UNKNOWN, 28 },
        { "2026", DATE_FINE, CAL_MONTH_UNKNOWN, 364 },
        { "~2026-03-05", DATE_FINE, CAL_ESTIMATE, 0 },
        { "~2026-03", DATE_FINE, CAL_ESTIMATE, 30 },
        { "1969-12-31", DATE_TOO_EARLY, 0, 0 },
        { "1969", DATE_TOO_EARLY, 0, 0 },
        { "0000-01-01", DATE_TOO_EARLY, 0, 0 },
        { "2101-01-01", DATE_TOO_LATE, 0, 0 },
        { "9999-12", DATE_TOO_LATE, 0, 0 },
        { "2026-02-29", DATE_MALFORMED, 0, 0 },
        { "2100-02-29", DATE_MALFORMED, 0, 0 },
        { "2026-13-01", DATE_MALFORMED, 0, 0 },
        { "2026-00-01", DATE_MALFORMED, 0, 0 },
        { "2026-04-31", DATE_MALFORMED, 0, 0 },
        { "2026-04-00", DATE_MALFORMED, 0, 0 },
        { "", DATE_MALFORMED, 0, 0 },
        { "~", DATE_MALFORMED, 0, 0 },
        { "26-03-05", DATE_MALFORMED, 0, 0 },
        { "2026-3-5", DATE_MALFORMED, 0, 0 },
        { "2026-03-05 ", DATE_MALFORMED, 0, 0 },
        { "2026-03-05T00:00", DATE_MALFORMED, 0, 0 },
        { "2026-", DATE_MALFORMED, 0, 0 },
        { "05.03.2026", DATE_MALFORMED, 0, 0 },
        { "-026-03-05", DATE_MALFORMED, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cal_date d = { .first = -7 };
        enum date_problem p = cal_read(cases[i].text, &d);
        if (p != cases[i].problem || (p && d.first != -7))
            fail_msg("%s: problem %d", cases[i].text, (int)p);
        if (!p && (d.precision != cases[i].precision || d.last - d.first != cases[i].span))
            fail_msg("%s: precision %d, span %d", cases[i].text, (int)d.precision,
                (int)(d.last - d.first));
    }
    assert_int_equal(day(2100, 12, 31), CAL_LAST_DAY);
}

static void
test_reading_times(void **state)
{
    int32_t minute = -5;

    (void)state;
    assert_int_equal(cal_read_time("00:00", &minute), DATE_FINE);
    assert_int_equal(minute, 0);
    assert_int_equal(cal_read_time("23:59", &minute), DATE_FINE);
    assert_int_equal(minute, 1439);
    static const char *const bad[] = { "", "24:00", "12:60", "9:30", "12:3", "12.30", "12:300",
        "ab:cd" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(cal_read_time(bad[i], &minute), DATE_BAD_TIME);
    assert_int_equal(minute, 1439);
}

static void
test_weekdays_and_months(void **state)
{
    bool clamped = false;

    (void)state;
    assert_int_equal(cal_weekday(0), 4); /* a Thursday */
    assert_int_equal(cal_weekday(day(2026, 11, 22)), 7);
    assert_int_equal(cal_weekday(day(2000, 2, 29)), 2);
    static const struct {
        int32_t y, m, d, n, to_y, to_m, to_d;
        bool clamped;
    } cases[] = {
        { 2026, 1, 31, 1, 2026, 2, 28, true },
        { 2028, 1, 31, 1, 2028, 2, 29, true },
        { 2028, 2, 29, 12, 2029, 2, 28, true },
        { 2026, 3, 31, -1, 2026, 2, 28, true },
        { 2026, 8, 31, 1, 2026, 9, 30, true },
        { 2026, 11, 30, 3, 2027, 2, 28, true },
        { 2026, 2, 28, 1, 2026, 3, 28, false },
        { 2026, 12, 15, 1, 2027, 1, 15, false },
        { 2026, 1, 15, -1, 2025, 12, 15, false },
        { 2026, 1, 15, -13, 2024, 12, 15, false },
        { 2026, 10, 1, -6, 2026, 4, 1, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t got = cal_add_months(day(cases[i].y, cases[i].m, cases[i].d), cases[i].n, &clamped);
        assert_int_equal(got, day(cases[i].to_y, cases[i].to_m, cases[i].to_d));
        assert_int_equal(clamped, cases[i].clamped);
    }
}

/* Days printed in the calendars of the churches. */
static void
test_moving_feasts(void **state)
{
    static const struct {
        int32_t year, em, ed, pm, pd;
    } known[] = {
        { 2010, 4, 4, 4, 4 },
        { 2016, 3, 27, 5, 1 },
        { 2021, 4, 4, 5, 2 },
        { 2022, 4, 17, 4, 24 },
        { 2023, 4, 9, 4, 16 },
        { 2024, 3, 31, 5, 5 },
        { 2025, 4, 20, 4, 20 },
        { 2026, 4, 5, 4, 12 },
        { 2027, 3, 28, 5, 2 },
        { 2028, 4, 16, 4, 16 },
        { 1981, 4, 19, 4, 26 },
        { 1970, 3, 29, 4, 26 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(cal_easter(known[i].year), day(known[i].year, known[i].em, known[i].ed));
        assert_int_equal(cal_pascha(known[i].year), day(known[i].year, known[i].pm, known[i].pd));
    }
    for (int32_t y = CAL_FIRST_YEAR; y <= CAL_LAST_YEAR; y++) {
        assert_int_equal(cal_weekday(cal_easter(y)), 7);
        assert_int_equal(cal_weekday(cal_pascha(y)), 7);
        assert_true(cal_pascha(y) >= cal_easter(y));
    }
}

static void
test_working_days(void **state)
{
    static const struct {
        const char *country;
        int32_t y, m, d;
        enum day_kind kind;
        bool known;
    } cases[] = {
        { "RU", 2026, 1, 5, DAY_HOLIDAY, true },
        { "RU", 2026, 1, 9, DAY_HOLIDAY, true }, /* moved here */
        { "RU", 2026, 1, 12, DAY_WORKING, true },
        { "RU", 2026, 3, 9, DAY_HOLIDAY, true },  /* for a Sunday 8 March */
        { "RU", 2025, 11, 1, DAY_WORKING, true }, /* a working Saturday */
        { "RU", 2025, 11, 8, DAY_WEEKEND, true }, { "RU", 2027, 3, 9, DAY_WORKING, false },
        { "RU", 2003, 11, 4, DAY_WORKING, false }, /* a holiday only from 2005 on */
        { "UA", 2026, 8, 24, DAY_WORKING, true },  /* under martial law */
        { "UA", 2021, 8, 24, DAY_HOLIDAY, false }, { "UA", 2022, 2, 23, DAY_WORKING, false },
        { "DE", 2026, 4, 3, DAY_HOLIDAY, true }, { "DE", 2026, 4, 6, DAY_HOLIDAY, true },
        { "DE", 2026, 5, 14, DAY_HOLIDAY, true }, { "DE", 2026, 5, 25, DAY_HOLIDAY, true },
        { "DE", 1989, 10, 3, DAY_WORKING, false }, { "GE", 2026, 4, 10, DAY_HOLIDAY, false },
        { "GE", 2026, 4, 13, DAY_HOLIDAY, false },
        { "BY", 2026, 4, 21, DAY_HOLIDAY, false }, /* ninth day after */
        { "TR", 2026, 3, 20, DAY_HOLIDAY, true }, { "TR", 2026, 7, 15, DAY_HOLIDAY, true },
        { "IL", 2026, 11, 20, DAY_WEEKEND, false }, /* a Friday */
        { "IL", 2026, 11, 22, DAY_WORKING, false }, /* a Sunday */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct date_country *c = date_country_find(cases[i].country);
        const char *name = NULL;
        int64_t at = day(cases[i].y, cases[i].m, cases[i].d);
        assert_non_null(c);
        if (day_kind_of(c, at, &name) != cases[i].kind || day_is_known(c, at) != cases[i].known)
            fail_msg("%s %d-%d-%d", cases[i].country, cases[i].y, cases[i].m, cases[i].d);
        assert_int_equal(*name != '\0', cases[i].kind == DAY_HOLIDAY);
    }
    assert_null(date_country_find("XX"));
    assert_null(zone_find("Mars/Olympus"));
}

static void
test_times_that_never_were_or_were_twice(void **state)
{
    const struct zone *berlin = zone_find("Europe/Berlin");
    enum zone_fit fit = ZONE_ONCE;
    int64_t at = 0;
    int32_t minute = 0;

    (void)state;
    /* 02:30 on 29 March 2026: clocks jump from 02:00 to 03:00, which is 01:00 UTC. */
    int64_t jump = day(2026, 3, 29) * DAY_S + 3600;
    assert_int_equal(zone_to_utc(berlin, day(2026, 3, 29), 150, &fit), jump);
    assert_int_equal(fit, ZONE_NEVER);
    assert_int_equal(zone_to_utc(berlin, day(2026, 3, 29), 119, &fit), jump - 60);
    assert_int_equal(fit, ZONE_ONCE);
    assert_int_equal(zone_to_utc(berlin, day(2026, 3, 29), 180, &fit), jump);
    assert_int_equal(fit, ZONE_ONCE);
    /* 02:30 on 25 October 2026 comes twice; the first is still summer time. */
    assert_int_equal(
        zone_to_utc(berlin, day(2026, 10, 25), 150, &fit), day(2026, 10, 25) * DAY_S + 30 * 60);
    assert_int_equal(fit, ZONE_TWICE);
    zone_to_local(berlin, jump, &at, &minute);
    assert_int_equal(at, day(2026, 3, 29));
    assert_int_equal(minute, 180);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading_dates),
        cmocka_unit_test(test_reading_times),
        cmocka_unit_test(test_weekdays_and_months),
        cmocka_unit_test(test_moving_feasts),
        cmocka_unit_test(test_working_days),
        cmocka_unit_test(test_times_that_never_were_or_were_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
