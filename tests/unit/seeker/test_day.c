/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/day.h"
#include "tests/unit/check.h"

static void
test_days(void **state)
{
    static const struct {
        const char *day, *month, *year;
        enum err e;
        bool there;
        int32_t out;
    } rows[] = {
        { "", "", "", OK, false, 0 },
        { " ", "\t", "\n", OK, false, 0 },
        { "1", "1", "1970", OK, true, 0 },
        { "01", "01", "1970", OK, true, 0 },
        { " 25 ", "11", "2026", OK, true, 20782 },
        { "25", "11", "26", OK, true, 20782 },
        { "29", "2", "2028", OK, true, 21243 },
        { "31", "12", "1969", OK, true, -1 },
        { "29", "2", "2026", ERR_MALFORMED, true, 0 },
        { "31", "2", "2026", ERR_MALFORMED, true, 0 },
        { "31", "4", "2026", ERR_MALFORMED, true, 0 },
        { "0", "4", "2026", ERR_MALFORMED, true, 0 },
        { "1", "0", "2026", ERR_MALFORMED, true, 0 },
        { "1", "13", "2026", ERR_MALFORMED, true, 0 },
        { "32", "1", "2026", ERR_MALFORMED, true, 0 },
        { "1", "1", "1899", ERR_MALFORMED, true, 0 },
        { "1", "1", "100", ERR_MALFORMED, true, 0 },
        { "1", "1", "2170", ERR_MALFORMED, true, 0 },
        { "1", "1", "20260", ERR_MALFORMED, true, 0 },
        { "1", "1", "", ERR_MALFORMED, true, 0 },
        { "", "1", "", ERR_MALFORMED, true, 0 },
        { "-1", "1", "2026", ERR_MALFORMED, true, 0 },
        { "1.", "1", "2026", ERR_MALFORMED, true, 0 },
        { "первое", "1", "2026", ERR_MALFORMED, true, 0 },
        { "1 2", "1", "2026", ERR_MALFORMED, true, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool there = false;
        int32_t out = 0;
        assert_int_equal(
            day_typed(rows[i].day, rows[i].month, rows[i].year, &there, &out), rows[i].e);
        assert_int_equal(there, rows[i].there);
        assert_int_equal(out, rows[i].out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_days) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
