/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_SAY_H
#define SEEKER_SAY_H
/* Sentences of the pages that depend on a value.
   Results are borrowed from `o`'s arena or constant. */
#include "seeker/choices.h"
#include "seeker/pages.h"

/* What is wrong with the form, and the id of the field to mend ("text", "d", "send", ...). */
const char *say_write_problem(struct out *o, enum lang lang, const struct write_problem *p);
const char *say_write_field(enum write_problem_kind k);

/* The sentence for one field if that field has a problem, else NULL. */
const char *say_problem_at(struct out *o, const struct write_view *v, const char *field);

/* Was any question beside the text answered? */
bool say_answered(const struct write_view *v);

/* Is this among the form's problems? */
bool say_has_problem(const struct write_view *v, enum write_problem_kind k);

/* What is wrong with the words that were typed. */
const char *say_read_problem(struct out *o, enum lang lang, enum read_problem p, int64_t n);

/* How long an answer takes: a measured figure, or honest words without one. */
const char *say_hours(struct out *o, enum lang lang, int64_t answer_hours);

/* When to look for the first time. */
const char *say_return(struct out *o, enum lang lang, int64_t answer_hours);

/* How long to wait before trying again. */
const char *say_wait(struct out *o, enum lang lang, int64_t wait_s);

/* Heading and sentence of an error page. */
const char *say_error_title(enum lang lang, enum error_kind k);
const char *say_error(enum lang lang, enum error_kind k);

/* "tel:" and the digits of a number. */
const char *say_call(struct out *o, const char *number);

/* `typed` or the value of a field is this option; both may be NULL. */
bool say_same(const char *typed, const char *value);

/* "" for NULL. */
const char *say_text(const char *s);

/* A piece of an answer, ending in NUL. */
const char *say_part(struct out *o, const struct answer_part *p);

/* The day of an answer, in words. */
const char *say_day(struct out *o, enum lang lang, int64_t day);

/* The id of the first field among words 3, 7 and 10 that was typed wrong. */
const char *say_wrong_field(const struct words_view *v);

/* Words 3, 7 and 10 that were typed wrong: a sentence. */
const char *say_wrong_words(struct out *o, enum lang lang, const struct words_view *v);

/* "3": a number as text, for TF. */
const char *say_number(struct out *o, int64_t n);

#endif
