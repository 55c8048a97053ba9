/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FIND_FIND_H
#define DESK_FIND_FIND_H
/* Search over one vault: cases that fit a query, counts of what was found by its sides, and the
   place in a text where it was found.  Nothing of it is on a disk or in an address. */
#include "desk/cases/cases.h"
#include "desk/find/query.h"

enum {
    FOUND_MAX = 5000, /* cases that are counted; beyond it `more` is set */
    FACET_MAX = 8,    /* values shown of one side */
    MARKS_MAX = 12,   /* of one piece of text */
    PIECE_BYTES = 240,
};

/* ---- The index: kept by the apply functions. */

/* Index one entry; `body` is UTF-8. */
MUST_USE enum err find_index(struct db *p, int64_t entry, const char *body, struct arena *a);
/* Take it out again before the entry's text changes; nothing happens when there is none. */
MUST_USE enum err find_unindex(struct db *p, int64_t entry, struct arena *a);

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
    bool more;
    struct facet countries, languages, urgencies, leads, states;
};

/* `me` is the name that lead:me stands for.  Everything in *out lives in `a`. */
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
