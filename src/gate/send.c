/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=send */
#include "gate/forms.h"
#include "gate/sealing.h"
#include "gate/show.h"

enum { UNPROCESSABLE = 422, UNAVAILABLE = 503 };

/* What the page says when the committer did not keep it. */
static enum err
not_kept(struct req *rq, struct ask *q, const struct sealed *s, const struct hublink_reply *reply)
{
    switch (reply->status) {
    case HUBLINK_EARLY:
    case HUBLINK_BUSY:
        return show_wait(
            rq, s->pass, q->tok, s->envelopes, reply->status == HUBLINK_EARLY, reply->wait_s);
    case HUBLINK_EXPIRED:
    case HUBLINK_FORGED:
        q->ticket_state = ERR_EXPIRED;
        ask_problem(q, WRITE_TICKET_OLD, 0);
        return show_write(rq, q, UNPROCESSABLE);
    case HUBLINK_SPENT: /* received under words that nobody can make again */
        return show_error(rq, q->lang, ERROR_410);
    case HUBLINK_STORED:
    case HUBLINK_FULL:
    case HUBLINK_FAILED:
    case HUBLINK_N_STATUS: break;
    }
    ask_problem(q, WRITE_FAILED, 0);
    return show_write(rq, q, UNAVAILABLE);
}

/* Sent twice with a turn of the epochs between: the words of the first time are made again, if R is
   still there. */
static enum err
redo(struct req *rq, struct ask *q, struct sealed *s, struct hublink_reply *reply)
{
    const struct epoch *first = epochs_find(rq->app->epochs, reply->epoch);

    if (!first)
        return OK;
    enum err e = seal_ask(rq->app, q, first, rq->arena, s->pass, s);
    if (!e)
        deliver(rq->app, &q->ticket, first->number, s->envelopes, rq->arena, reply);
    return e;
}

static enum err
seal_and_send(struct req *rq, struct ask *q, struct gate_pass *pass)
{
    const struct app *app = rq->app;
    struct hublink_reply reply = { .status = HUBLINK_EARLY, .wait_s = q->wait_s };
    struct sealed s;
    enum err e = seal_ask(app, q, &app->epochs->now, rq->arena, pass, &s);

    if (!e && q->ticket_state == OK)
        deliver(app, &q->ticket, app->epochs->now.number, s.envelopes, rq->arena, &reply);
    if (!e && reply.status == HUBLINK_SPENT)
        e = redo(rq, q, &s, &reply);
    if (e)
        return e;
    return reply.status == HUBLINK_STORED ? show_at(rq, 'w', pass) : not_kept(rq, q, &s, &reply);
}

/* A further message without a word: the answers again, which say what is missing. */
static enum err
back_with_nothing(struct req *rq, struct gate_pass *again)
{
    again->kind = PASS_THREAD;
    again->empty = true;
    again->made_s = (uint32_t)rq->app->now_s;
    return show_at(rq, 't', again);
}

enum err
form_send(struct req *rq, const struct form *f, bool repaired)
{
    struct ask *q = arena_alloc(rq->arena, sizeof *q);
    enum err e = q ? ask_read(rq->app, f, repaired, rq->arena, q) : ERR_INTERNAL;

    if (e)
        return e;
    if (q->again && ask_has_problem(q, WRITE_NO_TEXT))
        return back_with_nothing(rq, q->again);
    if (q->ticket_state != OK && q->ticket_state != ERR_BUSY && q->n_problems == 0)
        ask_problem(q, WRITE_TICKET_OLD, 0);
    if (q->n_problems > 0)
        return show_write(rq, q, UNPROCESSABLE);
    e = seal_and_send(rq, q, &rq->app->pocket->pass);
    if (e == ERR_EXPIRED) /* the card was good at the ticket's time or is now, but not both */
        ask_problem(q, WRITE_NO_ORG, 0);
    else if (e)
        ask_problem(q, WRITE_FAILED, 0);
    return e ? show_write(rq, q, UNAVAILABLE) : OK;
}
