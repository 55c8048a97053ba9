/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_WORDS_H
#define CORE_OPEN_WORDS_H
/* Twelve words <-> seed. 132 bits: the seed's 120 and 12 that check them. The same in 40 digits.
   Words only encode numbers: no key depends on language, case or spelling. See
   docs/formats/words.md. Nothing is allocated; what held parts of the seed is wiped. */
#include "core/open/secrets.h"

enum words_lang {
    WORDS_UNSET,
    WORDS_RU,
    WORDS_UK,
    WORDS_BE,
    WORDS_EN,
    WORDS_DE,
    WORDS_N_LANGS,
};

enum {
    WORDS_COUNT = 12,
    WORDS_LIST = 2048,
    WORDS_TEXT_CAP = 256, /* twelve words with blanks between, and NUL */
    DIGITS_CAP = 44,      /* four groups of ten with blanks between, and NUL */
    WORDS_IN_MAX = 4096,  /* longer input is not looked at */
};

/* The words in order; each points into a fixed table, so the struct is as secret as the seed. */
struct words {
    const char *word[WORDS_COUNT];
};

enum words_state {
    WORDS_GOOD,
    WORDS_EMPTY,        /* neither letters nor digits */
    WORDS_WRONG_COUNT,  /* not twelve words, not forty digits */
    WORDS_UNKNOWN,      /* a word that stands in no list: `position` */
    WORDS_WRONG_DIGITS, /* a group that no words give: `position` (1 to 4) */
    WORDS_CHECK,        /* all known, but they do not belong together: "please check your words" */
    WORDS_TOO_LONG,
};

struct words_problem {
    enum words_state state;
    bool digits;          /* read as digits */
    unsigned position;    /* from 1; 0: none in particular */
    unsigned n_found;     /* words or digits found */
    enum words_lang lang; /* the list that fits best, or WORDS_UNSET */
};

/* "ru" ... "de"; WORDS_UNSET for anything else. */
enum words_lang words_lang_of(const char *code);

/* The twelve words in a list.  ERR_INTERNAL for a language that is none. */
MUST_USE enum err words_encode(const struct seed *s, enum words_lang lang, struct words *out);

/* The word at a place (0 to 2,047) of a list; "" for a list or place that is none. */
const char *words_at(enum words_lang lang, unsigned index);

/* Four groups of ten digits. */
void digits_encode(const struct seed *s, char out[DIGITS_CAP]);

/* Read what a person typed or pasted: words of one list in any case, whole or from 4 letters on,
   with numbers, marks and line breaks between; e for yo, any apostrophe, ae for a-umlaut,
   letters of a neighbouring keyboard, Latin letters that look Cyrillic; or forty digits. On
   ERR_MALFORMED *why says what to show; the seed is untouched. *why is always set. */
MUST_USE enum err words_decode(struct bytes typed, struct seed *out, struct words_problem *why);

/* Type-back: is this the word at `position` (1 to 12) in some list? */
bool words_match(const struct seed *s, unsigned position, struct bytes typed);

/* Has somebody pasted twelve words (or the forty digits) into a longer text? True for twelve words
   of one list in a row that check or are all written out in full, or digits that check. */
bool words_stand_in(struct bytes text);

#endif
