/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_WORDS_FOLD_H
#define CORE_OPEN_WORDS_FOLD_H
/* From what people type to letters that can be looked up, without Unicode tables: only the letters
   of five languages and what is taken for them. For the word code only; `out` is never `t`. */
#include "core/open/words.h"

enum { TOKEN_MAX = 24 };

struct token {
    uint16_t c[TOKEN_MAX]; /* small letters, marks composed or dropped */
    size_t n;              /* letters seen; over TOKEN_MAX only so many are kept */
};

/* The next run of letters; everything that is no letter parts them, but apostrophes, stress marks
   and invisible characters are passed over. False at the end. */
bool token_next(struct bytes *rest, struct token *out);

/* Fold for one list: neighbouring letters and look-alikes become letters of that list. */
void token_fold(const struct token *t, enum words_lang lang, struct token *out);

/* Write ae, oe, ue as a, o, u; false if there was none. */
bool token_join_umlauts(const struct token *t, struct token *out);

/* The same letters? Takes the same time wherever they differ. */
bool token_equal(const struct token *a, const struct token *b);

#endif
