/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/find/handlers.h"
#include "base/text.h"
#include "desk/access/roles.h"
#include "desk/audit/handlers.h"
#include "desk/find/find.h"
#include "desk/forms/handlers.h"
#include "desk/view.h"
#include "forms.gen.h"
#include "http/reply.h"

static enum err
need_cases(struct req *rq)
{
    if (rq->caller->book.p)
        return OK;
    rq->caller->problem = PROBLEM_NO_CASES;
    return ERR_FORBIDDEN;
}

/* The rows of one page, each with the place where it was found. */
static enum err
fill_rows(struct req *rq, const struct find_query *q, const struct found *f, struct list_view *l)
{
    size_t skip = (size_t)(l->page - 1) * INBOX_PAGE;
    size_t n = f->n > skip ? f->n - skip : 0;
    struct case_row *rows = arena_alloc(rq->arena, INBOX_PAGE * sizeof *rows);
    struct find_piece *pieces = arena_alloc(rq->arena, INBOX_PAGE * sizeof *pieces);
    enum err e = rows && pieces ? OK : ERR_INTERNAL;

    l->more = n > INBOX_PAGE;
    n = l->more ? INBOX_PAGE : n;
    for (l->n = 0; !e && l->n < n; l->n++) {
        struct case_full c;
        e = case_get(rq->caller->book.p, f->ids[skip + l->n], rq->arena, &c);
        e = e ? e : find_piece(rq->caller->book.p, c.row.id, q, rq->arena, &pieces[l->n]);
        if (e)
            break;
        rows[l->n] = c.row;
        case_wipe(&c);
    }
    l->rows = rows;
    l->pieces = pieces;
    return e;
}

/* Pieces of texts are read like a case that is opened: the log is told before the page goes out. */
static enum err
note_shown(struct req *rq, const struct list_view *l)
{
    int64_t ids[INBOX_PAGE];
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        if (*l->pieces[i].text)
            ids[n++] = l->rows[i].id;
    return audit_shown(rq, AUDIT_FOUND, ids, n, &rq->caller->session->search_noted_s);
}

enum err
find_fill(struct req *rq, struct list_view *l)
{
    struct find_query *q = arena_alloc(rq->arena, sizeof *q);
    struct found *f = arena_alloc(rq->arena, sizeof *f);
    enum err e = q && f ? find_parse(l->query, rq->arena, q) : ERR_INTERNAL;

    e = e ? e
          : find_cases(rq->caller->book.p, q, rq->caller->session->name, l->now_s, rq->arena, f);
    if (e)
        return e;
    l->search = true;
    l->asked = q;
    l->found = f;
    e = fill_rows(rq, q, f, l);
    return e ? e : note_shown(rq, l);
}

enum err
get_search(struct req *rq)
{
    struct inbox_view v = { .list = { .search = true, .page = 1 } };
    struct out o = out_in(rq->arena);
    enum err e = need_cases(rq);

    if (!e && *rq->caller->session->query)
        e = view_list(rq, &v.list);
    v.may_save = role_may(rq->caller->session->roles, MAY_KEEP_BOOKS) &&
                 form_may(form_def_of(FORM_SAVED_VIEW), rq->caller->session->roles);
    view_frame(rq, PLACE_SEARCH, &v.f);
    e = e ? e : view_counts(rq, &v.f);
    if (e)
        return e;
    page_desk_search(&o, &v);
    return reply_page(rq, 200, &o);
}

/* Without the blanks at its ends. */
static const char *
trimmed(struct arena *a, const char *typed)
{
    typed += strspn(typed, " \t\r\n");
    size_t n = strlen(typed);
    while (n > 0 && strchr(" \t\r\n", typed[n - 1]))
        n--;
    return arena_text_n(a, (const uint8_t *)typed, n);
}

enum err
post_search(struct req *rq)
{
    const char *q = trimmed(rq->arena, form_text(&rq->caller->form, "q"));
    struct session *s = rq->caller->session;
    enum err e = need_cases(rq);

    if (e || !q)
        return e ? e : ERR_INTERNAL;
    if (strlen(q) >= sizeof s->query)
        return ERR_TOO_LARGE;
    if (strcmp(s->query, q) != 0)
        s->search_noted_s = 0;
    secret_wipe(s->query, sizeof s->query);
    memcpy(s->query, q, strlen(q) + 1);
    return reply_see_other(rq, "/search");
}
