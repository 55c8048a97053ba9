/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of casework beside the case: hand-over, merge, views and labels. */
#include "base/clock.h"
#include "base/text.h"
#include "cases.gen.h"
#include "desk/audit/handlers.h"
#include "desk/cases/show.h"
#include "desk/dates/due.h"
#include "desk/find/find.h"
#include "desk/forms/handlers.h"
#include "desk/post/handlers.h"
#include "desk/view.h"
#include "desk/work/acts.h"
#include "desk/work/handlers.h"
#include "forms.gen.h"
#include "http/reply.h"
#include <inttypes.h>

enum {
    SHIFT_MAX = 60,
    LABELS_SHOWN = 100,
    DUTY_SHOWN = 16,
    PAGES_MAX = 1000000,
    WORDS_MAX = 1000,
    VIEWS_COUNTED = 20
};

static enum err
refuse(struct req *rq, enum err e, enum desk_problem p)
{
    rq->caller->problem = p;
    return e;
}

static enum err
need_cases(struct req *rq)
{
    return rq->caller->book.p ? OK : refuse(rq, ERR_FORBIDDEN, PROBLEM_NO_CASES);
}

static int64_t
number_of(const char *part)
{
    uint64_t n = 0;

    return part && !text_u64(part, 0, INT64_MAX, &n) ? (int64_t)n : 0;
}

/* ---- The packet. */

static enum err
fill_packet(struct req *rq, int64_t id, struct packet *out)
{
    struct db *p = rq->caller->book.p;
    struct date_due *dates = NULL;
    struct case_full c;
    size_t n = 0;
    enum err e = casebook_need(&rq->caller->book, id);

    e = e ? e : case_get(p, id, rq->arena, &c);
    if (e)
        return e;
    out->row = c.row;
    case_wipe(&c);
    e = e ? e : dates_of_case(p, id, rq->arena, &dates, &n);
    out->n_dates = 0;
    while (!e && out->n_dates < n && dates[out->n_dates].state < DATE_DONE)
        out->n_dates++;
    out->dates = dates;
    e = e ? e : work_get(p, id, rq->arena, &out->work);
    return e ? e : forms_part(rq, id, &out->forms);
}

static enum err
list_ids(struct req *rq, struct db_stmt *s, int64_t ids[SHIFT_MAX], size_t *n)
{
    bool row = true;
    enum err e = OK;

    (void)rq;
    for (*n = 0; !e && *n < SHIFT_MAX && !(e = db_step(s, &row)) && row; (*n)++)
        ids[*n] = db_i64(s, 0);
    return e;
}

static enum err
fill_packets(struct req *rq, const int64_t *ids, size_t n, const struct packet **out, size_t *n_out)
{
    struct packet *to = arena_alloc(rq->arena, (n + 1) * sizeof *to);
    enum err e = to ? OK : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++)
        e = fill_packet(rq, ids[i], &to[i]);
    *out = to;
    *n_out = n;
    return e;
}

static enum err
mine_of(struct req *rq, int64_t ids[SHIFT_MAX], size_t *n)
{
    OWN(db_stmt) s = db_use(rq->caller->book.p, CASES_WORK_MINE_OPEN);

    db_bind_text(s, 1, rq->caller->session->name);
    return list_ids(rq, s, ids, n);
}

static enum err
offers_of(struct req *rq, int64_t ids[SHIFT_MAX], size_t *n)
{
    OWN(db_stmt) s = db_use(rq->caller->book.p, CASES_WORK_ACTS_OFFERS);

    db_bind_text(s, 1, rq->caller->session->name);
    db_bind_i64(s, 2, SHIFT_MAX);
    return list_ids(rq, s, ids, n);
}

/* ---- Hand-over. */

static enum err
show_handover(struct req *rq, unsigned status, int64_t only, struct handover_view *v)
{
    const char **names = arena_alloc(rq->arena, SHOW_MEMBERS_MAX * sizeof *names);
    struct out o = out_in(rq->arena);
    int64_t ids[SHIFT_MAX] = { only };
    size_t n = 1;
    enum err e = names ? show_members(rq, names, &v->n_members) : ERR_INTERNAL;

    v->members = names;
    v->single = only != 0;
    e = !e && !only ? mine_of(rq, ids, &n) : e;
    e = e ? e : fill_packets(rq, ids, n, &v->mine, &v->n_mine);
    n = 0;
    e = !e && !only ? offers_of(rq, ids, &n) : e;
    e = e ? e : fill_packets(rq, ids, n, &v->offered, &v->n_offered);
    if (!e && !only) /* what others offer her */
        e = audit_shown(rq, AUDIT_LISTED, ids, n, &rq->caller->session->lists_noted_s);
    view_frame(rq, PLACE_HANDOVER, &v->f);
    e = e ? e : view_counts(rq, &v->f);
    if (e)
        return e;
    page_desk_handover(&o, v);
    return reply_page(rq, status, &o);
}

