/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /t/PASS: the answers.  Words that nobody ever used, that have no answer yet, that have many,
   or that belong to another hub's shelf do the same work and give a page of the same size. */
#include "base/clock.h"
#include "core/wire/shelf.h"
#include "gate/answers.h"
#include "gate/forms.h"
#include "gate/sealing.h"
#include "gate/show.h"
#include "link/hublink.h"
#include "seeker/site.h"

struct thread {
    struct heard heard;
    char ticket[TICKET_TEXT + 1];
    char again[GATE_PASS_TEXT + 1], older[GATE_PASS_TEXT + 1], newer[GATE_PASS_TEXT + 1];
};

static enum err
read_shelf(const struct app *app, const struct gate_pass *pass, struct arena *a, struct heard *out)
{
    struct seeker_keys *keys = &app->pocket->keys;
    uint8_t *slots = arena_alloc(a, HUBLINK_SHELF_MAX_BYTES);
    unsigned p = app->book->drop_bits;
    size_t n = 0;

    if (!slots)
        return ERR_INTERNAL;
    seeker_keys_fill(&pass->seed, &app->book->network, keys);
    if (hublink_shelf((int)app->conf->shelf, (uint8_t)p, shelf_number(keys->shelf16, p), slots, &n))
        return ERR_BUSY;
    arena_give_back(a, HUBLINK_SHELF_MAX_BYTES - n * HUBLINK_ENVELOPE_BYTES);
    return answers_open(app->book, keys, lang_code(pass->lang), app->now_s, slots, n, a, out);
}

/* Passes for a further message and for the sheets beside this one. */
static enum err
fill_passes(const struct app *app, struct gate_pass *pass, size_t n_sheets, struct thread *t,
    struct thread_view *v)
{
    const size_t sheet = pass->sheet < n_sheets ? pass->sheet : n_sheets - 1;
    enum err e = OK;

    v->sheet = sheet;
    pass->empty = false;
    pass->made_s = (uint32_t)app->now_s;
    if (sheet + 1 < n_sheets) {
        pass->sheet = (uint16_t)(sheet + 1);
        e = gate_pass_print(app->epochs, pass, t->older);
        v->older = t->older;
    }
    if (!e && sheet > 0) {
        pass->sheet = (uint16_t)(sheet - 1);
        e = gate_pass_print(app->epochs, pass, t->newer);
        v->newer = t->newer;
    }
    if (e)
        return e;
    pass->kind = PASS_AGAIN;
    pass->sheet = 0;
    /* With answers of several the writer says whom she means:
       who answered last could be anybody. */
    pass->has_org = t->heard.one_org;
    pass->org = t->heard.org;
    return gate_pass_print(app->epochs, pass, t->again);
}

static enum err
show_thread(struct req *rq, struct gate_pass *pass, struct thread *t)
{
    const struct app *app = rq->app;
    struct out o = out_in(rq->arena);
    struct thread_view v = { .ticket = t->ticket, .empty = pass->empty };

    ticket_fresh(app, t->ticket);
    show_frame(app, pass->lang, NULL, &v.f);
    v.answer_hours = site_answer_hours(app->book->site);
    v.crisis =
        site_crisis(app->book->site, pass->lang, NULL, day_of(app->now_s), rq->arena, &v.n_crisis);
    memset(t->again, 'A', GATE_PASS_TEXT); /* the plan needs only its length */
    v.again = t->again;
    v.plan = thread_plan(&v, t->heard.list, t->heard.n, rq->arena);
    if (!v.plan)
        return ERR_INTERNAL;
    enum err e = fill_passes(app, pass, v.plan->n_sheets, t, &v);
    if (e)
        return e;
    page_thread(&o, &v);
    return show_private(rq, &o);
}

enum err
get_thread(struct req *rq)
{
    struct gate_pass *pass = &rq->app->pocket->pass;
    struct thread *t = arena_alloc(rq->arena, sizeof *t);

    if (!t)
        return ERR_INTERNAL;
    if (gate_pass_read(rq->app->epochs, rq->parts[0], PASS_THREAD, rq->app->now_s, pass))
        return show_error(rq, gate_pass_lang(rq->parts[0]), ERROR_410);
    enum err e = read_shelf(rq->app, pass, rq->arena, &t->heard);
    if (e == ERR_BUSY)
        return show_read(rq, pass->lang, "", READ_FAILED, 0, 503);
    return e ? e : show_thread(rq, pass, t);
}
