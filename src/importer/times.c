/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/text.h"
#include "importer/writing.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { YEAR_FIRST = 1990, YEAR_LAST = 2199 };

struct moment {
    int year, month, day, hour, minute, second;
    int zone_min;
};

static int64_t
seconds_of(const struct moment *m)
{
    struct date d = { m->year, m->month, m->day };

    if (m->year < YEAR_FIRST || m->year > YEAR_LAST || m->month < 1 || m->month > 12 ||
        m->day < 1 || m->day > 31 || m->hour < 0 || m->hour > 23 || m->minute < 0 ||
        m->minute > 59 || m->second < 0 || m->second > 60)
        return 0;
    return day_of_date(d) * DAY_S + m->hour * 3600 + m->minute * 60 + m->second -
           (int64_t)m->zone_min * 60;
}

/* "Z", "+03:00", "+0300" or nothing. */
static int
zone_of(const char *s)
{
    int hour = 0;
    int minute = 0;
    char sign = 0;

    s += strspn(s, " ");
    if (*s == '.')
        s += 1 + strspn(s + 1, "0123456789"); /* fractions of a second */
    if (sscanf(s, "%c%2d:%2d", &sign, &hour, &minute) < 2 &&
        sscanf(s, "%c%2d%2d", &sign, &hour, &minute) < 2)
        return 0;
    if (hour < 0 || hour > 14 || minute < 0 || minute > 59)
        return 0;
    return sign == '+' ? hour * 60 + minute : sign == '-' ? -(hour * 60 + minute) : 0;
}

static int64_t
by_numbers(const char *s)
{
    struct moment m = { 0 };
    int n = 0;
    char between = 0;

    if (sscanf(s, "%4d-%2d-%2d%n", &m.year, &m.month, &m.day, &n) == 3 ||
        sscanf(s, "%2d.%2d.%4d%n", &m.day, &m.month, &m.year, &n) == 3 ||
        sscanf(s, "%2d/%2d/%4d%n", &m.day, &m.month, &m.year, &n) == 3) {
        int k = 0;
        if (sscanf(s + n, "%c%2d:%2d%n", &between, &m.hour, &m.minute, &k) == 3) {
            int sec = 0;
            if (sscanf(s + n + k, ":%2d%n", &m.second, &sec) == 1)
                k += sec;
            m.zone_min = zone_of(s + n + k);
        }
        return seconds_of(&m);
    }
    return 0;
}

/* Day, English name of the month, year, time, somewhere in the text. */
static int64_t
by_words(const char *s)
{
    static const char *const months[] = { "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December" };
    char name[16] = "";
    struct moment m = { 0 };
    const char *at = s + strcspn(s, "0123456789");

    if (sscanf(at, "%2d %15[A-Za-z] %4d %2d:%2d", &m.day, name, &m.year, &m.hour, &m.minute) < 3)
        return 0;
    for (int i = 0; i < 12; i++)
        if (strcasecmp(name, months[i]) == 0)
            m.month = i + 1;
    return seconds_of(&m);
}

int64_t
time_of(const char *text)
{
    const int64_t milli = 100000000000; /* as seconds: the year 5138 */
    uint64_t n = 0;

    text += strspn(text, " \t");
    if (!text_u64(text, 0, INT64_MAX / 2, &n)) {
        int64_t s = (int64_t)n > milli ? (int64_t)n / 1000 : (int64_t)n;
        return s >= 631152000 && s < milli ? s : 0; /* from 1990 on */
    }
    int64_t s = by_numbers(text);
    return s ? s : by_words(text);
}
