/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H
/* The route table of a daemon and the one place where its columns are applied.  Reading a table is
   the security review: who may, with which access to the database, how much may be sent. */
#include "base/tx.h"
#include "http/request.h"

enum method { METHOD_UNSET, GET, POST, PUT }; /* HEAD is answered as GET without the body */

/* Who may call.  The daemon's admit hook gives the words their meaning; from WHO_OWN on the numbers
   are the daemon's own (src/desk/access/roles.h). */
enum who { WHO_UNSET, ANYONE, SIGNED_DESK, MEMBER, OFFICE, WHO_OWN = 16 };

struct route {
    enum method method;
    const char *path; /* parts in braces: {n} 1-10 digits, {w} 1-400 of A-Z a-z 0-9 - _ */
    int who;          /* enum who, or a number of the daemon's own */
    enum tx tx;
    size_t body_max_bytes;
    enum err (*run)(struct req *rq);
};

/* What a daemon gives to the dispatcher. */
struct site {
    struct app *app;
    const struct route *routes;
    size_t n_routes;
    size_t arena_bytes; /* of one request */
    bool keep_alive;    /* browsers may keep the connection (desk); else only admitted desks */
    const struct reply_header *headers; /* sent with every answer, ending in { NULL, NULL } */
    /* Check the row's `who` for this request and fill rq->caller; on an error that code is what
       `failed` gets.  NULL: only ANYONE rows. */
    enum err (*admit)(struct req *rq);
    /* May this request bring more than half a megabyte, if its row takes that?  Asked before any of
       it is read: what is kept of it costs memory.  NULL: yes. */
    bool (*may_send_much)(struct req *rq);
    /* Open and close the row's transaction; `end` gets the handler's result and returns the final
       one.  NULL: no database. */
    enum err (*begin)(struct req *rq);
    enum err (*end)(struct req *rq, enum err e);
    /* Answer an error: fill rq->reply (a page in the reader's language).  What it leaves empty
       becomes a bare status, and so does everything when it fails itself. */
    enum err (*failed)(struct req *rq, enum err e);
};

/* The row for a method and path, with rq->parts filled; ERR_NOT_FOUND, or ERR_FORBIDDEN when the
   path exists but not with this method (answered 405). */
MUST_USE enum err route_find(const struct site *site, struct req *rq, const struct route **out);

/* Handle a complete request: find, admit, begin, run, end, or the error's answer.  After it
   rq->reply.status is set. */
void route_run(const struct site *site, struct req *rq);

/* The largest body any row takes: what a server must be ready to read. */
size_t route_body_max(const struct site *site);

#endif
