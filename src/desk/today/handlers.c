/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/today/handlers.h"
#include "base/clock.h"
#include "desk/view.h"
#include "http/reply.h"

/* Over every vault of hers that is open; each has its own database. */
static enum err
collect_all(struct req *rq, int64_t now_s, struct acts *to)
{
    const struct session *s = rq->caller->session;
    enum err e = OK;

    for (size_t i = 0; !e && i < s->vaults.n; i++) {
        struct casebook b;
        if (!s->vaults.v[i]->projection)
            continue;
        desk_book(rq->app, s->vaults.v[i], &b);
        struct today_ask ask = { &b.at, b.p, s, now_s, rq->arena };
        e = today_collect(&ask, to);
    }
    today_sort(to, now_s);
    return e;
}

enum err
get_today(struct req *rq)
{
    struct acts *acts = arena_alloc(rq->arena, sizeof *acts);
    struct today_view v = { 0 };
    struct out o = out_in(rq->arena);

    if (!rq->caller->book.p) {
        rq->caller->problem = PROBLEM_NO_CASES;
        return ERR_FORBIDDEN;
    }
    if (!acts)
        return ERR_INTERNAL;
    *acts = (struct acts){ 0 };
    view_frame(rq, PLACE_TODAY, &v.f);
    enum err e = collect_all(rq, v.f.now_s, acts);
    e = e ? e : view_counts(rq, &v.f);
    if (e)
        return e;
    v.acts = acts;
    v.here = rq->caller->session->at;
    page_desk_today(&o, &v);
    return reply_page(rq, 200, &o);
}
