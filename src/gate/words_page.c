/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /w/PASS: received, and the twelve words. */
#include "base/clock.h"
#include "core/open/words.h"
#include "gate/forms.h"
#include "gate/show.h"
#include "seeker/site.h"

enum { GROUP_DIGITS = 10, GROUPS = 4 };

static enum err
fill_words(const struct gate_pass *p, struct arena *a, struct words_view *v)
{
    struct words *w = arena_alloc(a, sizeof *w);
    char *digits = arena_alloc(a, DIGITS_CAP);

    if (!w || !digits || words_encode(&p->seed, words_lang_of(lang_code(p->lang)), w))
        return ERR_INTERNAL;
    memcpy(v->words, w->word, sizeof v->words);
    digits_encode(&p->seed, digits);
    for (size_t i = 0; i < GROUPS; i++) {
        v->digits[i] = digits + i * (GROUP_DIGITS + 1);
        digits[i * (GROUP_DIGITS + 1) + GROUP_DIGITS] = '\0';
    }
    return OK;
}

static void
fill_facts(struct req *rq, const struct gate_pass *p, struct words_view *v)
{
    const struct app *app = rq->app;

    show_frame(app, p->lang, NULL, &v->f);
    v->stage = p->stage;
    v->wrong3 = p->wrong & WRONG_3;
    v->wrong7 = p->wrong & WRONG_7;
    v->wrong10 = p->wrong & WRONG_10;
    v->again = p->again;
    v->danger = p->crisis;
    v->org = p->has_org ? book_org_name(app->book, &p->org, lang_code(p->lang), rq->arena) : NULL;
    v->answer_hours = site_answer_hours(app->book->site);
    v->address = app->book->address;
    v->crisis = site_crisis(
        app->book->site, p->lang, p->country, day_of(app->now_s), rq->arena, &v->n_crisis);
}

enum err
get_words(struct req *rq)
{
    struct gate_pass *pass = &rq->app->pocket->pass;
    struct words_view *v = arena_alloc(rq->arena, sizeof *v);
    struct out o = out_in(rq->arena);
    char next[GATE_PASS_TEXT + 1];

    if (!v)
        return ERR_INTERNAL;
    if (gate_pass_read(rq->app->epochs, rq->parts[0], PASS_WORDS, rq->app->now_s, pass))
        return show_error(rq, gate_pass_lang(rq->parts[0]), ERROR_410);
    enum err e = gate_pass_print(rq->app->epochs, pass, next);
    if (!e)
        e = fill_words(pass, rq->arena, v);
    if (e)
        return e;
    fill_facts(rq, pass, v);
    v->pass = next;
    page_words(&o, v);
    return show_private(rq, &o);
}
