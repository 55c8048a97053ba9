/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/show.h"
#include "base/text.h"
#include "desk/drafts/handlers.h"
#include "desk/forms/handlers.h"
#include "desk/keep/talk.h"
#include "desk/pages/tell.h"
#include "desk/post/handlers.h"
#include "desk/work/handlers.h"
#include "http/reply.h"

enum err
show_members(struct req *rq, const char *names[SHOW_MEMBERS_MAX], size_t *n)
{
    struct member *all = arena_alloc(rq->arena, SHOW_MEMBERS_MAX * sizeof *all);
    size_t n_all = 0;
    enum err e =
        all ? keys_member_list(rq->app->keys, all, SHOW_MEMBERS_MAX, &n_all) : ERR_INTERNAL;

    *n = 0;
    for (size_t i = 0; !e && i < n_all; i++)
        if (all[i].roles & (ROLE_COUNSELLOR | ROLE_DUTY_LEAD))
            names[(*n)++] = all[i].name;
    return e;
}

static enum err
fill_members(struct req *rq, struct case_view *v)
{
    const char **names = arena_alloc(rq->arena, SHOW_MEMBERS_MAX * sizeof *names);
    enum err e = names ? show_members(rq, names, &v->n_members) : ERR_INTERNAL;

    v->members = names;
    return e;
}

/* Entries beyond those that `lines` records could have made are new.  Records without an entry
   (somebody opened the case) make this a guess on the careful side: never fewer than there are. */
static enum err
fill_thread(struct req *rq, struct case_view *v, int64_t seen_lines)
{
    struct entries_ask ask = { v->row.id, v->older };
    struct entries got = { 0 };
    struct talk talk;
    enum err e = case_entries(rq->caller->book.p, &ask, rq->arena, &got);
    e = e ? e : talk_get(rq->caller->book.p, v->row.id, &talk);
    struct thread_entry *to = e ? NULL : arena_alloc(rq->arena, (got.n + 1) * sizeof *to);
    int64_t added = v->lines - seen_lines;

    if (!to)
        return e ? e : ERR_INTERNAL;
    for (size_t i = 0; !e && i < got.n; i++) {
        to[i].e = got.e[i];
        to[i].gone = talk_is_gone(&talk, &got.e[i]);
        to[i].fresh = v->older == 0 && seen_lines > 0 && (int64_t)(got.n - i) <= added;
        if (got.e[i].kind == RECORD_ANSWER)
            e = store_out_is_delivered(rq->app->records, &got.e[i].content, &to[i].delivered);
        if (got.e[i].kind == RECORD_CONTACT || got.e[i].kind == RECORD_SENT)
            e = way_fill_entry(rq, &to[i]);
    }
    v->entries = to;
    v->n_entries = got.n;
    v->has_older = got.more;
    return e;
}

static enum err
fill_similar(struct req *rq, struct case_view *v)
{
    struct case_like *to = arena_alloc(rq->arena, MAX_SIMILAR * sizeof *to);
    enum err e = to ? case_similar(rq->caller->book.p, v->row.id, rq->arena, to, &v->n_similar)
                    : ERR_INTERNAL;

    v->similar = to;
    return e;
}

static enum err
fill_case(struct req *rq, int64_t id, struct case_view *v, struct stream_id *stream)
{
    struct case_full c;
    enum err e = casebook_need(&rq->caller->book, id);

    e = e ? e : case_get(rq->caller->book.p, id, rq->arena, &c);
    if (e)
        return e;
    v->row = c.row;
    v->opened_s = c.opened_s;
    v->lines = c.lines;
    v->has_card = c.has_card;
    *stream = c.stream;
    case_wipe(&c);
    return OK;
}

/* What stands in the fields: what was just sent and refused, or what was kept over a lock. */
static void
fill_typed(struct req *rq, const struct showing *how, struct case_view *v)
{
    const struct session *s = rq->caller->session;

    v->typed = how->typed;
    if (v->typed.form == FORM_NONE && s->typed.form != FORM_NONE && s->typed.case_id == v->row.id) {
        v->typed = s->typed;
        v->restored = true;
    }
}

static enum err
fill_forms(struct req *rq, struct case_view *v)
{
    struct items_part *part = arena_alloc(rq->arena, sizeof *part);
    enum err e = part ? forms_part(rq, v->row.id, part) : ERR_INTERNAL;

    v->forms = part;
    return e;
}

/* Those that still ask for something come first. */
static enum err
fill_dates(struct req *rq, struct case_view *v)
{
    struct date_due *rows = NULL;
    size_t n = 0;
    enum err e = dates_of_case(rq->caller->book.p, v->row.id, rq->arena, &rows, &n);

    while (!e && v->n_dates < n && rows[v->n_dates].state < DATE_DONE)
        v->n_dates++;
    v->dates = rows;
    struct named_date *named = NULL;
    e = e ? e : named_of_case(rq->caller->book.p, v->row.id, rq->arena, &named, &v->n_named);
    v->named = named;
    return e;
}

static enum err
fill_readers(struct req *rq, struct case_view *v)
{
    struct case_reader *to = arena_alloc(rq->arena, MAX_CASE_READERS * sizeof *to);
    enum err e = to ? case_readers(&rq->caller->book, v->row.id, rq->arena, to, &v->n_readers)
                    : ERR_INTERNAL;

    v->readers = to;
    return e;
}

static enum desk_place
place_of(const struct list_view *l)
{
    static const enum desk_place places[] = { [LIST_WAITING] = PLACE_WAITING,
        [LIST_OPEN] = PLACE_OPEN,
        [LIST_MINE] = PLACE_MINE,
        [LIST_CLOSED] = PLACE_CLOSED,
        [LIST_SNOOZED] = PLACE_SNOOZED,
        [LIST_LATE] = PLACE_LATE,
        [LIST_WATCHED] = PLACE_WATCHED };

    return l->search ? PLACE_SEARCH : places[l->list];
}

enum err
show_case(struct req *rq, int64_t id, const struct showing *how)
{
    struct case_view v = {
        .done = how->done, .problem = how->problem, .problem_n = how->problem_n
    };
    struct out o = out_in(rq->arena);
    struct stream_id stream;
    uint64_t older = 0;
    enum err e = fill_case(rq, id, &v, &stream);

    if (e)
        return e;
    if (!text_u64(view_param(rq, "older"), 1, INT64_MAX, &older))
        v.older = (int64_t)older;
    fill_typed(rq, how, &v);
    e = view_list(rq, &v.list);
    e = e ? e : fill_thread(rq, &v, v.typed.lines);
    e = e ? e : way_fill(rq, &v);
    e = e ? e : drafts_fill(rq, &stream, &v);
    e = e ? e : fill_similar(rq, &v);
    e = e ? e : fill_members(rq, &v);
    e = e ? e : fill_forms(rq, &v);
    e = e ? e : work_fill(rq, &v);
    e = e ? e : fill_dates(rq, &v);
    e = e ? e : fill_readers(rq, &v);
    view_frame(rq, place_of(&v.list), &v.f);
    e = e ? e : view_counts(rq, &v.f);
    if (e)
        return e;
    v.list.current = id;
    page_desk_case(&o, &v);
    return reply_page(rq, how->status, &o);
}
