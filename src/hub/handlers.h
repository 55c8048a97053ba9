/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_HANDLERS_H
#define HUB_HANDLERS_H
/* The functions that stand in the rows and hooks of src/hub/routes.c. */
#include "hub/app.h"

/* pages.c: the edition, and what else is the same for everybody */
enum err get_index(struct req *rq);
enum err get_page(struct req *rq);
enum err get_exit(struct req *rq);
enum err get_root(struct req *rq);
enum err get_cards(struct req *rq);
enum err get_edition(struct req *rq);
enum err get_edition_page(struct req *rq);
enum err answer_with_page(struct req *rq, enum err e);

/* mail.c: shelves and the lane */
enum err get_shelf(struct req *rq);
enum err put_shelf(struct req *rq);
enum err get_lane(struct req *rq);

/* desks.c: who may */
enum err admit_desk(struct req *rq);
enum err answer_desk(struct req *rq, enum err e);

/* The row's transaction. */
enum err begin_row(struct req *rq);
enum err end_row(struct req *rq, enum err e);

#endif
