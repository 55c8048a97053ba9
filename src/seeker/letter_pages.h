/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_LETTER_PAGES_H
#define SEEKER_LETTER_PAGES_H
/*
 * Letters as the seeker sees them.  The list and the page of each letter stand in the edition; the
 * questions and the finished letter come from the gate, in answer to
 *
 *   POST / with act=letter, l, f (the letter), at (the question answered), go (next or back),
 *          v or d m y (its answer), and a-NAME for every other answer
 *
 * so that the page itself is the draft: nothing else remembers it.
 */
#include "seeker/pages.h"

#define LETTER_NO_QUESTION "-" /* `at` of the page of a letter and of the finished one */

struct letter_row {
    int64_t page;
    const char *title;
};

struct letters_view {
    struct frame f;
    const struct letter_row *rows;
    size_t n_rows;
};

struct letter_view {
    struct frame f;
    const char *id, *title, *about;
    const char *reviewer; /* NULL: nobody has checked it, it is a sample */
    const char *reviewed, *due;
    bool stale, withdrawn;
};

/* What travels along: name (without a-) and value. */
struct letter_field {
    const char *name, *value;
};

struct letter_choice {
    const char *value, *label, *small; /* small: NULL if there is none */
};

enum letter_field_kind { LETTER_FIELD_LINE, LETTER_FIELD_LONG, LETTER_FIELD_DAY, LETTER_FIELD_ONE };

struct letter_question_view {
    struct frame f;
    const char *id, *at;
    const struct letter_field *carried;
    size_t n_carried;
    const char *ask, *hint, *help; /* hint, help: NULL if there is none */
    const char *problem;           /* a sentence; NULL */
    enum letter_field_kind kind;
    const char *typed, *day, *month, *year;
    const struct letter_choice *choices;
    size_t n_choices;
    const char
        *language; /* of the paper, in itself; NULL: the reader's, or it does not matter here */
    bool by_law;   /* may be left out only to be written by hand */
    bool first;    /* nothing to go back to */
};

struct letter_part_view {
    const char *text, *gloss;
    bool right, title, item; /* how it stands on the paper */
};

struct letter_way_view {
    const char *words, *identifies, *since; /* identifies, since: NULL if there is nothing to say */
    bool effective, stale;
};

struct letter_law_view {
    const char *words, *version;
    bool confirmed;
};

struct letter_done_view {
    struct frame f;
    const char *id, *title;
    const struct letter_field *carried;
    size_t n_carried;
    const char *paper;    /* code of the paper's language */
    const char *language; /* its name in itself; NULL: it is the reader's */
    const struct letter_part_view *parts;
    size_t n_parts;
    const char *office, *reason; /* NULL: nobody knows who is competent: ask */
    const struct letter_choice *others;
    size_t n_others;
    const struct letter_way_view *ways;
    size_t n_ways;
    const char *const *by_hand, *const *identifies, *const *clocks, *const *proof, *const *warnings;
    size_t n_by_hand, n_identifies, n_clocks, n_proof, n_warnings;
    const struct letter_law_view *laws;
    size_t n_laws;
    const char *reviewer, *due;
    bool stale;
};

/* Public pages, made once for an edition. */
void page_letters(struct out *o, const struct letters_view *v);
void page_letter(struct out *o, const struct letter_view *v);

/* Private pages. */
void page_letter_question(struct out *o, const struct letter_question_view *v);
void page_letter_done(struct out *o, const struct letter_done_view *v);

/* How a letter may be handed in, and what that shows of the sender: words for the kinds that
   channels.csv knows; NULL for others. */
const char *say_channel(enum lang lang, const char *kind);
const char *say_identifies(enum lang lang, const char *code);

#endif
