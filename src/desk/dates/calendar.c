/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/calendar.h"
#include "base/text.h"

enum { YEAR_MONTHS = 12 };

int
cal_month_days(int32_t year, int32_t month)
{
    static const int days[YEAR_MONTHS] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

enum date_problem
cal_day(int64_t year, int64_t month, int64_t day, int64_t *out)
{
    if (month < 1 || month > YEAR_MONTHS || day < 1 || year < 0 || year > 9999)
        return DATE_MALFORMED;
    if (day > cal_month_days((int32_t)year, (int32_t)month))
        return DATE_MALFORMED;
    if (year < CAL_FIRST_YEAR)
        return DATE_TOO_EARLY;
    if (year > CAL_LAST_YEAR)
        return DATE_TOO_LATE;
    *out = day_of_date((struct date){ (int32_t)year, (int32_t)month, (int32_t)day });
    return DATE_FINE;
}

enum date_problem
cal_check(int64_t day)
{
    return day < CAL_FIRST_DAY ? DATE_TOO_EARLY : day > CAL_LAST_DAY ? DATE_TOO_LATE : DATE_FINE;
}

/* Exactly n digits at *s; moves on. */
static bool
take_number(const char **s, int n, int64_t *out)
{
    int64_t v = 0;

    for (int i = 0; i < n; i++, (*s)++) {
        if (**s < '0' || **s > '9')
            return false;
        v = v * 10 + (**s - '0');
    }
    *out = v;
    return true;
}

enum date_problem
cal_read(const char *text, struct cal_date *out)
{
    const char *s = text + (*text == '~');
    int64_t part[3] = { 0, 1, 1 };
    struct cal_date d = { .precision = CAL_EXACT };
    int n = 0;

    for (; n < 3; n++) {
        if (n > 0 && *s == '\0')
            break;
        if (n > 0 && *s++ != '-')
            return DATE_MALFORMED;
        if (!take_number(&s, n == 0 ? 4 : 2, &part[n]))
            return DATE_MALFORMED;
    }
    if (*s)
        return DATE_MALFORMED;
    enum date_problem p = cal_day(part[0], part[1], part[2], &d.first);
    if (p)
        return p;
    d.last = d.first;
    if (n == 2)
        d.last += cal_month_days((int32_t)part[0], (int32_t)part[1]) - 1;
    if (n == 1)
        d.last = day_of_date((struct date){ (int32_t)part[0], YEAR_MONTHS, 31 });
    if (n < 3)
        d.precision = n == 2 ? CAL_DAY_UNKNOWN : CAL_MONTH_UNKNOWN;
    if (*text == '~')
        d.precision = CAL_ESTIMATE;
    *out = d;
    return DATE_FINE;
}

enum date_problem
cal_read_time(const char *text, int32_t *minute)
{
    const char *s = text;
    int64_t h = 0, m = 0;

    if (!take_number(&s, 2, &h) || *s++ != ':' || !take_number(&s, 2, &m) || *s || h > 23 || m > 59)
        return DATE_BAD_TIME;
    *minute = (int32_t)(h * 60 + m);
    return DATE_FINE;
}

int
cal_weekday(int64_t day)
{
    int64_t since_monday = (day + 3) % 7; /* 1970-01-01 was a Thursday */

    return (int)(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

int64_t
cal_add_months(int64_t day, int64_t n, bool *clamped)
{
    struct date d = date_of_day(day);
    int64_t months = (int64_t)d.year * YEAR_MONTHS + d.month - 1 + n;
    int32_t year = (int32_t)(months / YEAR_MONTHS), month = (int32_t)(months % YEAR_MONTHS) + 1;
    int32_t last = (int32_t)cal_month_days(year, month);

    *clamped = d.day > last;
    return day_of_date((struct date){ year, month, *clamped ? last : d.day });
}

/* The anonymous Gregorian rule (Meeus, Astronomical Algorithms, chapter 8). */
int64_t
cal_easter(int32_t year)
{
    int32_t a = year % 19, b = year / 100, c = year % 100;
    int32_t f = (b + 8) / 25, g = (b - f + 1) / 3;
    int32_t h = (19 * a + b - b / 4 - g + 15) % 30;
    int32_t l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int32_t m = (a + 11 * h + 22 * l) / 451;
    int32_t n = h + l - 7 * m + 114;

    return day_of_date((struct date){ year, n / 31, n % 31 + 1 });
}

/* The Julian rule, and the days between the two calendars. */
int64_t
cal_pascha(int32_t year)
{
    int32_t d = (19 * (year % 19) + 15) % 30;
    int32_t e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    int32_t n = d + e + 114;
    int32_t apart = year / 100 - year / 400 - 2;

    return day_of_date((struct date){ year, n / 31, n % 31 + 1 }) + apart;
}

/* ---- Time zones. */

const struct zone *
zone_find(const char *name)
{
    for (size_t i = 0; i < n_date_zones; i++)
        if (strcmp(date_zones[i].name, name) == 0)
            return &date_zones[i];
    return NULL;
}

static int64_t
last_sunday_s(int32_t year, int32_t month, int32_t utc_minute)
{
    int64_t day = day_of_date((struct date){ year, month, cal_month_days(year, month) });

    return (day - cal_weekday(day) % 7) * DAY_S + (int64_t)utc_minute * 60;
}

static bool
is_summer(const struct summer_rule *r, int64_t utc_s)
{
    int32_t year = date_of_day(day_of(utc_s)).year;

    return utc_s >= last_sunday_s(year, r->start_month, r->utc_minute) &&
           utc_s < last_sunday_s(year, r->end_month, r->utc_minute);
}

int64_t
zone_offset_s(const struct zone *z, int64_t utc_s)
{
    const struct zone_change *c = &z->changes[0];

    for (size_t i = 1; i < z->n && z->changes[i].from_s <= utc_s; i++)
        c = &z->changes[i];
    int64_t summer = c->summer && is_summer(&date_summers[c->summer], utc_s) ? 60 : 0;
    return (c->offset_min + summer) * 60;
}

/* Clocks there show `local` at local - offset; which offset is right depends on the moment itself,
   so both that hold within a day of it are tried. */
int64_t
zone_to_utc(const struct zone *z, int64_t day, int32_t minute, enum zone_fit *fit)
{
    int64_t local = day * DAY_S + (int64_t)minute * 60;
    int64_t before = zone_offset_s(z, local - DAY_S), after = zone_offset_s(z, local + DAY_S);
    int64_t one = local - before, other = local - after;
    bool one_holds = zone_offset_s(z, one) == before;
    bool other_holds = zone_offset_s(z, other) == after;

    *fit = ZONE_ONCE;
    if (one_holds && other_holds) {
        *fit = one == other ? ZONE_ONCE : ZONE_TWICE;
        return one < other ? one : other;
    }
    if (one_holds || other_holds)
        return one_holds ? one : other;
    *fit = ZONE_NEVER;
    /* The jump lies between the two: the first moment with the new offset. */
    int64_t low = other, high = one;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (zone_offset_s(z, middle) == after)
            high = middle;
        else
            low = middle;
    }
    return high;
}

void
zone_to_local(const struct zone *z, int64_t utc_s, int64_t *day, int32_t *minute)
{
    int64_t local = utc_s + zone_offset_s(z, utc_s);

    *day = day_of(local);
    *minute = (int32_t)((local - *day * DAY_S) / 60);
}

/* ---- Working days. */

const struct date_country *
date_country_find(const char *code)
{
    for (size_t i = 0; i < n_date_countries; i++)
        if (strcmp(date_countries[i].code, code) == 0)
            return &date_countries[i];
    return NULL;
}

static bool
is_holiday(const struct holiday *h, int64_t day, struct date d)
{
    if (day < h->from || day > h->to)
        return false;
    switch (h->how) {
    case HOLIDAY_YEARLY: return h->month == d.month && h->day == d.day;
    case HOLIDAY_EASTER: return cal_easter(d.year) + h->plus == day;
    case HOLIDAY_PASCHA: return cal_pascha(d.year) + h->plus == day;
    case HOLIDAY_ONCE: return h->once == day;
    }
    return false;
}

enum day_kind
day_kind_of(const struct date_country *c, int64_t day, const char **name)
{
    struct date d = date_of_day(day);
    enum day_kind kind = c->weekend >> cal_weekday(day) & 1 ? DAY_WEEKEND : DAY_WORKING;

    *name = "";
    for (size_t i = 0; i < n_date_holidays; i++) {
        const struct holiday *h = &date_holidays[i];
        if (strcmp(h->country, c->code) != 0 || !is_holiday(h, day, d))
            continue;
        if (h->works) {
            *name = "";
            return DAY_WORKING;
        }
        kind = DAY_HOLIDAY;
        *name = h->name;
    }
    return kind;
}

bool
day_is_known(const struct date_country *c, int64_t day)
{
    int32_t year = date_of_day(day).year;

    return year >= c->known_from && year <= c->known_to;
}
