/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/reply.h"
#include <assert.h>

unsigned
status_of(enum err e)
{
    switch (e) {
    case OK: return 200;
    case ERR_MALFORMED:
    case ERR_FORGED: return 400;
    case ERR_FORBIDDEN: return 403;
    case ERR_NOT_FOUND: return 404;
    case ERR_CONFLICT: return 409;
    case ERR_EXPIRED: return 410;
    case ERR_TOO_LARGE: return 413;
    case ERR_BUSY: return 503;
    case ERR_INTERNAL: return 500;
    }
    return 500;
}

void
reply_header(struct req *rq, const char *name, const char *value)
{
    assert(rq->reply.n_headers < REQ_MAX_HEADERS);
    rq->reply.headers[rq->reply.n_headers++] = (struct reply_header){ name, value };
}

enum err
reply_bytes(struct req *rq, unsigned status, const char *type, struct bytes body)
{
    rq->reply.status = status;
    rq->reply.type = type;
    rq->reply.body = body;
    return OK;
}

enum err
reply_page(struct req *rq, unsigned status, const struct out *page)
{
    if (page->failed)
        return ERR_INTERNAL;
    return reply_bytes(rq, status, "text/html; charset=utf-8",
        (struct bytes){ (const uint8_t *)page->buf, page->n });
}

enum err
reply_see_other(struct req *rq, const char *to)
{
    reply_header(rq, "Location", to);
    return reply_status(rq, 303);
}

enum err
reply_status(struct req *rq, unsigned status)
{
    return reply_bytes(rq, status, NULL, (struct bytes){ NULL, 0 });
}
