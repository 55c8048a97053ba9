/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LETTERS_LETTERS_H
#define LETTERS_LETTERS_H
/*
 * Letters to authorities: declared in content/letters, one engine for all.  A letter is questions,
 * paragraphs in every language, and what to know beside it.  The registers say which law stands
 * behind a paragraph, who is competent, which ways in count in law and from when, and how long an
 * answer may take.  They travel as data pages of the edition; docs/letters.md tells the format.
 *
 * What is typed lives with the caller for one request: nothing here keeps anything.
 */
#include "base/arena.h"
#include "text/lang.h"
#include <stdbool.h>

#define LETTERS_PAGE       "data/letters"
#define LETTERS_LAW        "data/law.csv"
#define LETTERS_OFFICES    "data/authorities.csv"
#define LETTERS_CHANNELS   "data/channels.csv"
#define LETTERS_COMPETENCE "data/competence.csv"
#define LETTERS_CLOCKS     "data/clocks.csv"

enum {
    LETTERS_MAX = 60,
    LETTER_FIRST_PAGE = 301, /* numbers of their pages */
    LETTER_LAST_PAGE = 399,
    LETTER_MAX_QUESTIONS = 20,
    LETTER_MAX_OPTIONS = 8,
    LETTER_MAX_BLOCKS = 60,
    LETTER_MAX_WHENS = 3,
    LETTER_MAX_LAWS = 3,
    LETTER_MAX_OFFICES = 8, /* competent in one matter */
    LETTER_MAX_CHANNELS = 8,
};

enum letter_kind {
    LETTER_KIND_UNSET,
    LETTER_TEXT, /* one line */
    LETTER_LONG, /* paragraphs */
    LETTER_DATE,
    LETTER_CHOICE,
    LETTER_YES,    /* yes, no; "I do not know" is no answer */
    LETTER_OFFICE, /* to whom: one of those that are competent */
};

/* `question` was answered with one of `values` (commas between; NULL: with anything), or with
   `unless` the opposite. */
struct letter_when {
    const char *question, *values;
    bool unless;
};

struct letter_conditions {
    struct letter_when list[LETTER_MAX_WHENS];
    size_t n;
};

struct letter_option {
    const char *value;
    const char *label[N_LANGS]; /* on the page */
    const char *words[N_LANGS]; /* in the letter; NULL: as on the page */
};

struct letter_question {
    const char *id;
    enum letter_kind kind;
    bool by_law; /* a letter without it need not be answered: else by hand, on the paper */
    int64_t max_characters;
    const char *ask[N_LANGS], *hint[N_LANGS],
        *help[N_LANGS]; /* hint, help: NULL if there is none */
    struct letter_option options[LETTER_MAX_OPTIONS];
    size_t n_options;
    struct letter_conditions when;
};

enum letter_part {
    LETTER_PART_UNSET,
    LETTER_HEAD,  /* to whom, from whom */
    LETTER_TITLE, /* the letter's own */
    LETTER_PARA,
    LETTER_ITEM,       /* of a list: what is asked for, what is enclosed */
    LETTER_IDENTIFIES, /* beside the letter: what shows who sends it */
    LETTER_CLOCK,      /* what starts to run */
    LETTER_PROOF,      /* what to keep */
    LETTER_WARN,       /* what to know before it goes */
};

struct letter_block {
    enum letter_part part;
    const char *text[N_LANGS];
    const char *rule; /* of a clock */
    const char *laws[LETTER_MAX_LAWS];
    size_t n_laws;
    struct letter_conditions when;
};

struct letter {
    const char *id, *topic, *place;
    int64_t page;
    enum lang lang; /* of the paper; LANG_UNSET: the reader's */
    const char *reviewer;
    int64_t reviewed_day, due_day;
    const char *title[N_LANGS], *about[N_LANGS];
    struct letter_question questions[LETTER_MAX_QUESTIONS];
    size_t n_questions;
    struct letter_block blocks[LETTER_MAX_BLOCKS];
    size_t n_blocks;
};

struct law {
    const char *id, *act[N_LANGS], *article, *part, *source;
    int64_t version_day;
    bool confirmed; /* by a lawyer */
};

struct office {
    const char *id, *country;
    const char *to; /* as the letter addresses it; "": by its name */
    const char *name[N_LANGS];
    int64_t verified_day;
};

struct channel {
    const char *office; /* or a country's code: all of its offices */
    const char *kind, *identifies;
    bool effective; /* counts in law */
    int64_t from_day, to_day, verified_day;
    const char *law; /* "" if none is named */
};

struct competence {
    const char *topic, *place, *status, *office;
    const char *reason[N_LANGS];
};

struct clock_rule {
    const char *id, *unit;
    int64_t amount, from_day, to_day;
};

struct letters {
    const struct letter **list; /* ascending by page */
    const struct law *laws;
    const struct office *offices;
    const struct channel *channels;
    const struct competence *competence;
    const struct clock_rule *clocks;
    size_t n, n_laws, n_offices, n_channels, n_competence, n_clocks;
};

struct letters_files {
    struct bytes letters, law, offices, channels, competence, clocks;
};

/* Read and check: every text in every language, every name known, every law and rule there.  All
   lives in `a`.  ERR_MALFORMED: *why names file, line and what is wrong. */
MUST_USE enum err letters_read(const struct letters_files *files, struct arena *a,
    const struct letters **out, const char **why);

/* Beyond that, on the day of publishing: each office of a letter has a way in that counts, and
   each clock a rule in force.  ERR_MALFORMED with *why. */
MUST_USE enum err letters_check_day(
    const struct letters *l, int64_t day, struct arena *a, const char **why);

/* By its name, or by the number of its page; NULL if there is none. */
const struct letter *letters_find(const struct letters *l, const char *id);
const struct letter *letters_at(const struct letters *l, int64_t page);

/* From the tables, by their ids; NULL if there is none. */
const struct law *letters_law(const struct letters *l, const char *id);
const struct office *letters_office(const struct letters *l, const char *id);
/* The rule of this name that is in force on the day; NULL. */
const struct clock_rule *letters_clock(const struct letters *l, const char *id, int64_t day);

/* Which question of the letter; n_questions if it has none such. */
size_t letter_question_at(const struct letter *d, const char *id);

/* Ways into an office on the day, those that count first; at most LETTER_MAX_CHANNELS. */
size_t letters_channels(const struct letters *l, const char *office, int64_t day,
    const struct channel *out[LETTER_MAX_CHANNELS]);

/* "{name}" at p: its length with braces, the name into `id`; 0 if none begins here. */
enum { LETTER_ID_CAP = 24 };
size_t letter_place_at(const char *p, char id[static LETTER_ID_CAP]);

#endif
