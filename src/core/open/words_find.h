/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_WORDS_FIND_H
#define CORE_OPEN_WORDS_FIND_H
/* Which word of a list is it? For the word code only. */
#include "core/open/words_fold.h"

enum { WORD_NOT_FOUND = -1 };

struct found {
    int index;  /* 0 to 2,047 or WORD_NOT_FOUND */
    bool whole; /* written out in full, not only its first letters */
};

/* By its first four letters, folded for the list. */
struct found word_find(const struct token *typed, enum words_lang lang);

/* Bits: twelve indexes <-> seed with check. The check is false for words
   that do not belong together. */
void indexes_of_seed(const struct seed *s, uint16_t out[WORDS_COUNT]);
bool seed_of_indexes(const uint16_t in[WORDS_COUNT], struct seed *out);

#endif
