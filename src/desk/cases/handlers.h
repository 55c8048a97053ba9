/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_HANDLERS_H
#define DESK_CASES_HANDLERS_H
/* Lists, search and one case with everything that can be done to it.  Rows: src/desk/routes.c. */
#include "desk/desk.h"

enum err get_inbox(struct req *rq);
enum err get_case(struct req *rq);
enum err get_live(struct req *rq); /* the counters as JSON, for the script */
enum err post_reply(struct req *rq);
enum err post_note(struct req *rq);
enum err post_urgency(struct req *rq);
enum err post_close(struct req *rq);
enum err post_reopen(struct req *rq);
enum err post_assign(struct req *rq);
enum err post_discard(struct req *rq); /* what was typed before the desk was locked */

/* What the form of this request holds, if it is one of a case; the caller's form must be parsed.
   It borrows from the request. */
struct case_typed case_typed_of(const struct req *rq);

/* The case once more, with what was typed and why it was not done (rq->caller->problem). */
MUST_USE enum err case_again(struct req *rq, unsigned status);

#endif
