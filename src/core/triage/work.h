/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The working memory of one triage: what struct triage_scratch really holds. */
#ifndef CORE_TRIAGE_WORK_H
#define CORE_TRIAGE_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/triage/hints.h"
#include "core/triage/lex.h"
#include "core/triage/table.h"
#include "core/triage/triage.h"

enum { DATES_SEEN_MAX = 16, DATE_HISTORY = 6, RING = LOOK_AHEAD + 1 };

/* A date at which something came or was received: it presses nobody, but a period may start. */
enum { DATE_RECEIVED = TRIAGE_N_DATE_KINDS, N_CONTEXTS };

/* A term found at a word.  `denied`: a "not" stands right before it. */
struct hit {
    uint16_t term;
    bool denied;
};

/* The hits of one word. */
struct hits {
    struct hit at[TOKEN_HITS];
    uint8_t n;
    uint16_t pos;
};

/* What the date machine saw of a word. */
struct date_word {
    enum term_kind kind; /* TERM_PLAIN: nothing about dates */
    int32_t value;
    uint16_t pos;
    uint8_t digits; /* of a number written in figures, else 0 */
    char glue;
    bool paused;
};

/* A date found, and the nearest word that says what it is. */
struct seen_date {
    int32_t day;
    uint16_t pos;
    uint16_t distance;
    uint8_t kind; /* enum triage_date_kind, or DATE_RECEIVED */
    enum triage_date_precision precision;
    bool weak; /* a weekday: a full date beside it replaces it */
};

struct dates {
    struct date_word past[DATE_HISTORY]; /* newest first */
    struct seen_date seen[DATES_SEEN_MAX];
    uint8_t n_seen;
    uint16_t context_pos[N_CONTEXTS]; /* where each context word stood last */
    int32_t span_days;                /* "3 days", waiting for "ago" or "to appeal" */
    uint16_t span_pos;
    bool span_bare;   /* "how many days to appeal": no number, so no period */
    int32_t bare_day; /* "the 26th", waiting for a month that may follow */
    uint16_t bare_pos;
    int32_t period_days; /* an appeal period that is stated */
    int32_t today;
};

struct work {
    const struct triage_ask *ask;
    uint16_t last[TERM_MAX];  /* where each term stood last, not denied; 0 never */
    uint16_t ahead[TERM_MAX]; /* the same, LOOK_AHEAD words further on */
    struct hits ring[RING];
    uint16_t n_words;
    uint64_t facts[FACT_MAX / 64];
    struct dates dates;
    struct hint_sum hints;
    struct token token;
    uint8_t skeleton[TOKEN_LETTERS];
    enum triage_lang lang;
    bool transliterated;
    uint8_t latin_mask; /* which rules Latin words are read with */
    int16_t country;    /* index of the country the text says, or -1 */
};

/* Whether a fact is known. */
bool fact_is(const struct work *w, unsigned fact);
/* Note a fact. */
void fact_set(struct work *w, unsigned fact);

/* triage.c: all of triage_run but the wiping, so that a test can ask which facts were found. */
void work_run(struct work *w, const struct triage_ask *ask, struct triage_result *out);

/* lang.c: find the language; sets lang, transliterated and latin_mask. */
void work_find_language(struct work *w);

/* match.c: read the text once, set the facts of the patterns and collect dates. */
void work_match(struct work *w);

/* dates.c: one word and its hits; then, at the end, what is still waiting. */
void dates_step(
    struct dates *d, const struct token *t, const struct hits *hits, enum triage_lang lang);
void dates_finish(struct dates *d);

/* facts.c: facts from the answers and the dates. */
void work_add_facts(struct work *w, struct triage_result *out);

/* decide.c: run the rules over the facts. */
void work_decide(struct work *w, struct triage_result *out);

#endif
