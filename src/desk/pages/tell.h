/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PAGES_TELL_H
#define DESK_PAGES_TELL_H
/* Words of the desk's pages that depend on a value.  Results live in `o`'s arena or are constant;
   never NULL unless it says so. */
#include "desk/pages/pages.h"
#include "text/text.h"

/* Names of things, from tables. */
const char *tell_urgency(enum lang lang, int urgency); /* "Emergency" */
const char *tell_language(enum lang lang, const char *code);
const char *tell_country(
    enum lang lang, const char *code); /* the code itself when it has no name here */
const char *tell_situation(enum lang lang, enum triage_situation s);
const char *tell_flag(enum lang lang, enum triage_flag f);
const char *tell_date_kind(enum lang lang, enum triage_date_kind k);
const char *tell_who(enum lang lang, enum triage_who who); /* "" unknown */
const char *tell_close(enum lang lang, enum close_reason r);
/* An identifier as forms carry it. */
const char *tell_id(struct out *o, const uint8_t id[ID_BYTES]);
/* Enough of it to recognise it. */
const char *tell_short_id(struct out *o, const uint8_t id[ID_BYTES]);
const char *tell_audit_act(enum lang lang, enum audit_act act);
const char *tell_vault(enum lang lang, const char *role);
const char *tell_list(enum lang lang, enum case_list list);
const char *tell_list_code(enum case_list list); /* as in addresses: "mine" */
enum case_list tell_list_of(const char *code);   /* the waiting list for anything else */

/* Time.  Spans are short: "40 min", "3 h", "2 days". */
const char *tell_span(struct out *o, enum lang lang, int64_t seconds);
const char *tell_ago(struct out *o, enum lang lang, int64_t then_s, int64_t now_s);
const char *tell_stamp(struct out *o, enum lang lang, int64_t s); /* "22 November, 09:12 UTC" */
const char *tell_iso(struct out *o, int64_t s);                   /* for <time datetime> */
const char *tell_day(struct out *o, enum lang lang, int64_t day, int64_t now_s);
const char *tell_days_left(struct out *o, enum lang lang, int64_t day, int64_t now_s);

/* A case in a list. */
const char *tell_clock(struct out *o, enum lang lang, const struct case_row *r, int64_t now_s);
bool tell_is_late(const struct case_row *r, int64_t now_s);
const char *tell_waits(struct out *o, enum lang lang, const struct case_row *r, int64_t now_s);
const char *tell_facts(
    struct out *o, enum lang lang, const struct case_row *r); /* language · country · situation */
const char *tell_reasons(struct out *o, enum lang lang, const struct case_row *r);
const char *tell_date(struct out *o, enum lang lang, const struct case_row *r,
    int64_t now_s); /* "Hearing in court: in 3 days"; "" none */
bool tell_has_flag(const struct case_row *r, enum triage_flag f);
const char *tell_case_url(struct out *o, const struct list_view *l, int64_t id);
const char *tell_older_url(struct out *o, const struct case_view *v);
const char *tell_list_url(struct out *o, const struct list_view *l, int64_t page);
/* "51 to 100 of 345" */
const char *tell_list_span(struct out *o, enum lang lang, const struct list_view *l);
const char *tell_empty(struct out *o, enum lang lang, const struct list_view *l);
const char *tell_likeness(struct out *o, enum lang lang, const struct case_like *like);

/* Sentences. */
const char *tell_problem(struct out *o, enum lang lang, enum desk_problem p, int64_t n);
const char *tell_problem_title(enum lang lang, enum desk_problem p);
const char *tell_done(enum lang lang, enum case_done d);
const char *tell_event(struct out *o, enum lang lang, const struct case_entry *e);
const char *tell_date_act(struct out *o, enum lang lang, const struct case_entry *e);
const char *tell_work_event(struct out *o, enum lang lang, const struct case_entry *e);
const char *tell_waiting(struct out *o, enum lang lang, const struct waiting *w, int64_t now_s);
const char *tell_room(struct out *o, enum lang lang, int64_t bytes);
const char *tell_hub(struct out *o, enum lang lang, const struct hub *h, int64_t now_s);
const char *tell_language_url(struct out *o, const char *self, enum lang to);

/* Acts of the page "Today". */
const char *tell_act(struct out *o, enum lang lang, const struct act *a);
const char *tell_act_button(enum lang lang, const struct act *a);
bool tell_act_is_late(const struct act *a, int64_t now_s);
const char *tell_act_when(struct out *o, enum lang lang, const struct act *a, int64_t now_s);
const char *tell_act_url(struct out *o, const struct act *a);
const char *tell_vault_id(struct out *o, const struct vault *v); /* hex */

/* The search page.  A part is what a facet adds to the query; NULL: it cannot be asked for. */
const char *tell_find_without(struct out *o, const struct find_query *q, size_t i);
const char *tell_find_with(struct out *o, const struct find_query *q, const char *part);
const char *tell_facet_part(struct out *o, const char *key, const struct facet_value *v);
const char *tell_facet(enum lang lang, const char *key, const struct facet_value *v);
const char *tell_piece_mark(struct out *o, const struct find_piece *p, size_t i);
/* The text before the i-th mark; after the last one with i = n_marks. */
const char *tell_piece_part(struct out *o, const struct find_piece *p, size_t i);

/* What the guard lacks, the i-th sentence; NULL after the last. */
const char *tell_lack(enum lang lang, const struct guard_report *r, size_t i);

/* What stands in a field again: typed text of that form, else "". */
const char *tell_typed(const struct case_view *v, enum case_form form);
bool tell_picked(const struct case_view *v, enum case_form form, int64_t n);

/* "17": a number as text, for TF. */
const char *tell_number(struct out *o, int64_t n);
const char *tell_text(const char *s); /* "" for NULL */
bool tell_same(const char *a, const char *b);

#endif
