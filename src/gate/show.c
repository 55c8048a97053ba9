/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/show.h"
#include "base/clock.h"
#include "base/text.h"
#include "gate/sealing.h"
#include "seeker/site.h"

void
show_frame(const struct app *app, enum lang lang, const char *page, struct frame *out)
{
    *out = site_frame(app->book->site, lang, page, page ? (int64_t)app->book->edition : 0);
}

/* The way back to the answers, for as long as they could be read anyway. */
static enum err
back_to_thread(const struct app *app, struct gate_pass *again, char room[static GATE_PASS_TEXT + 1],
    const char **out)
{
    if (!again || app->now_s > (int64_t)again->made_s + GATE_PASS_THREAD_S)
        return OK;
    again->kind = PASS_THREAD;
    enum err e = gate_pass_print(app->epochs, again, room);
    again->kind = PASS_AGAIN;
    *out = e ? NULL : room;
    return e;
}

enum err
show_write(struct req *rq, const struct ask *q, unsigned status)
{
    const struct app *app = rq->app;
    struct write_view v = { .typed = q->typed,
        .again = q->again_text,
        .problems = q->problems,
        .n_problems = q->n_problems };
    struct out o = out_in(rq->arena);
    char fresh[TICKET_TEXT + 1], thread[GATE_PASS_TEXT + 1];
    bool keep = q->ticket_state == OK || q->ticket_state == ERR_BUSY;

    if (!keep)
        ticket_fresh(app, fresh);
    v.ticket = keep ? q->tok : fresh;
    show_frame(app, q->lang, NULL, &v.f);
    if (back_to_thread(app, q->again, thread, &v.thread))
        return ERR_INTERNAL;
    site_fill_form(app->book->site, q->country, day_of(app->now_s), rq->arena, &v);
    page_write(&o, &v);
    return reply_page(rq, status, &o);
}

enum err
show_read(struct req *rq, enum lang lang, const char *typed, enum read_problem p, int64_t n,
    unsigned status)
{
    struct read_view v = { .problem = p, .n = n, .typed = typed };
    struct out o = out_in(rq->arena);

    show_frame(rq->app, lang, NULL, &v.f);
    page_read(&o, &v);
    return reply_page(rq, status, &o);
}

enum err
show_wait(struct req *rq, struct gate_pass *pass, const char *ticket, struct bytes envelopes,
    bool early, uint32_t wait_s)
{
    const struct app *app = rq->app;
    char text[GATE_PASS_TEXT + 1];
    char *carried = arena_alloc(rq->arena, B64_CAP(envelopes.n));
    struct out o = out_in(rq->arena);

    pass->kind = PASS_WAIT;
    pass->made_s = (uint32_t)app->now_s;
    if (!carried || gate_pass_print(app->epochs, pass, text))
        return ERR_INTERNAL;
    b64_encode(envelopes, carried);
    struct busy_view v = {
        .ticket = ticket, .pass = text, .envelopes = carried, .wait_s = wait_s, .early = early
    };
    show_frame(app, pass->lang, NULL, &v.f);
    v.crisis = site_crisis(
        app->book->site, pass->lang, pass->country, day_of(app->now_s), rq->arena, &v.n_crisis);
    page_busy(&o, &v);
    page_pad(&o, PAGE_PRIVATE_BYTES);
    return reply_page(rq, early ? 200 : 503, &o);
}

enum err
show_error(struct req *rq, enum lang lang, enum error_kind kind)
{
    struct error_view v = { .kind = kind };
    struct out o = out_in(rq->arena);

    show_frame(rq->app, lang ? lang : LANG_EN, "", &v.f);
    if (lang)
        page_error(&o, &v);
    else
        page_error_in_all(&o, &v);
    return reply_page(rq, (unsigned)error_status(kind), &o);
}

enum err
show_at(struct req *rq, char folder, const struct gate_pass *pass)
{
    char text[GATE_PASS_TEXT + 1];

    if (gate_pass_print(rq->app->epochs, pass, text))
        return ERR_INTERNAL;
    const char *to = arena_printf(rq->arena, "/%c/%s", folder, text);
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

enum err
show_private(struct req *rq, struct out *o)
{
    page_pad(o, PAGE_PRIVATE_BYTES);
    if (o->n != PAGE_PRIVATE_BYTES)
        return ERR_INTERNAL;
    return reply_page(rq, 200, o);
}
