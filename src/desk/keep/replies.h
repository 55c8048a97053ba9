/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_REPLIES_H
#define DESK_KEEP_REPLIES_H
/* Ways to answer that the handlers of keeping share; nobody else calls them. */
#include "desk/desk.h"
#include "desk/keep/keep_pages.h"

/* Give back `e`, with the problem that its page tells. */
MUST_USE enum err keep_refuse(struct req *rq, enum err e, enum desk_problem p);

/* ERR_FORBIDDEN for a member without a key to requests. */
MUST_USE enum err keep_need_cases(struct req *rq);

/* Back to the page, of a case if `id` is one, with a sentence. */
MUST_USE enum err keep_back(struct req *rq, int64_t id, enum keep_say say);

/* Ask a program beside the desk; what it takes counts as work for this member.  ERR_BUSY: she had
   much done just now. */
MUST_USE enum err keep_job(
    struct req *rq, int fd, struct bytes question, struct arena *a, struct bytes *out);

#endif
