/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_DAY_H
#define SEEKER_DAY_H
/* A date that a person typed in three fields. */
#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

/* Day, month and year in digits, blanks around them; a year of two digits is in this century.
   *there is false when all three are empty.  ERR_MALFORMED: not a day of the calendar between
   1900 and 2169. */
MUST_USE enum err day_typed(
    const char *day, const char *month, const char *year, bool *there, int32_t *out);

#endif
