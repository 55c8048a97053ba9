/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The shape of the compiled rules.  tools/triagec.py reads the enums of this file and of triage.h,
 * so a name in a data file and a number here cannot part, and writes one `triage_table`.
 */
#ifndef CORE_TRIAGE_TABLE_H
#define CORE_TRIAGE_TABLE_H

#include <stdint.h>

enum {
    TERM_MAX = 6144,  /* terms a table may have */
    FACT_MAX = 512,   /* facts a table may have */
    PHRASE_PARTS = 5, /* words of a phrase */
    FUZZY_MIN = 6,    /* letters a stem needs before one slip in it is forgiven */
    LOOK_AHEAD = 12,  /* tokens that a "must not stand near" looks forward */
    TOKEN_HITS = 96,  /* terms one token may hit; the compiler checks it */
};

/* Letters.  Raw keeps what tells languages apart; folded is what words are compared in. */
enum {
    LETTER_CYRILLIC = 1, /* 1..32: the 32 letters from U+0430, without the one with dots */
    LETTER_IO = 33,
    LETTER_UK_IE,
    LETTER_I,
    LETTER_YI,
    LETTER_GHE,
    LETTER_SHORT_U,
    LETTER_LATIN = 40, /* 40..65 */
    LETTER_AE = 66,
    LETTER_OE,
    LETTER_UE,
    LETTER_SZ,
    LETTER_DIGIT = 70, /* 70..79 */
    LETTER_END = 80,   /* the end of a word, in pieces of words */
};

enum term_kind {
    TERM_PLAIN,
    TERM_DENY,        /* "not": the next term does not count */
    TERM_TRANSPARENT, /* "been": a "not" before it reaches through */
    TERM_MONTH,       /* value 1..12 */
    TERM_WEEKDAY,     /* value 1..7, Monday first */
    TERM_HENCE,       /* "from now", behind a span */
    TERM_RELDAY,      /* value: days from today */
    TERM_UNIT,        /* value: days; 0 is an hour */
    TERM_NUMBER,      /* value */
    TERM_DAYWORD,     /* "первого": the value as a day of the month */
    TERM_IN,          /* "in two days" */
    TERM_WITHIN,      /* "a period of two days" */
    TERM_AGO,
    TERM_SINCE_BEFORE, /* "vor zwei Tagen": ago, standing in front */
    TERM_NEXT,
    TERM_LAST,
    TERM_END,
    TERM_AT,       /* "in", "on", "until" in front of a month or a bare day */
    TERM_ORDINAL,  /* what is glued to a day number */
    TERM_OF_MONTH, /* "26 числа" */
    TERM_ARTICLE,  /* "article": the number behind it is no date */
    TERM_CONTEXT,  /* value: enum triage_date_kind; what a date near it is */
    TERM_LOCATIVE, /* "in" before a place */
    TERM_FROM,     /* "out of" before a place */
    TERM_ARRIVE,   /* "reached" before a place */
    TERM_PLACE,    /* value: index into `countries` */
};

/* Facts that the answers, the dates and the language give; the data files add their own. */
enum fact {
    FACT_NONE,
    FACT_WHO_SELF,
    FACT_WHO_RELATIVE,
    FACT_WHO_FRIEND,
    FACT_WHO_LAWYER,
    FACT_WHO_PARTNER_ORG,
    FACT_WHO_HOST,
    FACT_WHO_DONOR,
    FACT_WHO_MEDIA,
    FACT_WHO_OTHER,
    FACT_DANGER_NO,
    FACT_DANGER_SOON,
    FACT_DANGER_YES,
    FACT_ANSWERED_ABROAD,
    FACT_ANSWERED_HOME,
    FACT_SAYS_ABROAD,
    FACT_SAYS_HOME,
    FACT_PERIOD,
    FACT_ASKS,
    FACT_SHORT,
    FACT_EMPTY,
    FACT_HINTS,         /* small signs of danger add up (hints.h) */
    FACT_HINTS_STRONG,  /* very many do */
    FACT_HINTS_AGAINST, /* the words are those of calm texts */
    FACT_PRESSING,      /* the same, of what presses within days */
    FACT_PRESSING_STRONG,
    FACT_PRESSING_AGAINST,
    FACT_CALM, /* the same, of what asks for nobody in need */
    FACT_CALM_STRONG,
    FACT_CALM_AGAINST,
    FACT_LANG_BE,    /* Belarusian: some of its words mean something else in Russian */
    FACT_FIRST_DATE, /* four for each date kind: day., ten., month., past. */
};

enum date_bucket { BUCKET_DAY, BUCKET_TEN, BUCKET_MONTH, BUCKET_PAST, N_BUCKETS };

enum effect_op {
    EFFECT_URGENCY,   /* a: level, b: reason */
    EFFECT_FIRM,      /* the same, but no cap lowers it */
    EFFECT_CAP,       /* a: level, b: reason */
    EFFECT_SITUATION, /* a: situation, b: rank */
    EFFECT_NEED,      /* a: need, b: rank */
    EFFECT_FLAG,      /* a: flag */
    EFFECT_FACT,      /* a: fact */
    EFFECT_CRISIS,
    EFFECT_MONTH, /* a: date kind; due one month from now */
};

/* A node of a trie.  `hits` index into `pool`: count, then term | mask << 13. */
struct triage_node {
    uint16_t child;
    uint16_t next;
    uint16_t prefix_hits; /* any word that begins like this */
    uint16_t exact_hits;  /* this word only */
    uint8_t letter;
    uint8_t fuzzy; /* one slip is forgiven */
};

enum { MASK_SLAVIC = 1, MASK_EN = 2, MASK_DE = 4, HIT_TERM = 0x1fff, HIT_MASK_SHIFT = 13 };

struct triage_term {
    uint8_t kind;
    int16_t value;
    uint16_t phrases;  /* pool: count, then phrases that end with this term */
    uint16_t patterns; /* pool: count, then patterns that need this term */
};

struct triage_phrase {
    uint16_t part[PHRASE_PARTS];
    uint8_t n;
    uint16_t hits;
};

struct triage_pattern {
    uint16_t terms; /* pool: n_need terms, then n_not terms */
    uint8_t n_need;
    uint8_t n_not;
    uint16_t window;
    uint16_t fact;
};

struct triage_rule {
    uint16_t facts; /* pool: n_need facts, then n_not facts */
    uint8_t n_need;
    uint8_t n_not;
    uint16_t effects;
    uint8_t n_effects;
};

struct triage_effect {
    uint8_t op;
    uint16_t a;
    uint8_t b;
};

/* A period from the law, to be confirmed by a lawyer: from the decision, if `fact` holds there. */
struct triage_limit {
    char country[3];
    uint16_t fact;
    uint8_t kind;
    uint8_t days;
};

struct triage_table {
    const struct triage_node *nodes;
    uint16_t root_fold;
    uint16_t root_skeleton;
    uint16_t root_language;
    uint16_t root_pieces; /* pieces of words that speak for a language */
    uint16_t root_spoken; /* common Slavic words as sounds */
    const uint16_t *pool;
    const struct triage_term *terms;
    uint16_t n_terms;
    const struct triage_phrase *phrases;
    const struct triage_pattern *patterns;
    const struct triage_rule *rules;
    uint16_t n_rules;
    const struct triage_effect *effects;
    const struct triage_limit *limits;
    uint16_t n_limits;
    const char (*countries)[3];
    const char *const *fact_names; /* for tests and for explaining a proposal */
    uint16_t n_facts;
};

extern const struct triage_table triage_table;

#endif
