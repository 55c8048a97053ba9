/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What waits for a second person, and the button that keeps a session alive. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/access/handlers.h"
#include "desk/access/parts.h"
#include "desk/access/two_person.h"
#include "desk/pages/members.h"
#include "desk/view.h"
#include "http/reply.h"

static enum err
fill_pairs(struct req *rq, struct pairs_view *v, int64_t now_s)
{
    const struct session *s = rq->caller->session;
    struct pair_row *rows = arena_alloc(rq->arena, TWO_MAX * sizeof *rows);
    const struct two_entry *e;

    if (!rows)
        return ERR_INTERNAL;
    for (size_t i = 0; (e = two_person_at(&rq->app->pairs, now_s, i)) != NULL; i++) {
        if (!two_person_concerns(e, &s->member, s->roles))
            continue;
        rows[v->n++] = (struct pair_row){ .id = (int64_t)e->id,
            .act = e->ask.act,
            .by = e->ask.by_name,
            .words = e->ask.words,
            .second = e->second_name,
            .minutes = (e->until_s - now_s + 59) / 60,
            .own = id_equal(e->ask.by.b, s->member.b) };
    }
    v->rows = rows;
    return OK;
}

enum err
get_pairs(struct req *rq)
{
    struct pairs_view v = { .says = parts_says(rq) };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_PAIRS, &v.f);
    enum err e = v.f.has_cases ? view_counts(rq, &v.f) : OK;
    e = e ? e : fill_pairs(rq, &v, v.f.now_s);
    if (e)
        return e;
    page_desk_pairs(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
post_pair(struct req *rq)
{
    const struct session *s = rq->caller->session;
    struct two_person *t = &rq->app->pairs;
    bool yes = strcmp(form_text(&rq->caller->form, "act"), "yes") == 0;
    int64_t now_s = clock_now_s();
    uint64_t id = 0;

    if (text_u64(rq->parts[0], 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    enum err e = yes ? two_person_confirm(t, id, &s->member, s->name, s->roles, now_s)
                     : two_person_drop(t, id, &s->member, s->roles, now_s);
    if (e == ERR_FORBIDDEN)
        rq->caller->problem = PROBLEM_ROLE;
    if (e == ERR_NOT_FOUND || e == ERR_CONFLICT)
        return parts_back(rq, "/pairs", SAYS_OLD_PAGE);
    return e ? e : parts_back(rq, "/pairs", yes ? SAYS_CONFIRMED : SAYS_REFUSED);
}

/* The use itself is noted where every request of a member is. */
enum err
post_stay(struct req *rq)
{
    struct desk_frame f;
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_NONE, &f);
    f.member = NULL;
    page_desk_stay(&o, &f);
    return reply_page(rq, 200, &o);
}
