/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Hints that add up.  Beside the rules, which look for what they know, every word gives small
 * features (its beginning, its pieces of four letters, the pair it makes with the word before), and
 * each feature that the example texts have taught (tools/triage_learn.py) has a weight for or
 * against danger, and others for haste and calm.  The sums rate sooner, and take back what only the
 * widest rules say; they never rate later what a narrow rule, a date or an answer says.
 */
#ifndef CORE_TRIAGE_HINTS_H
#define CORE_TRIAGE_HINTS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/triage/lex.h"

enum {
    HINTS_OF_WORD = TOKEN_LETTERS + 8, /* features that one word may have */
    HINTS_MAX = 32768,                 /* weights a table may have */
    HINT_SCALE = 1024,                 /* what a score of 1 is in struct triage_hints */
    HINT_WINDOW = 64,                  /* words that are added up together */
};

/* What is asked of a text: is somebody in danger now; if not, does it press within days; does it
   ask for nobody in need (press, offers, thanks, plain questions). */
enum hint_question { HINT_DANGER, HINT_PRESSING, HINT_CALM, N_HINTS };

#define HINTS_UNKNOWN INT32_MIN

/* The beginnings of the last two words of the sentence, 0 if there is none. */
struct hint_trail {
    uint32_t last, last_but_one;
    uint16_t pos;
};

/* The features of a word, as hashes; how many.  `spoken`: Latin letters spell Slavic words. */
unsigned hints_of_word(
    struct hint_trail *trail, const struct token *t, bool spoken, uint32_t to[HINTS_OF_WORD]);

/* One question's scale. */
struct hint_scale {
    int32_t unit; /* what a weight of 1 adds, in 1/65536 of a score before it is divided */
    int32_t bias;
    int32_t enough;  /* from this score on the answer is yes */
    int32_t strong;  /* from this one on even in what looks like a story or an offer */
    int32_t against; /* up to this one the widest nets of the rules are not believed */
};

/* Weights by ascending hash; made by tools/triage_learn.py. */
struct triage_hints {
    const uint32_t *hash;
    const int8_t (*weight)[N_HINTS];
    uint16_t n;
    struct hint_scale scale[N_HINTS];
};

extern const struct triage_hints triage_hints;

/* A stretch of the text: which features it has, and their sum. */
struct hint_window {
    uint64_t seen[HINTS_MAX / 64];
    int32_t sum[N_HINTS];
    uint16_t n;
    uint16_t n_words;
};

/* Two windows, half a window apart, so that what stands close together is added up once whole. */
struct hint_sum {
    struct hint_window window[2];
    struct hint_trail trail;
    int32_t best[N_HINTS]; /* scores of the most alarming stretch, in 1/HINT_SCALE */
};

/* Start with an empty sum. */
void hints_begin(struct hint_sum *h);
/* Add the features of the next word. */
void hints_add(struct hint_sum *h, const struct token *t, bool spoken);
/* Close the last windows: h->best holds the scores, or HINTS_UNKNOWN if too little was known. */
void hints_end(struct hint_sum *h);

#endif