enum err
get_handover(struct req *rq)
{
    struct handover_view v = {
        .to = "", .note = "", .done = strcmp(view_param(rq, "done"), "1") == 0
    };
    enum err e = need_cases(rq);

    return e ? e : show_handover(rq, 200, 0, &v);
}

enum err
get_case_handover(struct req *rq)
{
    struct handover_view v = { .to = "", .note = "" };
    enum err e = need_cases(rq);

    return e ? e : show_handover(rq, 200, number_of(rq->parts[0]), &v);
}

static enum err
offer_one(struct req *rq, int64_t id, const char *to, const char *note, enum desk_problem *why)
{
    const char *field = arena_printf(rq->arena, "p%" PRId64, id);
    struct handover o = { to, field ? form_text(&rq->caller->form, field) : "", note };
    struct actor by = view_actor(rq);

    return work_offer(&rq->caller->book, id, &o, &by, why);
}

enum err
post_handover(struct req *rq)
{
    const struct form *f = &rq->caller->form;
    struct handover_view v = { .to = form_text(f, "to"), .note = form_text(f, "note") };
    const char *names[SHOW_MEMBERS_MAX];
    size_t n_names = 0;
    size_t n = 0;
    bool known = false;
    enum err e = need_cases(rq);

    e = e ? e : show_members(rq, names, &n_names);
    for (size_t i = 0; i < n_names; i++)
        known = known || strcmp(names[i], v.to) == 0;
    v.problem = known ? PROBLEM_NONE : PROBLEM_CHOICE;
    if (strlen(v.note) > WORDS_MAX)
        v.problem = PROBLEM_WORDS;
    for (size_t i = 0; !e && !v.problem && i < f->n; i++)
        if (strcmp(f->names[i], "case") == 0) {
            e = offer_one(rq, number_of(f->values[i]), v.to, v.note, &v.problem);
            n++;
        }
    if (v.problem && e) /* nothing of it stays: all or none */
        return refuse(rq, e, v.problem);
    if (e)
        return e;
    if (v.problem || n == 0) {
        v.problem = v.problem ? v.problem : PROBLEM_CHOICE;
        return show_handover(rq, 422, 0, &v);
    }
    return reply_see_other(rq, "/handover?done=1");
}

/* ---- Merge. */

/* The first thing that was written in a case. */
static enum err
first_text(struct req *rq, int64_t id, const char **out)
{
    struct entries_ask ask = { id, 0 };
    struct entries got = { 0 };
    enum err e = case_entries(rq->caller->book.p, &ask, rq->arena, &got);

    *out = "";
    for (size_t i = 0; !e && i < got.n && !**out; i++)
        if (got.e[i].kind == RECORD_MESSAGE || got.e[i].kind == RECORD_CONTACT)
            *out = got.e[i].body;
    return e;
}

static enum err
show_merge(struct req *rq, unsigned status, enum desk_problem problem)
{
    struct merge_view v = { .problem = problem };
    struct out o = out_in(rq->arena);
    enum err e = fill_packet(rq, number_of(rq->parts[0]), &v.into);

    e = e ? e : fill_packet(rq, number_of(rq->parts[1]), &v.from);
    e = e ? e : first_text(rq, v.into.row.id, &v.into_text);
    e = e ? e : first_text(rq, v.from.row.id, &v.from_text);
    view_frame(rq, PLACE_OPEN, &v.f);
    e = e ? e : view_counts(rq, &v.f);
    if (e)
        return e;
    page_desk_merge(&o, &v);
    return reply_page(rq, status, &o);
}

enum err
get_merge(struct req *rq)
{
    enum err e = need_cases(rq);

    return e ? e : show_merge(rq, 200, PROBLEM_NONE);
}

