/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/letter_done.h"
#include "gate/show.h"
#include "letters/compose.h"
#include "seeker/site.h"
#include "text/text.h"

void
letter_carried(const struct letter_filling *w, size_t but, struct arena *a,
    const struct letter_field **list, size_t *n)
{
    struct letter_field *rows = arena_alloc(a, LETTER_MAX_QUESTIONS * sizeof *rows);

    *list = rows;
    *n = 0;
    for (size_t i = 0; rows && i < w->d->n_questions; i++)
        if (i != but && w->given.typed[i][0])
            rows[(*n)++] = (struct letter_field){ w->d->questions[i].id, w->given.typed[i] };
}

static const char *const *
notes_of(const struct letter_paper *p, enum letter_part part, struct arena *a, size_t *n)
{
    const char **list = arena_alloc(a, LETTER_MAX_BLOCKS * sizeof *list);

    for (size_t i = 0; list && i < p->n_notes; i++)
        if (p->note_parts[i] == part)
            list[(*n)++] = p->notes[i];
    return list;
}

static void
fill_parts(const struct letter_paper *p, struct arena *a, struct letter_done_view *v)
{
    struct letter_part_view *rows = arena_alloc(a, LETTER_MAX_BLOCKS * sizeof *rows);

    v->parts = rows;
    for (size_t i = 0; rows && i < p->n_lines; i++) {
        const enum letter_part part = p->lines[i].part;
        rows[v->n_parts++] = (struct letter_part_view){ .text = p->lines[i].text,
            .gloss = p->lines[i].gloss,
            .right = part == LETTER_HEAD,
            .title = part == LETTER_TITLE,
            .item = part == LETTER_ITEM };
    }
}

static void
fill_where(const struct letter_filling *w, const struct letter_paper *p, struct arena *a,
    struct letter_done_view *v)
{
    struct letter_way_view *ways = arena_alloc(a, LETTER_MAX_CHANNELS * sizeof *ways);
    struct letter_choice *others = arena_alloc(a, LETTER_MAX_OFFICES * sizeof *others);
    const enum lang lang = w->lang;

    v->ways = ways;
    v->others = others;
    if (!ways || !others || p->n_offices == 0)
        return;
    v->office = letters_office(w->l, p->offices[0]->office)->name[lang];
    v->reason = p->offices[0]->reason[lang];
    for (size_t i = 0; i < p->n_ways; i++) {
        const struct channel *c = p->ways[i];
        const char *words = say_channel(lang, c->kind);
        ways[v->n_ways++] = (struct letter_way_view){ .words = words ? words : c->kind,
            .identifies = say_identifies(lang, c->identifies),
            .since = c->effective ? NULL : text_date(a, lang, c->from_day),
            .effective = c->effective,
            .stale = w->day > c->verified_day + CRISIS_FRESH_DAYS };
    }
    for (size_t i = 1; i < p->n_offices; i++)
        others[v->n_others++] = (struct letter_choice){ p->offices[i]->office,
            letters_office(w->l, p->offices[i]->office)->name[lang], p->offices[i]->reason[lang] };
}

static void
fill_laws(const struct letter_filling *w, const struct letter_paper *p, struct arena *a,
    struct letter_done_view *v)
{
    struct letter_law_view *rows = arena_alloc(a, (p->n_laws + 1) * sizeof *rows);

    v->laws = rows;
    for (size_t i = 0; rows && i < p->n_laws; i++)
        rows[v->n_laws++] =
            (struct letter_law_view){ .words = letter_law_words(p->laws[i], w->lang, a),
                .version = text_date(a, w->lang, p->laws[i]->version_day),
                .confirmed = p->laws[i]->confirmed };
}

enum err
letter_done(struct req *rq, const struct letter_filling *w)
{
    struct letter_paper *p = arena_alloc(rq->arena, sizeof *p);
    enum err e =
        p ? letter_compose(w->l, w->d, &w->given, w->lang, w->day, rq->arena, p) : ERR_INTERNAL;
    struct letter_done_view v = { .id = w->d->id, .title = w->d->title[w->lang] };
    struct out o = out_in(rq->arena);

    if (e)
        return e;
    show_frame(rq->app, w->lang, NULL, &v.f);
    v.paper = lang_code(p->lang);
    v.language = p->lang == w->lang ? NULL : lang_endonym(p->lang);
    v.reviewer = strncmp(w->d->reviewer, "sample:", 7) == 0 ? NULL : w->d->reviewer;
    v.due = text_date(rq->arena, w->lang, w->d->due_day);
    v.stale = w->day > w->d->due_day;
    v.by_hand = p->by_hand;
    v.n_by_hand = p->n_by_hand;
    v.identifies = notes_of(p, LETTER_IDENTIFIES, rq->arena, &v.n_identifies);
    v.clocks = notes_of(p, LETTER_CLOCK, rq->arena, &v.n_clocks);
    v.proof = notes_of(p, LETTER_PROOF, rq->arena, &v.n_proof);
    v.warnings = notes_of(p, LETTER_WARN, rq->arena, &v.n_warnings);
    letter_carried(w, w->d->n_questions, rq->arena, &v.carried, &v.n_carried);
    fill_parts(p, rq->arena, &v);
    fill_where(w, p, rq->arena, &v);
    fill_laws(w, p, rq->arena, &v);
    page_letter_done(&o, &v);
    page_pad(&o, PAGE_GUIDE_MAX);
    return reply_page(rq, 200, &o);
}
