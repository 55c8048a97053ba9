/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_TREE_H
#define EDITION_TREE_H
/* "Which situation am I in?": the questions of content/tree.txt (format: content/README.md).  A
   question is a page with a neutral number; its ways lead to further questions, to guides, or to
   writing.  Nothing is remembered: where one stands is the address. */
#include "seeker/pages.h"

enum {
    TREE_MAX_QUESTIONS = 60,
    TREE_MAX_WAYS = 6,  /* and "I am not sure" */
    TREE_MAX_STEPS = 8, /* from the first question to a result */
};

struct tree_question {
    const char *ask[N_LANGS];
    struct way_row ways[N_LANGS][TREE_MAX_WAYS];
    size_t n_ways;
    const char *unsure; /* where "I am not sure" leads */
    size_t parent;      /* index of the question that leads here; its own for the first one */
    size_t steps;       /* clicks needed to come here */
};

struct tree {
    struct tree_question list[TREE_MAX_QUESTIONS];
    size_t n;
};

/* Read and check: every text in every language, every question reached from exactly one other,
   results within TREE_MAX_STEPS, only guides that are there (`has_guide[number]`).  A content
   folder without tree.txt gives a tree with no question.  Everything lives in `a`. */
MUST_USE enum err tree_read(const char *content, const bool has_guide[static QUESTION_FIRST],
    struct arena *a, const struct tree **out, const char **why);

#endif
