/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_CALENDAR_H
#define DESK_DATES_CALENDAR_H
/* Civil days, moving feasts, time zones and working days.  Pure: no clock, no database, no locale.
   A day is counted from 1970-01-01; what lies before 1970 or after 2100 is refused everywhere.
   Zones, weekends and holidays are dated data (content/deadlines), compiled in by
   tools/deadlinec.py: the desk reads no time zone files of the system. */
#include "base/clock.h"
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

enum {
    CAL_FIRST_YEAR = 1970,
    CAL_LAST_YEAR = 2100,
    CAL_FIRST_DAY = 0,
    CAL_LAST_DAY = 47846, /* 2100-12-31 */
    CAL_ALWAYS = 1 << 20, /* "valid to" of what has no end */
    DAY_MINUTES = 1440,
};

/* Why a date cannot be had.  0 is fine. */
enum date_problem {
    DATE_FINE,
    DATE_MALFORMED,  /* not a date, or a day that no calendar has, such as 30 February */
    DATE_TOO_EARLY,  /* before 1970 */
    DATE_TOO_LATE,   /* after 2100 */
    DATE_BAD_TIME,   /* not a time of day */
    DATE_BAD_RULE,   /* the rule has no source, or an amount, unit or span that makes no sense */
    DATE_NO_RULE,    /* no version of the rule holds on that day */
    DATE_BAD_PLACE,  /* no such country or time zone in the tables */
    DATE_BAD_AMOUNT, /* more than a term can be */
};

enum cal_precision {
    CAL_UNSET,
    CAL_EXACT,
    CAL_DAY_UNKNOWN,   /* the month is known */
    CAL_MONTH_UNKNOWN, /* the year is known */
    CAL_ESTIMATE,      /* about this day */
};

/* A date as somebody knows it: it lies in [first, last]. */
struct cal_date {
    int64_t first, last;
    enum cal_precision precision;
};

/* "2026-03-05", "2026-03", "2026", each with "~" before it for an estimate. */
MUST_USE enum date_problem cal_read(const char *text, struct cal_date *out);

/* "09:30" to minutes of the day; "24:00" is no time of a day. */
MUST_USE enum date_problem cal_read_time(const char *text, int32_t *minute);

/* Year, month and day to a day; only what the calendar has. */
MUST_USE enum date_problem cal_day(int64_t year, int64_t month, int64_t day, int64_t *out);

/* DATE_FINE, DATE_TOO_EARLY or DATE_TOO_LATE. */
MUST_USE enum date_problem cal_check(int64_t day);

/* 1 Monday to 7 Sunday. */
int cal_weekday(int64_t day);
int cal_month_days(int32_t year, int32_t month);

/* The same day of the month n months on (or back); the last day of that month when it has no such
   day: *clamped tells.  The caller checks the result. */
int64_t cal_add_months(int64_t day, int64_t n, bool *clamped);

/* Easter Sunday of the Western and of the Orthodox churches, as a day. */
int64_t cal_easter(int32_t year);
int64_t cal_pascha(int32_t year);

/* ---- Time zones. */

/* From this moment (seconds since 1970, UTC) on, clocks stand `offset_min` ahead of UTC. */
struct zone_change {
    int64_t from_s;
    int32_t offset_min;
    uint8_t summer; /* index of a summer rule that is kept from here on; 0: none */
};

/* Clocks go forward an hour at the last Sunday of one month and back at that of another. */
struct summer_rule {
    int32_t start_month, end_month, utc_minute;
};

struct zone {
    const char *name; /* as in the tz database, such as "Europe/Kyiv" */
    size_t n;
    const struct zone_change *changes; /* the first holds from the beginning of time */
};

extern const struct summer_rule date_summers[];
extern const struct zone date_zones[];
extern const size_t n_date_zones;

/* NULL: no such zone in the tables. */
const struct zone *zone_find(const char *name);

/* How far ahead of UTC clocks stand at this moment, in seconds. */
int64_t zone_offset_s(const struct zone *z, int64_t utc_s);

enum zone_fit {
    ZONE_ONCE,
    ZONE_NEVER, /* clocks jumped over it: the moment of the jump was taken */
    ZONE_TWICE, /* clocks went back over it: the first was taken */
};

/* The moment at which clocks there show this minute of this day.  minute may be 0 to 1440. */
int64_t zone_to_utc(const struct zone *z, int64_t day, int32_t minute, enum zone_fit *fit);

/* What clocks there show at this moment. */
void zone_to_local(const struct zone *z, int64_t utc_s, int64_t *day, int32_t *minute);

/* ---- Working days. */

/* One row of the holidays: a fixed day of each year, a day counted from a feast, or one single day.
   A moved working day (`works`) wins over weekend and holiday. */
enum holiday_how { HOLIDAY_YEARLY = 1, HOLIDAY_EASTER, HOLIDAY_PASCHA, HOLIDAY_ONCE };

struct holiday {
    const char *country, *name; /* name: key of a text in content/deadlines/names.csv */
    enum holiday_how how;
    int32_t month, day; /* yearly */
    int32_t plus;       /* days after the feast */
    int64_t once;
    int64_t from, to; /* valid, days */
    bool works;
    const char *source;
};

/* A country as far as dates go. */
struct date_country {
    const char *code, *zone;      /* the authority's zone unless the case says another */
    uint8_t weekend;              /* bit 1 << weekday */
    int32_t known_from, known_to; /* years whose holidays, with moved days, are in the table */
    const char *in_union;         /* "EU" or "" */
    const char *source;
};

extern const struct holiday date_holidays[];
extern const size_t n_date_holidays;
extern const struct date_country date_countries[];
extern const size_t n_date_countries;

/* NULL: no such country in the tables. */
const struct date_country *date_country_find(const char *code);

enum day_kind { DAY_WORKING, DAY_WEEKEND, DAY_HOLIDAY };

/* What a day is there; *name the holiday's, "" otherwise.  Out of the known years only weekends and
   what returns every year are seen: a term is then never proposed later than it may be. */
enum day_kind day_kind_of(const struct date_country *c, int64_t day, const char **name);

/* True if the table claims to be complete for the year of this day. */
bool day_is_known(const struct date_country *c, int64_t day);

#endif
