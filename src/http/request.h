/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H
/* One request while it is handled.  A handler sees the whole body at once; everything here lives in
   `arena`, which is wiped when the answer has been sent.  `struct app` is defined by each daemon:
   its own state, handed down instead of globals. */
#include "base/arena.h"
#include "base/out.h"
#include <stdbool.h>

struct app;
struct route;
struct caller; /* who sent it, as the daemon's admit hook found out; NULL before */

enum { REQ_MAX_PARTS = 4, REQ_MAX_HEADERS = 16 };

struct reply_header {
    const char *name, *value;
};

struct reply {
    unsigned status; /* 0: nothing answered yet */
    struct bytes body;
    const char *type;
    struct reply_header headers[REQ_MAX_HEADERS];
    size_t n_headers;
};

struct req {
    struct app *app;
    struct arena *arena;
    const struct route *route;        /* the row that matched */
    const char *method;               /* as sent */
    const char *target;               /* raw path?query as sent: what signatures are over */
    const char *path;                 /* percent-decoded, checked UTF-8 */
    const char *query;                /* raw, "" when there is none */
    const char *parts[REQ_MAX_PARTS]; /* what stood in the braces of the row's path, in order */
    struct bytes body;
    bool body_too_large; /* the body was over the row's limit: it was read and dropped */
    bool keep_alive;     /* set by admit: this connection may carry another request */
    struct caller *caller;
    struct reply reply;
    void *connection; /* http/server.c's own */
};

/* A header of the request, or NULL.  Borrowed until the answer is sent. */
const char *req_header(const struct req *rq, const char *name);

/* A cookie's value in the arena, or NULL. */
const char *req_cookie(struct req *rq, const char *name);

/* A value of the query string in the arena, percent-decoded; NULL when absent or malformed. */
const char *req_query(struct req *rq, const char *name);

#endif
