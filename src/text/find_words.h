/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_FIND_WORDS_H
#define TEXT_FIND_WORDS_H
/* How words are compared by search: inflected forms of one word find each other in all five
   languages, without a dictionary.  No stemmer is at hand for Ukrainian and Belarusian, so words
   are compared by their beginnings: an ending is cut off by the length of the word, and what
   changes inside a stem (a vowel that flees, a consonant that softens, an umlaut) is tried as
   well.  The table of pairs that must find each other is tests/unit/text/recall.h. */
#include "base/arena.h"

enum { FIND_WORD_LETTERS = 40, FIND_SPELLINGS = 20 };

/* A text as search compares it: folded, umlauts as their vowels, everything but letters, digits and
   apostrophes within a word as one blank, a blank at both ends.  NULL: no memory, or not UTF-8. */
const char *find_fold(struct arena *a, const char *text);

/* The expression for the full-text index (FTS5, trigrams of find_fold()ed text) that finds one word
   in any of its forms.  `word` is folded, without blanks.  NULL: no memory, or the word has no
   letter. */
const char *find_word_match(struct arena *a, const char *word);

/* The expression that finds exactly these letters, anywhere within words too.  `text` is folded.
   NULL: no memory, or fewer than three letters and blanks. */
const char *find_exact_match(struct arena *a, const char *text);

/* Does this folded text hold what such an expression finds? */
bool find_match_is_in(const char *match, const char *folded);

#endif
