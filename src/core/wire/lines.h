/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_LINES_H
#define CORE_WIRE_LINES_H
/* The texts of signed notes: lines of a keyword and words parted by one blank, in a fixed order. A
   reader and a writer that latch failure, so that a format reads like
   its page. For core/wire only. */
#include "core/wire/root.h"

enum { LINE_MAX_BYTES = 512 };

struct lines {
    struct bytes left; /* lines not yet looked at */
    bool bad;
    char line[LINE_MAX_BYTES + 1];
    char *at; /* what is left of the current line; NULL when it is used up */
};

/* Read a text that must be UTF-8 without control characters and end in a line feed. */
void lines_of(struct bytes text, struct lines *out);

/* If the next line has this keyword, make it the current one. A current line not used up is bad. */
bool lines_is(struct lines *l, const char *keyword);
/* The next line must have this keyword. */
void lines_need(struct lines *l, const char *keyword);
/* All read, nothing bad? */
bool lines_end(struct lines *l);

/* The next word of the current line; "" when bad. Valid until the next line. */
const char *line_word(struct lines *l);
/* The rest of the current line, 1 to WIRE_VALUE_MAX bytes; "" when bad. */
const char *line_rest(struct lines *l);
/* Are there more words in the current line? */
bool line_more(const struct lines *l);
/* A number without leading zeros, or hex of exactly n bytes,
   or a text that fits `cap` with its NUL. */
uint32_t line_u32(struct lines *l, uint32_t min, uint32_t max);
void line_hex(struct lines *l, uint8_t *to, size_t n);
void line_copy(struct lines *l, const char *value, char *to, size_t cap);

/* Write one line: keyword, words, end. */
void line_put(struct writer *w, const char *keyword);
void line_put_word(struct writer *w, const char *word);
void line_put_u32(struct writer *w, uint32_t v);
void line_put_hex(struct writer *w, const uint8_t *b, size_t n);
void line_put_end(struct writer *w);

/* May stand as a word (visible ASCII), or as the rest of a line (UTF-8, no control characters)? */
bool line_word_is_valid(const char *word, size_t max);
bool line_text_is_valid(const char *text);
/* Two small letters. */
bool line_lang_is_valid(const char *code);

#endif
