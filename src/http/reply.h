/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H
/* Ways to answer.  Each sets rq->reply and returns OK, so that a handler can end with it; the
   answer leaves after the dispatcher has committed. */
#include "http/request.h"

/* Finished output of a page as text/html.  ERR_INTERNAL if the output failed. */
MUST_USE enum err reply_page(struct req *rq, unsigned status, const struct out *page);

/* Bytes that live at least as long as the request (its arena, or the process). */
MUST_USE enum err reply_bytes(struct req *rq, unsigned status, const char *type, struct bytes body);

/* 303 See Other to a path or https address. */
MUST_USE enum err reply_see_other(struct req *rq, const char *to);

/* A status without a body. */
MUST_USE enum err reply_status(struct req *rq, unsigned status);

/* Add a header; silently full after REQ_MAX_HEADERS is a bug and asserted. */
void reply_header(struct req *rq, const char *name, const char *value);

/* The status that an error code means. */
unsigned status_of(enum err e);

#endif
