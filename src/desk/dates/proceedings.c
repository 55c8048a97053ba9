/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates and proceedings of a case.  Proceedings and their steps are ordinary forms; here they stand
   together, with the usual course of the country beside them. */
#include "base/text.h"
#include "desk/access/roles.h"
#include "desk/dates/due.h"
#include "desk/dates/handlers.h"
#include "desk/forms/items.h"
#include "desk/view.h"
#include "forms.gen.h"
#include "http/reply.h"

enum { MAX_PROCEEDINGS = 20 };

struct stage_list {
    const struct date_stage *s[MAX_STAGES];
};

/* A stage of the forms, as the tables of stages call it. */
static const char *
stage_key(struct arena *a, const struct item *it)
{
    const struct form_field *f = form_field_of(it->def, STEP_STAGE);
    const struct form_choice *c = f ? form_choice_of(f, item_number(it, STEP_STAGE, 0)) : NULL;
    char *key = c ? arena_printf(a, "stage-%s", c->code) : NULL;

    for (char *p = key; p && *p; p++)
        *p = *p == '_' ? '-' : *p;
    return key ? key : "";
}

static int64_t
day_or_none(const struct item *it, uint32_t field)
{
    return item_number(it, field, INT64_MIN);
}

static struct step_view
step_of(struct arena *a, const struct item *it, const struct proceeding_view *p)
{
    const struct field_value *hearing = item_value(it, STEP_HEARING, 0);
    struct step_view s = { .item = it->hex,
        .stage = stage_key(a, it),
        .authority = item_text(it, STEP_AUTHORITY),
        .reasons = item_text(it, STEP_REASONS),
        .remedy = item_text(it, STEP_REMEDY),
        .hearing_s = hearing ? hearing->n : 0,
        .zone = hearing ? hearing->text : "",
        .decided = day_or_none(it, STEP_DECIDED),
        .served = day_or_none(it, STEP_SERVED),
        .review = day_or_none(it, STEP_REVIEW),
        .result = (int)item_number(it, STEP_RESULT, 0),
        .effect = (int)item_number(it, STEP_EFFECT, 0),
        .interim = (int)item_number(it, STEP_INTERIM, 0) };

    for (size_t i = 0; i < p->n_stages; i++)
        if (strcmp(p->stages[i]->stage, s.stage) == 0)
            s.about = p->stages[i];
    return s;
}

static enum err
fill_steps(struct req *rq, struct item *const *all, size_t n, struct proceeding_view *p)
{
    struct step_view *steps = arena_alloc(rq->arena, (n + 1) * sizeof *steps);

    if (!steps)
        return ERR_INTERNAL;
    for (size_t i = 0; i < n; i++)
        if (all[i]->def->number == FORM_STEP &&
            strcmp(item_text(all[i], STEP_PROCEEDING), p->item) == 0)
            steps[p->n_steps++] = step_of(rq->arena, all[i], p);
    p->steps = steps;
    return OK;
}

/* The course and the rules of the day it was registered, or of today. */
static enum err
fill_tables(struct req *rq, int64_t today, struct proceeding_view *p)
{
    struct stage_list *list = arena_alloc(rq->arena, sizeof *list);
    const struct date_country *c = date_country_find(p->country);
    int64_t day = p->registered != INT64_MIN ? p->registered : today;

    if (!list)
        return ERR_INTERNAL;
    p->n_stages = date_stages_of(p->kind, p->country, day, list->s);
    p->stages = list->s;
    if (p->kind == PROCEEDING_ASYLUM && c && *c->in_union && p->registered != INT64_MIN)
        p->regime = date_regime_of("responsibility", c->in_union, p->registered);
    return OK;
}

static struct proceeding_view
proceeding_of(const struct item *it)
{
    return (struct proceeding_view){ .item = it->hex,
        .kind = (enum proceeding)item_number(it, PROCEEDING_KIND, 0),
        .country = item_text(it, PROCEEDING_COUNTRY),
        .registered = day_or_none(it, PROCEEDING_REGISTERED),
        .file_number = item_text(it, PROCEEDING_FILE_NUMBER),
        .lawyer = item_text(it, PROCEEDING_LAWYER),
        .interpreter = item_text(it, PROCEEDING_INTERPRETER),
        .held = item_text(it, PROCEEDING_HELD),
        .qualification = item_text(it, PROCEEDING_QUALIFICATION),
        .words = item_text(it, PROCEEDING_WORDS),
        .outcome = (int)item_number(it, PROCEEDING_OUTCOME, 0) };
}

static enum err
fill_proceedings(struct req *rq, struct case_dates_view *v)
{
    struct proceeding_view *to = arena_alloc(rq->arena, MAX_PROCEEDINGS * sizeof *to);
    struct items_ask ask = { .case_id = v->case_id };
    struct item **all = NULL;
    size_t n = 0;
    enum err e = to ? items_list(rq->caller->book.p, &ask, rq->arena, &all, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n && v->n_proceedings < MAX_PROCEEDINGS; i++) {
        if (all[i]->def->number != FORM_PROCEEDING)
            continue;
        struct proceeding_view *p = &to[v->n_proceedings++];
        *p = proceeding_of(all[i]);
        e = fill_tables(rq, day_of(v->f.now_s), p);
        e = e ? e : fill_steps(rq, all, n, p);
    }
    v->proceedings = to;
    return e;
}

enum err
get_case_dates(struct req *rq)
{
    struct case_dates_view v = { .case_id = dates_number(rq->parts[0]) };
    struct date_due *rows = NULL;
    struct out o = out_in(rq->arena);
    struct date_case c;
    enum err e = dates_need_cases(rq);

    e = e ? e : casebook_need(&rq->caller->book, v.case_id);
    e = e ? e : dates_case(rq, v.case_id, &c);
    e = e ? e : dates_looked(rq, v.case_id);
    if (e)
        return e;
    v.subject = c.subject;
    v.subject_lang = c.lang;
    v.country = c.country;
    v.closed = c.closed;
    v.may_change = role_may(rq->caller->session->roles, MAY_NOTE);
    view_frame(rq, PLACE_DATES, &v.f);
    e = view_counts(rq, &v.f);
    e = e ? e : dates_of_case(rq->caller->book.p, v.case_id, rq->arena, &rows, &v.n);
    e = e ? e : fill_proceedings(rq, &v);
    if (e)
        return e;
    v.rows = rows;
    page_desk_case_dates(&o, &v);
    return reply_page(rq, 200, &o);
}
