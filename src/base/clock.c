/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include <time.h>

static int64_t
read_ms(clockid_t which)
{
    struct timespec t = { 0 };

    (void)clock_gettime(which, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
clock_now_ms(void)
{
    return read_ms(CLOCK_REALTIME);
}

int64_t
clock_now_s(void)
{
    return clock_now_ms() / 1000;
}

int64_t
clock_steady_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

int64_t
clock_work_ms(void)
{
    return read_ms(CLOCK_THREAD_CPUTIME_ID);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t
day_of(int64_t unix_s)
{
    return floor_div(unix_s, DAY_S);
}

int64_t
week_of(int64_t unix_s)
{
    return floor_div(unix_s, WEEK_S);
}

/* Counting years from March puts the leap day last, so that month lengths follow one formula. */
struct date
date_of_day(int64_t day)
{
    int64_t z = day + 719468; /* days since 1 March of year 0 */
    int64_t era = floor_div(z, 146097);
    int64_t of_era = z - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t m = (5 * of_year + 2) / 153;
    int64_t month = m < 10 ? m + 3 : m - 9;

    return (struct date){ (int32_t)(year + era * 400 + (month <= 2)), (int32_t)month,
        (int32_t)(of_year - (153 * m + 2) / 5 + 1) };
}

int64_t
day_of_date(struct date d)
{
    int64_t y = d.year - (d.month <= 2);
    int64_t era = floor_div(y, 400);
    int64_t of_era_year = y - era * 400;
    int64_t m = d.month > 2 ? d.month - 3 : d.month + 9;
    int64_t of_year = (153 * m + 2) / 5 + d.day - 1;

    return era * 146097 + of_era_year * 365 + of_era_year / 4 - of_era_year / 100 + of_year -
           719468;
}
