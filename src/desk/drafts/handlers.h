/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DRAFTS_HANDLERS_H
#define DESK_DRAFTS_HANDLERS_H
/* Keeping what is being written.  Rows: src/desk/routes.c. */
#include "desk/desk.h"
#include "desk/pages/pages.h"

/* The script's and the button's way to keep a draft: fields `text` and `field` (reply or note).
   With field `quiet` the answer is 204 and nothing else, else the case again. */
enum err post_draft(struct req *rq);

/* What stands in the fields of a case's page, and who else is writing there.  Inside a transaction
   on the casebook. */
MUST_USE enum err drafts_fill(struct req *rq, const struct stream_id *stream, struct case_view *v);

/* The caller's draft of this field was sent. */
MUST_USE enum err drafts_sent(struct req *rq, const struct stream_id *stream, enum case_form form);

#endif
