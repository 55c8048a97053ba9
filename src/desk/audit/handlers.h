/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_AUDIT_HANDLERS_H
#define DESK_AUDIT_HANDLERS_H
/* The log for whoever is charged with data protection.  Rows: src/desk/routes.c. */
#include "desk/desk.h"

enum err get_audit(struct req *rq);        /* before: only older entries */
enum err post_audit_check(struct req *rq); /* compute the chain anew */

/* Pieces of these cases stand on a page that she gets: one note a page, unless they are the same
   ones again within five minutes (*noted_s says since when; 0 never).  In the request's
   transaction, or in one of its own. */
MUST_USE enum err audit_shown(
    struct req *rq, enum audit_act act, const int64_t *cases, size_t n, int64_t *noted_s);

/* Something leaves the desk or is about to be erased: note it in a transaction of its own.
   `stream` zeros: about no case, then `words` stand in the log as they are. */
MUST_USE enum err audit_leaves(struct req *rq, enum audit_act act, const struct casebook *b,
    const struct stream_id *stream, const char *words);

/* A sheet of paper counts as one more reading, though she has just opened the case. */
MUST_USE enum err audit_paper(struct req *rq, int64_t case_id);

/* A member reads a case: note it, unless she has just read it, and see whether that is too fast.
   Inside the write transaction of the request. */
MUST_USE enum err audit_read(struct req *rq, int64_t case_id);

#endif