enum err
post_merge(struct req *rq)
{
    int64_t into = number_of(rq->parts[0]);
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e : work_merge(&rq->caller->book, into, number_of(rq->parts[1]), &by, &why);
    if (e && why)
        return refuse(rq, e, why);
    if (e)
        return e;
    const char *to = arena_printf(rq->arena, "/c/%" PRId64 "?done=work", into);
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

/* ---- Views and labels. */

static int64_t
page_of(struct req *rq)
{
    uint64_t page = 1;

    return text_u64(view_param(rq, "p"), 1, PAGES_MAX, &page) ? 1 : (int64_t)page;
}

static enum err
show_views(struct req *rq, struct views_view *v)
{
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_VIEWS, &v->f);
    enum err e = view_counts(rq, &v->f);
    if (e)
        return e;
    page_desk_views(&o, v);
    return reply_page(rq, 200, &o);
}

static enum err
show_rows(struct req *rq, const char *title, const struct work_view *ask, bool cut)
{
    struct views_view v = {
        .title = title, .cut = cut, .list = { .list = LIST_OPEN, .page = page_of(rq) }
    };
    struct work_rows got = { .n = 0 };

    v.list.now_s = clock_now_s();
    v.list.base = rq->path;
    enum err e = work_list(
        rq->caller->book.p, ask, (v.list.page - 1) * INBOX_PAGE, v.list.now_s, rq->arena, &got);
    v.list.rows = got.rows;
    v.list.n = got.n;
    v.list.more = got.more;
    v.list.total = got.total;
    return e ? e : show_views(rq, &v);
}

/* The label that an address stands for, on whatever page of theirs.  "" none. */
static enum err
find_label(struct req *rq, const char **out)
{
    struct label_use *labels = arena_alloc(rq->arena, LABELS_SHOWN * sizeof *labels);
    size_t n = LABELS_SHOWN;
    enum err e = labels ? OK : ERR_INTERNAL;

    *out = "";
    for (int64_t skip = 0; !e && n == LABELS_SHOWN && !**out; skip += LABELS_SHOWN) {
        e = work_labels(rq->caller->book.p, skip, rq->arena, labels, LABELS_SHOWN, &n);
        for (size_t i = 0; !e && i < n; i++)
            if (strcmp(labels[i].key, rq->parts[0]) == 0)
                *out = labels[i].label;
    }
    return e;
}

enum err
get_label(struct req *rq)
{
    const char *label = "";
    enum err e = need_cases(rq);

    e = e ? e : find_label(rq, &label);
    if (!e && !*label)
        return refuse(rq, ERR_NOT_FOUND, PROBLEM_NO_PAGE);
    const struct work_view ask = { .lang = "", .country = "", .label = label };
    return e ? e : show_rows(rq, label, &ask, false);
}

static int64_t
urgency_mask(const struct item *it)
{
    int64_t mask = 0;

    for (int64_t u = 1; u <= 4; u++)
        if (item_has_choice(it, SAVED_VIEW_URGENCY, u))
            mask |= INT64_C(1) << u;
    return mask;
}

/* The cases in which that stands what a view searches for, as a list for the database; the state is
   asked along, so that the latest that are found are such as the view shows.  *cut: there are
   more. */
static enum err
search_of(struct req *rq, const struct item *it, int64_t list, const char **out, bool *cut)
{
    static const enum find_state states[] = { [SAVED_VIEW_LIST_WAITING] = FIND_WAITING,
        [SAVED_VIEW_LIST_OPEN] = FIND_OPEN,
        [SAVED_VIEW_LIST_CLOSED] = FIND_CLOSED };
    const char *typed = item_text(it, SAVED_VIEW_SEARCH);
    struct find_query *q = arena_alloc(rq->arena, sizeof *q);
    struct found *f = arena_alloc(rq->arena, sizeof *f);
    struct out o = out_in(rq->arena);

    *out = "";
    *cut = false;
    if (!*typed)
        return OK;
    enum err e = q && f ? find_parse(typed, rq->arena, q) : ERR_INTERNAL;
    if (!e && q->n < FIND_PARTS_MAX)
        q->p[q->n++] = (struct find_part){
            .kind = FIND_STATE, .typed = "", .value = "", .number = (int64_t)states[list]
        };
    e = e ? e
          : find_cases(
                rq->caller->book.p, q, rq->caller->session->name, clock_now_s(), rq->arena, f);
    if (e)
        return e == ERR_INTERNAL || e == ERR_BUSY ? e : OK; /* an odd text finds nothing special */
    for (size_t i = 0; i < f->n; i++) {
        const char *one = arena_printf(rq->arena, "%c%" PRId64, i ? ',' : '[', f->ids[i]);
        out_lit(&o, one ? one : "", one ? strlen(one) : 0);
    }
    out_lit(&o, f->n ? "]" : "[]", f->n ? 1 : 2);
    *out = out_text_of(&o);
    *cut = f->more || f->stopped;
    return *out ? OK : ERR_INTERNAL;
}

