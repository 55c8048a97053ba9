/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_TELL_DATES_H
#define DESK_DATES_TELL_DATES_H
/* Words on dates.  As in tell.h: in `o`'s arena or constant, never NULL. */
#include "desk/dates/date_pages.h"
#include "desk/pages/tell.h"

const char *tell_full_day(struct out *o, enum lang lang, int64_t day); /* weekday, day, year */
const char *tell_minute(struct out *o, int32_t minute);                /* "09:30" */
/* "Thursday 12 February 2026, the whole day", or with an hour; and the clock it is on. */
const char *tell_end(struct out *o, enum lang lang, int64_t day, int32_t minute);
const char *tell_left(struct out *o, enum lang lang, int64_t until_s, int64_t now_s);
const char *tell_amount(struct out *o, enum lang lang, int64_t n, enum date_unit unit);
const char *tell_step(struct out *o, enum lang lang, const struct date_step *s);
const char *tell_trouble(enum lang lang, enum date_trouble t);
const char *tell_date_state(struct out *o, enum lang lang, const struct date_full *f);
const char *tell_effect(enum lang lang, enum date_effect e);

/* A rule in one line: name and term; for a choice. */
const char *tell_rule(struct out *o, enum lang lang, const struct date_rule *r);
/* Country, "EU", "INT". */
const char *tell_place(enum lang lang, const char *code);
const char *tell_date_iso(struct out *o, int64_t day); /* "2026-11-22" */
/* Classes of a row: over, near, unsure. */
const char *tell_date_class(const struct date_due *d, int64_t now_s);
const char *tell_month_url(struct out *o, int64_t first, int64_t months);
const char *tell_month(struct out *o, enum lang lang, int64_t first);
const char *tell_weekday(enum lang lang, int i); /* 0 Monday, short */
/* How many dates of the month end on this day. */
size_t tell_on_day(const struct month_view *v, int64_t day);
/* The i-th rule of the tables, once for each code; NULL at the end.  `at` starts at 0. */
const struct date_rule *tell_next_rule(const char *country, int64_t now_s, size_t *at);

#endif
