/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signed requests of desks.  There are no accounts: whoever's auth key stands on a card of an
   organisation in the root note may, as long as hub and desk agree about the time. */
#include "base/clock.h"
#include "http/reply.h"
#include "hub/handlers.h"

enum { STATUS_UNAUTHORIZED = 401 };

enum err
admit_desk(struct req *rq)
{
    struct app *app = rq->app;
    const char *value = req_header(rq, "Authorization");
    struct desk_auth a;
    struct desk_request what = { rq->method, rq->target, app->conf->hub_id, rq->body };

    if (rq->route->who != SIGNED_DESK || !value)
        return ERR_FORBIDDEN;
    if (desk_auth_parse(value, &a))
        return ERR_MALFORMED;
    const struct content_desk *desk = content_desk_find(app->content, &a.key_id);
    if (!desk)
        return ERR_FORBIDDEN;
    enum err e = desk_auth_verify(&a, &what, &desk->auth, clock_now_s());
    if (!e && a.ts < app->started_s)
        e = ERR_BUSY; /* nonces of before our start are forgotten: sign again */
    if (!e)
        e = nonces_add(app->nonces, a.nonce, clock_steady_ms());
    if (e)
        return e;
    struct caller *caller = arena_alloc(rq->arena, sizeof *caller);
    if (!caller)
        return ERR_INTERNAL;
    caller->desk = desk;
    rq->caller = caller;
    rq->keep_alive = true;
    return OK;
}

/* Desks are programs: a bare status.  401 is "no such key or signature", 410 "your clock", 409
   "sent before". */
enum err
answer_desk(struct req *rq, enum err e)
{
    bool nobody = !rq->caller && (e == ERR_FORBIDDEN || e == ERR_FORGED);

    if (e == ERR_BUSY)
        reply_header(rq, "Retry-After", "1");
    if (nobody && rq->route)
        reply_header(rq, "WWW-Authenticate", "Desk");
    return reply_status(rq, nobody && rq->route ? STATUS_UNAUTHORIZED : status_of(e));
}
