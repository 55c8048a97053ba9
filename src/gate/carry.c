/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=carry: the page brings its envelopes back.  act=seal: the reader's browser has sealed. */
#include "base/text.h"
#include "core/wire/envelope.h"
#include "gate/forms.h"
#include "gate/sealing.h"
#include "gate/show.h"
#include "http/reply.h"

enum { FULL_WAIT_S = 300, CARRIED_MAX = HUBLINK_MAX_PUT * ENVELOPE_BYTES };

/* The envelopes, if they are whole. */
static enum err
carried(const char *text, struct arena *a, struct bytes *out)
{
    uint8_t *to = arena_alloc(a, CARRIED_MAX);
    size_t n = 0;

    if (!to)
        return ERR_INTERNAL;
    if (b64_decode(text, strlen(text), to, CARRIED_MAX, &n) || n == 0 || n % ENVELOPE_BYTES != 0)
        return ERR_MALFORMED;
    for (size_t i = 0; i < n; i += ENVELOPE_BYTES) {
        struct envelope *e = arena_alloc(a, sizeof *e);
        if (!e)
            return ERR_INTERNAL;
        memcpy(e->b, to + i, sizeof e->b);
        if (envelope_check(e))
            return ERR_MALFORMED;
    }
    *out = (struct bytes){ to, n };
    return OK;
}

static enum err
wait_with_fresh_ticket(struct req *rq, struct gate_pass *pass, struct bytes envelopes)
{
    char fresh[TICKET_TEXT + 1];

    ticket_fresh(rq->app, fresh);
    return show_wait(rq, pass, fresh, envelopes, true, 0);
}

/* Only the hub can say no for good here, and then nothing is lost: the page goes on carrying. */
static enum err
try_again(struct req *rq, const struct form *f, struct gate_pass *pass, struct bytes envelopes)
{
    struct ticket ticket;
    struct hublink_reply reply = { .status = HUBLINK_FORGED };
    const char *tok = form_text(f, "tok");

    if (!ticket_parse(bytes_of(tok), &ticket))
        deliver(rq->app, &ticket, pass->epoch, envelopes, rq->arena, &reply);
    switch (reply.status) {
    case HUBLINK_STORED:
        pass->kind = PASS_WORDS;
        pass->made_s = (uint32_t)rq->app->now_s;
        return show_at(rq, 'w', pass);
    case HUBLINK_EXPIRED:
    case HUBLINK_FORGED: return wait_with_fresh_ticket(rq, pass, envelopes);
    case HUBLINK_SPENT: return show_error(rq, pass->lang, ERROR_410);
    case HUBLINK_EARLY:
    case HUBLINK_BUSY:
        return show_wait(rq, pass, tok, envelopes, reply.status == HUBLINK_EARLY, reply.wait_s);
    case HUBLINK_FULL:
    case HUBLINK_FAILED:
    case HUBLINK_N_STATUS: break;
    }
    return show_wait(rq, pass, tok, envelopes, false, FULL_WAIT_S);
}

enum err
form_carry(struct req *rq, const struct form *f)
{
    struct gate_pass *pass = &rq->app->pocket->pass;
    const char *st = form_text(f, "st");
    enum lang lang = form_lang(f);
    struct bytes envelopes;

    if (gate_pass_read(rq->app->epochs, st, PASS_WAIT, rq->app->now_s, pass))
        return show_error(rq, gate_pass_lang(st) ? gate_pass_lang(st) : lang, ERROR_410);
    enum err e = carried(form_text(f, "env"), rq->arena, &envelopes);
    if (e == ERR_MALFORMED)
        return show_error(rq, pass->lang, ERROR_400);
    return e ? e : try_again(rq, f, pass, envelopes);
}

static enum err
say_line(struct req *rq, const char *line)
{
    return line ? reply_bytes(rq, 200, "text/plain; charset=utf-8", bytes_of(line)) : ERR_INTERNAL;
}

static enum err
say_fresh_ticket(struct req *rq)
{
    char fresh[TICKET_TEXT + 1];

    ticket_fresh(rq->app, fresh);
    return say_line(rq, arena_printf(rq->arena, "ticket %s\n", fresh));
}

/* Sealed in the browser: there is no plaintext and nothing to show, one line answers. */
static enum err
take_sealed(struct req *rq, const struct ticket *ticket, struct bytes envelopes)
{
    struct hublink_reply reply;

    deliver(rq->app, ticket, rq->app->epochs->now.number, envelopes, rq->arena, &reply);
    if (reply.status == HUBLINK_SPENT) /* sent twice with a turn of the epochs between */
        deliver(rq->app, ticket, reply.epoch, envelopes, rq->arena, &reply);
    switch (reply.status) {
    case HUBLINK_STORED: return say_line(rq, "stored\n");
    case HUBLINK_EARLY:
    case HUBLINK_BUSY:
        return say_line(rq, arena_printf(rq->arena, "wait %u\n", (unsigned)reply.wait_s));
    case HUBLINK_EXPIRED:
    case HUBLINK_FORGED: return say_fresh_ticket(rq);
    case HUBLINK_SPENT:
    case HUBLINK_FULL:
    case HUBLINK_FAILED:
    case HUBLINK_N_STATUS: break;
    }
    return say_line(rq, "full\n");
}

enum err
form_sealed(struct req *rq, const struct form *f)
{
    struct ticket ticket;
    struct bytes envelopes;
    const char *tok = form_text(f, "tok");

    if (!form_text(f, "env")[0] || ticket_parse(bytes_of(tok), &ticket))
        return say_fresh_ticket(rq);
    enum err e = carried(form_text(f, "env"), rq->arena, &envelopes);
    if (e == ERR_MALFORMED)
        return reply_status(rq, 400);
    return e ? e : take_sealed(rq, &ticket, envelopes);
}
