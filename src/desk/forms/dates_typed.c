/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates and times as people type them. */
#include "base/clock.h"
#include "base/text.h"
#include "desk/forms/check.h"

enum { PARTS_MAX = 3, PART_DIGITS = 4 };

/* Groups of digits between `.`, `-` or `/`; 0 when there is anything else. */
static size_t
split(const char *s, int32_t part[PARTS_MAX], size_t digits[PARTS_MAX])
{
    size_t n = 0;

    for (; n < PARTS_MAX; n++) {
        digits[n] = strspn(s, "0123456789");
        if (digits[n] == 0 || digits[n] > PART_DIGITS)
            return 0;
        part[n] = 0;
        for (size_t i = 0; i < digits[n]; i++)
            part[n] = part[n] * 10 + (*s++ - '0');
        if (*s == '\0')
            return n + 1;
        if (!strchr(".-/", *s++))
            return 0;
    }
    return 0;
}

static enum err
day_checked(struct date d, int64_t *day)
{
    if (d.year < DATE_YEAR_FIRST || d.year > DATE_YEAR_LAST)
        return ERR_TOO_LARGE;
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
        return ERR_MALFORMED;
    int64_t at = day_of_date(d);
    struct date back = date_of_day(at);
    if (back.month != d.month || back.day != d.day)
        return ERR_MALFORMED; /* the 31st of a month that has 30 */
    *day = at;
    return OK;
}

enum err
date_of_text(const char *text, int64_t *day, enum date_precision *precision)
{
    size_t digits[PARTS_MAX] = { 0 };
    int32_t part[PARTS_MAX] = { 0 };
    size_t n = split(text, part, digits);
    bool year_first = n > 0 && digits[0] == PART_DIGITS;
    struct date d = { part[0], 1, 1 };
    enum date_precision p = DATE_YEAR;

    if (n == 0 || (!year_first && digits[n - 1] != PART_DIGITS))
        return ERR_MALFORMED;
    if (n == 2) {
        p = DATE_MONTH;
        d = year_first ? (struct date){ part[0], part[1], 1 }
                       : (struct date){ part[1], part[0], 1 };
    } else if (n == 3) {
        p = DATE_EXACT;
        d = year_first ? (struct date){ part[0], part[1], part[2] }
                       : (struct date){ part[2], part[1], part[0] };
    }
    enum err e = day_checked(d, day);
    if (!e)
        *precision = p;
    return e;
}

enum err
moment_of_text(const char *text, int64_t *seconds)
{
    enum date_precision precision = DATE_YEAR;
    const char *time = strpbrk(text, "T ");
    int64_t day = 0;
    char date[12];

    if (!time || (size_t)(time - text) >= sizeof date)
        return ERR_MALFORMED;
    memcpy(date, text, (size_t)(time - text));
    date[time - text] = '\0';
    enum err e = date_of_text(date, &day, &precision);
    if (e || precision != DATE_EXACT)
        return e ? e : ERR_MALFORMED;
    const char *t = time + 1;
    size_t n = strlen(t);
    bool shape = (n == 5 || n == 8) && strspn(t, "0123456789") == 2 && t[2] == ':' &&
                 strspn(t + 3, "0123456789") == 2 &&
                 (n == 5 || (t[5] == ':' && strspn(t + 6, "0123456789") == 2));
    int hour = shape ? (t[0] - '0') * 10 + t[1] - '0' : 24;
    int minute = shape ? (t[3] - '0') * 10 + t[4] - '0' : 60;
    if (hour > 23 || minute > 59)
        return ERR_MALFORMED;
    *seconds = day * DAY_S + hour * 3600 + minute * 60;
    return OK;
}
