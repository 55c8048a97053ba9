/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_TELL_DATES_H
#define DESK_DATES_TELL_DATES_H
/* Words on dates.  As in tell.h: in `o`'s arena or constant, never NULL. */
#include "desk/dates/date_pages.h"
#include "desk/pages/countries.h"
#include "desk/pages/tell.h"

const char *tell_full_day(struct out *o, enum lang lang, int64_t day); /* weekday, day, year */
/* The day, there, on which so many days are left. */
const char *tell_ahead(struct out *o, enum lang lang, const struct date_due *d, int days);
const char *tell_minute(struct out *o, int32_t minute); /* "09:30" */
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
/* The i-th rule of a country, each code once in the version of today; NULL after the last. */
const struct date_rule *tell_rule_at(const char *country, int64_t now_s, size_t i);

/* A day named in a request, as a date: its kind, and the clock on which it is over.  Of a country
   that the tables do not know, the clock on which the day ends first. */
int tell_named_kind(enum triage_date_kind kind);
const char *tell_named_zone(const struct named_date *d);

/* The month as a table: from the Monday before its first day to the day after the last week. */
int64_t tell_month_start(const struct month_view *v);
int64_t tell_month_end(const struct month_view *v);
bool tell_in_month(const struct month_view *v, int64_t day);
int64_t tell_today(const struct month_view *v);
int tell_day_number(int64_t day);
int64_t tell_first_of(const struct month_view *v, int64_t day); /* number of the day's first date */

/* The page of a new or moved date, and what is chosen there. */
const char *tell_new_url(struct out *o, const struct date_new_view *v);
bool tell_number_is(const char *typed, int n);
bool tell_means(const struct date_new_view *v, int n);
/* The field that must be looked at, "" none; and whether it is this one, "true" or "false". */
const char *tell_trouble_field(const struct date_new_view *v);
const char *tell_wrong(const struct date_new_view *v, const char *field);
bool tell_has_place(const struct date_new_view *v);
const char *tell_country_code(size_t i); /* the i-th of content/countries.csv */
const char *tell_date_item_url(struct out *o, const struct date_due *d);

/* Proceedings. */
bool tell_any_open(const struct case_dates_view *v);
int tell_form_proceeding(void); /* numbers of forms, for addresses */
int tell_form_step(void);
int tell_form_claim(void);
const char *tell_proceeding(struct out *o, enum lang lang, const struct proceeding_view *p);
const char *tell_regime(struct out *o, enum lang lang, const struct proceeding_view *p);
const char *tell_outcome(enum lang lang, int outcome);
const char *tell_result(enum lang lang, int result);
enum date_effect tell_step_effect(const struct step_view *s);
const char *tell_hearing(struct out *o, enum lang lang, const struct step_view *s);
bool tell_stage_done(const struct proceeding_view *p, const struct date_stage *s);
/* The page that works a rule out, with the day of service filled in when the step has one. */
const char *tell_rule_url(
    struct out *o, const struct case_dates_view *v, const char *rule, const struct step_view *step);

/* Parts of these pages; page_case_dates() stands in the page of a case. */
void page_dates_nav(struct out *o, bool mine, bool done, enum lang lang);
void page_dates_counts(struct out *o, const struct remind_counts *c, enum lang lang);
void page_dates_rows(
    struct out *o, const struct date_due *rows, size_t n, int64_t now_s, enum lang lang);
void page_date_row(struct out *o, const struct date_due *d, int64_t now_s, enum lang lang);
void page_dates_feed(struct out *o, const struct dates_view *v);
void page_dates_named(struct out *o, const struct dates_view *v);
void page_dates_named_row(struct out *o, const struct dates_view *v, const struct named_date *d);
void page_month_week(struct out *o, const struct month_view *v, int64_t week, enum lang lang);
void page_date_proposal(struct out *o, const struct date_new_view *v);
void page_date_steps(
    struct out *o, const struct date_step *steps, size_t n, bool more, enum lang lang);
void page_date_asked(struct out *o, const struct date_new_view *v);
void page_date_rule_form(struct out *o, const struct date_new_view *v);
void page_date_rules(
    struct out *o, const struct date_new_view *v, const char *country, enum lang lang);
void page_date_typed_form(struct out *o, const struct date_new_view *v);
void page_date_acts(struct out *o, const struct date_view *v);
void page_date_reminded(struct out *o, const struct date_due *d, enum lang lang);
void page_date_hidden(struct out *o, const struct date_view *v);
void page_proceeding(
    struct out *o, const struct case_dates_view *v, const struct proceeding_view *p);
void page_proceeding_step(
    struct out *o, const struct case_dates_view *v, const struct step_view *s);
void page_stage(
    struct out *o, const struct case_dates_view *v, const struct date_stage *s, bool done);
void page_stage_rules(struct out *o, const struct case_dates_view *v, const struct date_stage *s,
    const struct step_view *step, enum lang lang);

#endif
