/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "tests/unit/check.h"

static void
test_known_days(void **state)
{
    static const struct {
        struct date date;
        int64_t day;
    } rows[] = {
        { { 1970, 1, 1 }, 0 },
        { { 1969, 12, 31 }, -1 },
        { { 2000, 2, 29 }, 11016 },
        { { 2026, 11, 22 }, 20779 },
        { { 2100, 3, 1 }, 47541 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date d = date_of_day(rows[i].day);
        assert_true(day_of_date(rows[i].date) == rows[i].day);
        assert_int_equal(d.year, rows[i].date.year);
        assert_int_equal(d.month, rows[i].date.month);
        assert_int_equal(d.day, rows[i].date.day);
    }
}

static void
test_every_day_of_four_centuries_returns(void **state)
{
    (void)state;
    for (int64_t day = -150000; day < 150000; day++)
        assert_true(day_of_date(date_of_day(day)) == day);
}

static void
test_rounding_is_down(void **state)
{
    (void)state;
    assert_true(day_of(-1) == -1);
    assert_true(day_of(86399) == 0);
    assert_true(week_of(604800) == 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days),
        cmocka_unit_test(test_every_day_of_four_centuries_returns),
        cmocka_unit_test(test_rounding_is_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
