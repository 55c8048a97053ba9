/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FIND_FIND_H
#define DESK_FIND_FIND_H
/* Search over one vault: cases that fit a query, counts of what was found by its sides, and the
   place in a text where it was found.  Nothing of it is on a disk or in an address. */
#include "desk/cases/cases.h"
#include "desk/find/query.h"

enum {
    FIND_NEW_MAX = 64, /* cases that a search takes into the index by itself */
    FOUND_MAX = 1000,  /* cases that are found and counted; beyond it `more` is set */
    LOOKED_MAX = 8000, /* cases with the words that are looked at for the rest of a query */
    FACET_MAX = 8,     /* values shown of one side */
    MARKS_MAX = 12,    /* of one piece of text */
    PIECE_BYTES = 240,
};

/* ---- The index.  The apply functions say which cases have new texts; they are taken in later,
   many at once. */

/* A case has a text that the index does not know. */
MUST_USE enum err find_want(struct db *p, int64_t case_id);
/* Take a case out before its texts change or go; want it again after that. */
MUST_USE enum err find_forget(struct db *p, int64_t case_id);
/* How many cases are wanted, counted no further than that. */
MUST_USE enum err find_wanted(struct db *p, int64_t no_further, int64_t *n);
/* Take in wanted cases until this time (steady clock), at least 200.  Inside a transaction. */
MUST_USE enum err find_index_some(struct db *p, int64_t until_ms);

/* Words as src/text/find_words.h makes them for the index. */
struct find_words {
    const char *with[FIND_WORDS_MAX], *without[FIND_WORDS_MAX];
    size_t n, n_without;
};

/* The question to the index: all of them, none of those; "" for no words, NULL: no memory. */
const char *find_expression(const struct find_words *w, struct arena *a);

/* ---- Asking. */

struct facet_value {
    const char *value; /* country, language, name ("" nobody); or NULL with `number` */
    int64_t number;    /* urgency */
    int64_t n;
};

struct facet {
    struct facet_value v[FACET_MAX];
    size_t n;
};

struct found {
    const int64_t *ids; /* the latest first */
    size_t n;
    bool more;     /* others fit */
    bool stopped;  /* after LOOKED_MAX: older ones may fit */
    bool left_out; /* words beyond FIND_WORDS_MAX were not asked */
    struct facet countries, languages, urgencies, leads, states;
};

/* `me` is the name that lead:me stands for.  Few cases that the index does not know yet are taken
   in first.  Inside a transaction on the projection.  Everything in *out lives in `a`. */
MUST_USE enum err find_cases(struct db *p, const struct find_query *q, const char *me,
    int64_t now_s, struct arena *a, struct found *out);

/* A piece of a text around the first word that was found, cut between words; `from` and `to` are
   byte offsets into it of what to mark. */
struct find_piece {
    const char *text; /* "" nothing to show */
    size_t n_marks;
    struct {
        size_t from, to;
    } marks[MARKS_MAX];
};

/* Where a case was found; a piece without text when only its facts fit. */
MUST_USE enum err find_piece(
    struct db *p, int64_t id, const struct find_query *q, struct arena *a, struct find_piece *out);

/* The same for one text: false when none of the words stands in it. */
bool find_piece_of(
    const char *text, const struct find_query *q, struct arena *a, struct find_piece *out);

#endif
