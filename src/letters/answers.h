/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LETTERS_ANSWERS_H
#define LETTERS_ANSWERS_H
/* What was answered to a letter's questions, and which question comes next. */
#include "letters/letters.h"

enum {
    LETTER_LINE_MAX = 150, /* characters of one line, where the letter states nothing else */
    LETTER_LONG_MAX = 1500,
    /* All answers together, as they stand escaped in a page: keeps pages within their weight. */
    LETTER_ALL_MAX_BYTES = 5000,
};

/* As typed; "" is no answer.  A date is "day.month.year" as it stood in the three fields. */
struct letter_answers {
    const char *typed[LETTER_MAX_QUESTIONS];
};

enum letter_problem {
    LETTER_FINE,
    LETTER_BAD_DATE,
    LETTER_TOO_LONG,     /* n: characters over the limit */
    LETTER_ALL_TOO_LONG, /* n: characters that the whole letter is over its limit */
};

/* A typed text as it may stand in a letter: no control characters, none that turn the direction of
   writing, no blanks around it; one line unless `paragraphs`.  In `a`; NULL when that is full. */
const char *letter_clean(const char *typed, bool paragraphs, struct arena *a);

/* Is this question asked, given what was answered before it? */
bool letter_is_asked(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, size_t question);

/* The answer that counts: "" when not asked, not answered, or not one of the options. */
const char *letter_answer(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, size_t question);

/* Do the conditions hold? */
bool letter_holds(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, const struct letter_conditions *c);

/* What is wrong with this answer. */
enum letter_problem letter_problem_of(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, size_t question, int64_t *n);

/* The next question that is asked, from `from` on; n_questions after the last one. */
size_t letter_next(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, size_t from);
/* The last question that is asked before `before`; n_questions if there is none. */
size_t letter_before(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, size_t before);

/* The day that was typed; false if it is none. */
bool letter_day(const char *typed, int64_t *day);

/* Who is competent, the nearest first; `out` borrows.  0: a human has to say. */
size_t letter_offices(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, const struct competence *out[LETTER_MAX_OFFICES]);

#endif
