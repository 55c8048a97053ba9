/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORK_HANDLERS_H
#define DESK_WORK_HANDLERS_H
/* Acts of casework and their pages.  Rows: src/desk/routes.c. */
#include "desk/desk.h"
#include "desk/today/today.h"
#include "desk/work/work_pages.h"

enum err post_label(struct req *rq);
enum err post_snooze(struct req *rq);
enum err post_watch(struct req *rq);
enum err post_offer(struct req *rq);
enum err post_freeze(struct req *rq);
enum err post_thaw(struct req *rq);
enum err post_translate(struct req *rq);
enum err post_template(struct req *rq);
enum err post_unmerge(struct req *rq);
enum err post_link(struct req *rq);
enum err post_untrained(struct req *rq);
enum err get_merge(struct req *rq);
enum err post_merge(struct req *rq);
enum err get_handover(struct req *rq);      /* what she leads, and what is offered to her */
enum err get_case_handover(struct req *rq); /* one request */
enum err post_handover(struct req *rq);
enum err get_views(struct req *rq);
enum err get_view(struct req *rq);
enum err get_label(struct req *rq);

/* What the page of a case shows of casework; v->forms must be filled. */
MUST_USE enum err work_fill(struct req *rq, struct case_view *v);

/* Acts of casework for the page Today. */
MUST_USE enum err work_today(const struct today_ask *ask, struct acts *to);

#endif
