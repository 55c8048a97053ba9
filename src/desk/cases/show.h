/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_SHOW_H
#define DESK_CASES_SHOW_H
/* The page of a case, put together from the casebook. */
#include "desk/view.h"

/* What is special about this showing. */
struct showing {
    unsigned status;
    enum case_done done;
    enum desk_problem problem;
    int64_t problem_n;
    struct case_typed typed; /* FORM_NONE: show what the session keeps, if anything */
};

/* Write the page of case `id` into the reply.  Inside a transaction on the casebook.
   ERR_NOT_FOUND. */
MUST_USE enum err show_case(struct req *rq, int64_t id, const struct showing *how);

/* The names of those who can lead a case, at most `cap`. */
enum { SHOW_MEMBERS_MAX = ROSTER_MAX_MEMBERS };
MUST_USE enum err show_members(struct req *rq, const char *names[SHOW_MEMBERS_MAX], size_t *n);

#endif
