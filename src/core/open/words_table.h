/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_WORDS_TABLE_H
#define CORE_OPEN_WORDS_TABLE_H
/* The word lists, compiled by tools/wordsc.py. For the word code only. */
#include "core/open/words.h"

struct words_key {
    uint64_t first4; /* four folded letters, 16 bits each, the first one highest */
    uint16_t index;
};

struct words_table {
    const char *const *word;      /* in list order */
    const struct words_key *keys; /* ascending by first4, which is unique */
};

extern const struct words_table words_tables[WORDS_N_LANGS];

#endif
