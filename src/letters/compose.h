/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LETTERS_COMPOSE_H
#define LETTERS_COMPOSE_H
/* A letter from its answers.  What was not answered is a line to fill in by hand. */
#include "letters/answers.h"

struct letter_line {
    enum letter_part part; /* LETTER_HEAD to LETTER_ITEM */
    const char *text;      /* in the language of the paper */
    const char *gloss;     /* in the reader's; NULL when that is the same */
};

struct letter_paper {
    enum lang lang; /* of the paper */
    struct letter_line lines[LETTER_MAX_BLOCKS];
    size_t n_lines;
    const struct competence *offices[LETTER_MAX_OFFICES]; /* the first one: to whom it is written */
    size_t n_offices;
    const struct channel *ways[LETTER_MAX_CHANNELS]; /* into the first office */
    size_t n_ways;
    const char *by_hand[LETTER_MAX_QUESTIONS]; /* the law wants it, and it was left out */
    size_t n_by_hand;
    const char *notes[LETTER_MAX_BLOCKS]; /* of the part at the same place, for the reader */
    enum letter_part note_parts[LETTER_MAX_BLOCKS];
    size_t n_notes;
    const struct law *laws[LETTER_MAX_BLOCKS * LETTER_MAX_LAWS]; /* each once */
    size_t n_laws;
};

/* All texts in `a`.  ERR_INTERNAL: it is full. */
MUST_USE enum err letter_compose(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, enum lang reader, int64_t day, struct arena *a,
    struct letter_paper *out);

/* "Constitution ..., article 59, part 3" */
const char *letter_law_words(const struct law *law, enum lang lang, struct arena *a);

#endif
