/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H
/* Time is a parameter of every rule; only main files and loops read a clock. */
#include <stdint.h>

enum { DAY_S = 86400, WEEK_S = 7 * DAY_S };

int64_t clock_now_s(void);       /* seconds since 1970 UTC */
int64_t clock_now_ms(void);      /* the same in milliseconds */
int64_t clock_steady_ms(void);   /* never jumps; for waiting */
int64_t clock_work_ms(void);     /* of the processor, that this thread has used */
int64_t day_of(int64_t unix_s);  /* days since 1970, rounded down */
int64_t week_of(int64_t unix_s); /* door weeks: floor(unix / 604800) */

struct date {
    int32_t year, month, day;
}; /* proleptic Gregorian, month and day from 1 */
struct date date_of_day(int64_t day);
int64_t day_of_date(struct date d);

#endif
