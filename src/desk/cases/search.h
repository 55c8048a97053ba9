/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_SEARCH_H
#define DESK_CASES_SEARCH_H
/* Around case_search(): what is looked for, and where it stands in a case. */
#include "desk/cases/cases.h"

enum { SEARCH_QUERY_MAX = 100, SEARCH_PIECE_BYTES = 200 };

/* What was typed without blanks around it and cut to SEARCH_QUERY_MAX bytes; "" when nothing is
   left.  NULL: no memory. */
const char *search_query(struct arena *a, const char *typed);

/* The first piece of a text, about a sentence long, that holds the words whatever their case; NULL:
   none does, or no memory.  Lives in `a`. */
const char *search_piece(struct arena *a, const char *text, const char *query);

/* The first piece in the messages, answers and notes of a case; "" when only its
   subject fits, or none can be shown: what is found is never lost by it. */
MUST_USE enum err search_hit(
    struct db *p, int64_t id, const char *query, struct arena *a, const char **out);

#endif
