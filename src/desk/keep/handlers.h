/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_HANDLERS_H
#define DESK_KEEP_HANDLERS_H
/* What is kept, leaves and comes.  Rows: src/desk/routes.c. */
#include "desk/desk.h"

enum err get_keep(struct req *rq);
enum err get_case_keep(struct req *rq);
enum err post_case_sheet(struct req *rq);   /* the hand-over sheet as a PDF */
enum err post_case_hold(struct req *rq);    /* on or off */
enum err post_case_export(struct req *rq);  /* asks */
enum err post_case_erase(struct req *rq);   /* asks */
enum err post_keep_table(struct req *rq);   /* asks */
enum err post_keep_confirm(struct req *rq); /* the second person */
enum err post_keep_drop(struct req *rq);
enum err post_keep_do(struct req *rq);    /* what was asked for and confirmed */
enum err post_keep_look(struct req *rq);  /* into a file that waits */
enum err post_keep_bring(struct req *rq); /* what is in it */

#endif
