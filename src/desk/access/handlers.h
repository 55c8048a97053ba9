/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_HANDLERS_H
#define DESK_ACCESS_HANDLERS_H
/* The way in and out, and what a member sets for herself.  Rows: src/desk/routes.c. */
#include "desk/desk.h"

enum err get_login(struct req *rq);
enum err post_login(struct req *rq);
enum err post_logout(struct req *rq); /* ends this session */
enum err post_lock(struct req *rq);   /* ends every session */
enum err get_settings(struct req *rq);
enum err post_settings(struct req *rq);

/* Answer a request that needs a session and has none: a page is asked for again after the way in, a
   form is carried through it. */
MUST_USE enum err access_locked(struct req *rq);

/* The name of this desk's cookie: desks on one machine share its cookies,
   so it holds the organisation. */
const char *access_cookie_name(const struct req *rq);

#endif
