/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Words and numbers out of UTF-8 text, in the small alphabets of table.h.  Lower-cases, drops
 * accents, apostrophes and invisible characters inside words, turns look-alike letters of the
 * other script back, and skips bytes that are not UTF-8.
 */
#ifndef CORE_TRIAGE_LEX_H
#define CORE_TRIAGE_LEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { TOKEN_LETTERS = 40, SENTENCE_GAP = 3 };

/* Letters that tell languages apart, seen in one word. */
enum {
    MARK_I = 1,        /* uk, be */
    MARK_YI_IE = 2,    /* uk */
    MARK_SHORT_U = 4,  /* be */
    MARK_Y = 8,        /* ru, be */
    MARK_E = 16,       /* ru, be */
    MARK_HARD = 32,    /* ru */
    MARK_RU_I = 64,    /* ru, uk */
    MARK_SHCH = 128,   /* ru, uk */
    MARK_IO = 256,     /* ru, be */
    MARK_UMLAUT = 512, /* de, and Turkish names */
    MARK_SOFT_APOSTROPHE = 1024,
};

struct token {
    uint8_t raw[TOKEN_LETTERS];
    uint8_t fold[TOKEN_LETTERS];
    uint8_t n_raw;
    uint8_t n_fold;
    bool is_number;
    bool latin;
    uint8_t digits;
    char glue;   /* the one character between this and the token before, 0 if more or a blank */
    bool paused; /* more than blanks stands between this and the token before */
    uint16_t marks;
    uint16_t pos; /* counts words; the end of a sentence counts SENTENCE_GAP more */
    uint32_t number;
};

struct lexer {
    struct bytes text;
    size_t at;
    uint16_t pos;
    bool asks;                      /* a question mark was passed */
    bool latin_shouts_are_cyrillic; /* "BBK" typed in Latin inside a Cyrillic text */
};

/* Start at the beginning; reads at most TRIAGE_TEXT_MAX bytes. */
void lexer_init(struct lexer *lx, struct bytes text);
/* Take the next word or number; false at the end. */
bool lexer_next(struct lexer *lx, struct token *out);
/* sounds.c: spell a Cyrillic word as the sounds that lex_skeleton gives its transliteration.  `to`
   holds TOKEN_LETTERS; the length is returned. */
uint8_t lex_sounds(const struct token *t, uint8_t *to);
/* sounds.c: spell a Latin word as the sound skeleton that transliterated words are compared in.
   `to` holds TOKEN_LETTERS; the length is returned. */
uint8_t lex_skeleton(const struct token *t, uint8_t *to);

#endif
