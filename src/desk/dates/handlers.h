/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_HANDLERS_H
#define DESK_DATES_HANDLERS_H
/* Lists of dates, one date and what is done with it, dates and proceedings of a case.
   Rows: src/desk/routes.c. */
#include "desk/dates/date_pages.h"
#include "desk/desk.h"

enum err get_dates(struct req *rq);
enum err get_month(struct req *rq);
enum err get_date(struct req *rq); /* /dates/{n} */
enum err post_date_confirm(struct req *rq);
enum err post_date_done(struct req *rq);
enum err post_date_reopen(struct req *rq);
enum err post_date_deputy(struct req *rq);
enum err post_date_withdraw(struct req *rq);
enum err get_case_dates(struct req *rq); /* /c/{n}/dates */
enum err get_date_new(struct req *rq);   /* /c/{n}/dates/new */
enum err post_date_new(struct req *rq);

/* The list of all dates, with an address that was just made or NULL. */
MUST_USE enum err show_dates(struct req *rq, const char *feed);

/* The number in the address, 0 when there is none. */
int64_t dates_number(const char *part);

/* ERR_FORBIDDEN with the words for it when she has no key to the cases. */
MUST_USE enum err dates_need_cases(struct req *rq);

/* She looks at the dates of this case: what rang for them waits for what she does. */
MUST_USE enum err dates_looked(struct req *rq, int64_t case_id);

/* The subject and the country of a case, without its secrets.  ERR_NOT_FOUND. */
struct date_case {
    int64_t id;
    const char *subject, *lang, *country;
    bool closed;
};
MUST_USE enum err dates_case(struct req *rq, int64_t id, struct date_case *out);

#endif
