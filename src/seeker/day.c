/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/day.h"
#include "base/clock.h"
#include "base/text.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2169, DIGITS_MAX = 4 };

/* The digits without the blanks around them; "" when there are none, NULL when it is longer. */
static const char *
digits_of(const char *typed, char room[DIGITS_MAX + 1])
{
    const char *from = typed + strspn(typed, " \t\n");
    size_t n = strlen(from);

    while (n > 0 && strchr(" \t\n", from[n - 1]))
        n--;
    if (n > DIGITS_MAX)
        return NULL;
    memcpy(room, from, n);
    room[n] = '\0';
    return room;
}

static enum err
number_typed(const char *typed, uint64_t max, uint64_t *out, bool *there)
{
    char room[DIGITS_MAX + 1];
    const char *digits = digits_of(typed, room);

    *there = !digits || digits[0];
    if (!digits || !digits[0])
        return ERR_MALFORMED;
    return text_u64(digits, 0, max, out);
}

enum err
day_typed(const char *day, const char *month, const char *year, bool *there, int32_t *out)
{
    uint64_t d = 0, m = 0, y = 0;
    bool has_d, has_m, has_y;
    enum err bad_d = number_typed(day, 31, &d, &has_d);
    enum err bad_m = number_typed(month, 12, &m, &has_m);
    enum err bad_y = number_typed(year, LAST_YEAR, &y, &has_y);

    *there = has_d || has_m || has_y;
    if (!*there)
        return OK;
    if (bad_d || bad_m || bad_y)
        return ERR_MALFORMED;
    if (y < 100)
        y += 2000;
    struct date typed = { (int32_t)y, (int32_t)m, (int32_t)d };
    int64_t days = day_of_date(typed);
    struct date back = date_of_day(days);
    if (y < FIRST_YEAR || d == 0 || m == 0 || back.day != typed.day || back.month != typed.month)
        return ERR_MALFORMED;
    *out = (int32_t)days;
    return OK;
}