static enum err
ask_of(struct req *rq, const struct item *it, struct work_view *out, bool *cut)
{
    int64_t list = item_number(it, SAVED_VIEW_LIST, SAVED_VIEW_LIST_OPEN);

    *out = (struct work_view){ .closed = list == SAVED_VIEW_LIST_CLOSED,
        .waiting = list == SAVED_VIEW_LIST_WAITING,
        .nobody = item_number(it, SAVED_VIEW_NOBODY, 0) == YESNO_YES,
        .urgencies = urgency_mask(it),
        .lang = item_text(it, SAVED_VIEW_LANGUAGE),
        .country = item_text(it, SAVED_VIEW_COUNTRY),
        .label = item_text(it, SAVED_VIEW_LABEL),
        .situation = item_number(it, SAVED_VIEW_SITUATION, 0) };
    return search_of(rq, it, list, &out->among, cut);
}

/* How many stand in the first views: more would be work for a page that lists. */
static enum err
count_saved(struct req *rq, struct item *const *saved, size_t n, struct saved_use *to)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < n; i++) {
        struct work_view ask;
        to[i] = (struct saved_use){ saved[i], -1, false };
        if (i >= VIEWS_COUNTED)
            continue;
        e = ask_of(rq, saved[i], &ask, &to[i].cut);
        e = e ? e
              : work_list_count(rq->caller->book.p, &ask, clock_now_s(), rq->arena, &to[i].total);
    }
    return e;
}

enum err
get_view(struct req *rq)
{
    struct work_view ask;
    bool cut = false;
    struct item *it = NULL;
    struct item_id id;
    enum err e = need_cases(rq);

    e = e ? e : item_id_of(rq->parts[0], &id);
    e = e ? e : item_get(rq->caller->book.p, &id, rq->arena, &it);
    if (e == ERR_NOT_FOUND || (!e && (it->def->number != FORM_SAVED_VIEW || it->withdrawn)))
        return refuse(rq, ERR_NOT_FOUND, PROBLEM_NO_PAGE);
    if (e)
        return e;
    e = ask_of(rq, it, &ask, &cut);
    return e ? e : show_rows(rq, item_text(it, SAVED_VIEW_TITLE), &ask, cut);
}

enum err
get_views(struct req *rq)
{
    struct label_use *labels = arena_alloc(rq->arena, LABELS_SHOWN * sizeof *labels);
    const struct item **duty = arena_alloc(rq->arena, DUTY_SHOWN * sizeof(void *));
    struct items_ask ask = { .case_id = 0, .form = FORM_SAVED_VIEW };
    struct views_view v = { .labels = labels, .duty = duty };
    struct item **saved = NULL;
    enum err e = labels && duty ? need_cases(rq) : ERR_INTERNAL;

    if (e)
        return e;
    struct db *p = rq->caller->book.p;
    v.list.page = page_of(rq);
    v.list.base = "/views";
    e = work_labels(
        p, (v.list.page - 1) * LABELS_SHOWN, rq->arena, labels, LABELS_SHOWN, &v.n_labels);
    e = e ? e : work_labels_count(p, &v.n_all_labels);
    v.list.more = v.list.page * LABELS_SHOWN < v.n_all_labels;
    e = e ? e : items_list(p, &ask, rq->arena, &saved, &v.n_saved);
    struct saved_use *uses = e ? NULL : arena_alloc(rq->arena, (v.n_saved + 1) * sizeof *uses);
    e = e ? e : uses ? count_saved(rq, saved, v.n_saved, uses) : ERR_INTERNAL;
    e = e ? e : work_on_duty(p, clock_now_s(), rq->arena, duty, DUTY_SHOWN, &v.n_duty);
    e = e ? e : way_fill_duty(rq, &v.turns);
    v.saved = uses;
    return e ? e : show_views(rq, &v);
}
