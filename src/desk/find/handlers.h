/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FIND_HANDLERS_H
#define DESK_FIND_HANDLERS_H
/* The search page, and what was found as the list beside a case.  What is searched, names too,
   stands in no address: those stay in histories.  The session keeps it.
   Rows: src/desk/routes.c. */
#include "desk/desk.h"
#include "desk/pages/pages.h"

enum err get_search(struct req *rq);
enum err post_search(struct req *rq);

/* Fill a list with one page of what `l->query` finds in the vault where the caller works. */
MUST_USE enum err find_fill(struct req *rq, struct list_view *l);

#endif
