/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FORMS_HANDLERS_H
#define DESK_FORMS_HANDLERS_H
/* Forms of cases and of the book: fill in, look at, change, withdraw.  Rows: src/desk/routes.c. */
#include "desk/desk.h"
#include "desk/forms/form_pages.h"

enum err get_case_form(struct req *rq); /* /c/{n}/form/{n} */
enum err post_case_form(struct req *rq);
enum err get_case_item(struct req *rq); /* /c/{n}/item/{w} */
enum err get_case_item_edit(struct req *rq);
enum err post_case_item(struct req *rq);
enum err post_case_item_end(struct req *rq);
enum err get_book(struct req *rq);
enum err get_book_list(struct req *rq); /* /book/{n} */
enum err get_book_form(struct req *rq); /* /book/{n}/new */
enum err post_book_form(struct req *rq);
enum err get_book_item(struct req *rq); /* /book/item/{w} */
enum err get_book_item_edit(struct req *rq);
enum err post_book_item(struct req *rq);
enum err post_book_end(struct req *rq);

/* Is this the sending of a form whose page can be shown once more with what was typed? */
bool form_is_typed(const struct req *rq);

/* The page of the form again, after a failure outside the handler (rq->caller->problem). */
MUST_USE enum err form_again(struct req *rq, unsigned status);

/* The page on which it waits when the desk was locked meanwhile: nobody is logged in. */
MUST_USE enum err form_carry(struct req *rq);

/* What stands in a case, for its page. */
MUST_USE enum err forms_part(struct req *rq, int64_t case_id, struct items_part *out);

#endif
