/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_HANDLERS_H
#define DESK_POST_HANDLERS_H
/* Requests written down by hand, the button of the locked page, and what other pages show of
   channels.  Rows: src/desk/routes.c. */
#include "desk/desk.h"
#include "desk/pages/pages.h"

enum err get_new(struct req *rq);
enum err post_new(struct req *rq);
/* The form of post_new() once more, with what was typed. */
MUST_USE enum err new_again(struct req *rq, unsigned status);
enum err post_quiet(struct req *rq); /* on the locked page: somebody has seen the alarm */

enum err post_case_key(struct req *rq); /* another key of the person is accepted */

enum err post_case_back(struct req *rq); /* an answer that has not left is not to leave */

enum err post_case_spoken(struct req *rq); /* what was said by phone or in person */

/* How the case of v->row would be answered. */
MUST_USE enum err way_fill(struct req *rq, struct case_view *v);
/* What is known of an entry by another channel. */
MUST_USE enum err way_fill_entry(struct req *rq, struct thread_entry *t);
/* The channel beside each row of a list. */
MUST_USE enum err way_fill_list(struct req *rq, struct list_view *l);
/* Who would be woken now, and in which order. */
MUST_USE enum err way_fill_duty(struct req *rq, const struct turns **out);

/* May this case be answered?  ERR_FORBIDDEN or ERR_CONFLICT with the problem set. */
MUST_USE enum err way_check(struct req *rq, int64_t id, bool by_hub);

#endif
