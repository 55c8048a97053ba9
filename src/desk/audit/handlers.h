/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_AUDIT_HANDLERS_H
#define DESK_AUDIT_HANDLERS_H
/* The log for whoever is charged with data protection.  Rows: src/desk/routes.c. */
#include "desk/desk.h"

enum err get_audit(struct req *rq);        /* before: only older entries */
enum err post_audit_check(struct req *rq); /* compute the chain anew */

/* A member reads a case: note it, unless she has just read it, and see whether that is too fast.
   Inside the write transaction of the request. */
MUST_USE enum err audit_read(struct req *rq, int64_t case_id);

#endif
