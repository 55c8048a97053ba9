/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_SEEKER_HTML_H
#define TESTS_UNIT_SEEKER_HTML_H
/* A strict look at a page of ours: every tag closed in order, attributes in double quotes, no id
   twice, every label and skip link leading to an id that is there.
   Not a browser's forgiving parser. */
#include "base/arena.h"

/* What is wrong, in words, or NULL.  Results live in `a`. */
const char *html_problem(struct arena *a, const char *page);

/* Tags with the names of their attributes, values left out. */
const char *html_skeleton(struct arena *a, const char *page);

/* What a reader sees: no tags, no style sheet, and no title. */
const char *html_text(struct arena *a, const char *page);

#endif
