/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_LETTERS_SAMPLE_H
#define TESTS_UNIT_LETTERS_SAMPLE_H
/* The letters of content/, and small ones made up for a test. */
#include "letters/compose.h"

enum { DAY = 20779 }; /* 22 November 2026, the day of the sample content */

/* content/letters as the edition reads it. */
const struct letters *sample_letters(struct arena *a);

/* The tables of content/ with these definitions; the error, and why. */
enum err letters_of(
    const char *definitions, struct arena *a, const struct letters **out, const char **why);

/* A definition in which all is right, with `more` lines at its end. */
const char *definition_with(const char *more, struct arena *a);

/* "KEY TEXT" in all five languages. */
const char *in_all(const char *key, const char *text, struct arena *a);

/* Set the answer to a question; fails when there is none such. */
void answer(const struct letter *d, struct letter_answers *to, const char *id, const char *typed);

#endif
