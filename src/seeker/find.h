/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_FIND_H
#define SEEKER_FIND_H
/*
 * Search over the guides, for readers without script.  The edition carries what it needs as a page
 * a language, so that the gate, which never keeps a question, answers it from memory:
 *
 *   data/find-LANG   one guide a line: number, TAB, heading, TAB, its words folded (find_words.h),
 *                    each once, with a blank at both ends
 */
#include "seeker/pages.h"

enum { FIND_MAX_GUIDES = QUESTION_FIRST - 1, FIND_MAX_ASKED = 12, FIND_MAX_FOUND = 10 };

#define FIND_PAGE "data/find-%s" /* with the code of the language */

struct find_guide {
    struct index_row row;
    const char *folded_heading;
    const char *words;
};

struct find_list {
    struct find_guide *guides;
    size_t n;
};

/* Read such a page; everything lives in `a`.  ERR_MALFORMED. */
MUST_USE enum err find_read(struct bytes page, struct arena *a, struct find_list *out);

/* One line of such a page: `html` is the guide's body.  NULL: no memory. */
const char *find_line(struct arena *a, const struct index_row *row, struct html body);

/* The lists that stand below what was found; everything lives in `a`.  ERR_INTERNAL: no memory. */
MUST_USE enum err find_fill_index(
    const struct find_list *list, struct arena *a, struct index_view *v);

/* The guide with this number; NULL: there is none. */
const struct index_row *find_guide(const struct find_list *list, uint64_t number);

/* The guides that hold most of the words asked for, best first; a word in the heading counts
   thrice.  At most FIND_MAX_FOUND; words after the first FIND_MAX_ASKED are not looked at.  *n is 0
   for a question without a letter.  NULL: no memory. */
const struct index_row *find_guides(
    const struct find_list *list, const char *asked, struct arena *a, size_t *n);

#endif
