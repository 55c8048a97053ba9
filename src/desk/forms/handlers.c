/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forms/handlers.h"
#include "base/text.h"
#include "desk/access/roles.h"
#include "desk/cases/show.h"
#include "desk/forms/rules.h"
#include "desk/post/contact.h"
#include "desk/view.h"
#include "desk/work/acts.h"
#include "forms.gen.h"
#include "http/reply.h"
#include <inttypes.h>

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

static bool
is_of_case(const struct req *rq)
{
    return strncmp(rq->path, "/c/", 3) == 0;
}

static int64_t
number_of(const char *part)
{
    uint64_t n = 0;

    return part && !text_u64(part, 0, INT64_MAX, &n) ? (int64_t)n : 0;
}

static int64_t
case_of(const struct req *rq)
{
    return is_of_case(rq) ? number_of(rq->parts[0]) : 0;
}

static const char *
vault_role(const struct req *rq)
{
    return rq->caller->book.at.vault->row.role;
}

/* The form of the address, where it belongs. */
static enum err
find_def(struct req *rq, const struct form_def **out)
{
    const struct form_def *d = form_def_of((uint32_t)number_of(rq->parts[is_of_case(rq) ? 1 : 0]));

    if (!d || d->in_book == is_of_case(rq))
        return refuse(rq, ERR_NOT_FOUND, PROBLEM_NO_PAGE);
    *out = d;
    return OK;
}

/* The case must be there; its row is of no use here. */
static enum err
check_case(struct req *rq)
{
    struct case_full c;

    if (!is_of_case(rq))
        return OK;
    enum err e = casebook_need(&rq->caller->book, case_of(rq));
    e = e ? e : case_get(rq->caller->book.p, case_of(rq), rq->arena, &c);
    if (!e)
        case_wipe(&c);
    return e;
}

/* The item of the address, where it stands. */
static enum err
find_item(struct req *rq, struct item **out)
{
    struct item *it = NULL;
    struct item_id id;
    enum err e = check_case(rq);

    e = e ? e : item_id_of(rq->parts[is_of_case(rq) ? 1 : 0], &id);
    e = e ? e : item_get(rq->caller->book.p, &id, rq->arena, &it);
    if (e == ERR_NOT_FOUND || (!e && it->case_id != case_of(rq)))
        return refuse(rq, ERR_NOT_FOUND, PROBLEM_NO_PAGE);
    if (!e)
        *out = it;
    return e;
}

static bool
may(const struct req *rq, const struct form_def *d)
{
    uint32_t roles = rq->caller->session->roles;

    return d && role_may(roles, d->in_book ? MAY_KEEP_BOOKS : MAY_NOTE) && form_may(d, roles);
}

static enum err
list_items(
    struct req *rq, int64_t case_id, uint32_t form, const struct item *const **out, size_t *n)
{
    struct items_ask ask = { .case_id = case_id, .form = form };
    struct item **items = NULL;
    enum err e = items_list(rq->caller->book.p, &ask, rq->arena, &items, n);

    *out = (const struct item *const *)items;
    return e;
}

enum err
forms_part(struct req *rq, int64_t case_id, struct items_part *out)
{
    struct items_part part = { .case_id = case_id, .vault_role = vault_role(rq) };
    enum err e = list_items(rq, case_id, 0, &part.items, &part.n);

    if (!e)
        *out = part;
    return e;
}

/* ---- Filling in. */

static enum err
fill_frame(struct req *rq, struct desk_frame *f)
{
    view_frame(rq, is_of_case(rq) ? PLACE_NONE : PLACE_BOOK, f);
    return view_counts(rq, f);
}

/* Whose names and which other items a field may give. */
static enum err
fill_scope(struct req *rq, struct form_view *v)
{
    const char **names = arena_alloc(rq->arena, SHOW_MEMBERS_MAX * sizeof *names);
    enum err e = names ? show_members(rq, names, &v->n_members) : ERR_INTERNAL;

    v->members = names;
    v->vault_role = vault_role(rq);
    return e ? e : list_items(rq, v->case_id, 0, &v->others, &v->n_others);
}

static enum err
show_form(struct req *rq, unsigned status, struct form_view *v)
{
    struct out o = out_in(rq->arena);
    enum err e = fill_frame(rq, &v->f);

    e = e ? e : fill_scope(rq, v);
    if (e)
        return e;
    page_desk_form(&o, v);
    return reply_page(rq, status, &o);
}

/* A view begins with what was searched last, if she comes from there: words stand in no address. */
static const struct form *
last_search(struct req *rq)
{
    struct form *f = arena_alloc(rq->arena, sizeof *f);
    const char *q = rq->caller->session->query;

    if (!f || !*q || strcmp(view_param(rq, "search"), "1") != 0)
        return NULL;
    *f = (struct form){ .n = 1 };
    f->names[0] = arena_printf(rq->arena, "f%d", SAVED_VIEW_SEARCH);
    f->values[0] = q;
    return f->names[0] ? f : NULL;
}

static enum err
open_form(struct req *rq)
{
    struct form_view v = { .case_id = case_of(rq) };
    struct item *one = NULL;
    enum err e = need_cases(rq);

    e = e ? e : check_case(rq);
    e = e ? e : find_def(rq, &v.def);
    if (!e && !may(rq, v.def))
        return refuse(rq, ERR_FORBIDDEN, PROBLEM_ROLE);
    if (!e && v.def->one)
        e = item_newest(rq->caller->book.p, v.case_id, v.def->number, rq->arena, &one);
    v.old = one; /* there is one already: it is changed */
    if (!e && v.def->number == FORM_SAVED_VIEW)
        v.typed = last_search(rq);
    return e ? e : show_form(rq, 200, &v);
}

static enum err
open_edit(struct req *rq)
{
    struct form_view v = { .case_id = case_of(rq) };
    struct item *it = NULL;
    enum err e = need_cases(rq);

    e = e ? e : find_item(rq, &it);
    if (e)
        return e;
    if (!may(rq, it->def))
        return refuse(rq, ERR_FORBIDDEN, PROBLEM_ROLE);
    if (it->withdrawn)
        return refuse(rq, ERR_CONFLICT, PROBLEM_STALE);
    v.def = it->def;
    v.old = it;
    return show_form(rq, 200, &v);
}

/* What the form of this request is about: a new item, or one that is there. */
static enum err
find_target(struct req *rq, struct form_view *v)
{
    bool is_item = strstr(rq->path, "/item/") != NULL;
    struct item *it = NULL;
    enum err e = need_cases(rq);

    v->case_id = case_of(rq);
    e = e ? e : check_case(rq);
    if (!e && is_item) {
        e = find_item(rq, &it);
        v->old = it;
        v->def = it ? it->def : NULL;
    } else if (!e) {
        e = find_def(rq, &v->def);
    }
    if (!e && !may(rq, v->def))
        return refuse(rq, ERR_FORBIDDEN, PROBLEM_ROLE);
    return e;
}

/* What was written before it was known how the person may be reached does not leave by itself. */
static enum err
safe_contact_changed(struct req *rq, const struct form_def *d, int64_t case_id)
{
    struct actor by = view_actor(rq);

    if (d->number != FORM_SAFE_REPLY || case_id == 0)
        return OK;
    return contact_take_back_all(&rq->caller->book, &rq->app->post, case_id, &by);
}

static enum err
keep(struct req *rq, const struct form_view *v)
{
    struct item_put put = { v->case_id, v->def, v->old ? &v->old->id : NULL, v->checked->v,
        v->checked->n };
    struct actor by = view_actor(rq);
    enum desk_problem why = PROBLEM_NONE;
    struct item_id id;
    char hex[2 * ID_BYTES + 1];
    enum err e = work_item_rule(
        &rq->caller->book, v->case_id, v->def, v->checked->v, v->checked->n, &by, &why);

    if (e)
        return why ? refuse(rq, e, why) : e;
    e = item_put(&rq->caller->book, &put, &by, &id);
    e = e ? e : safe_contact_changed(rq, v->def, v->case_id);
    if (e)
        return e;
    hex_encode((struct bytes){ id.b, ID_BYTES }, hex);
    const char *to = v->case_id
                         ? arena_printf(rq->arena, "/c/%" PRId64 "/item/%s?done=1", v->case_id, hex)
                         : arena_printf(rq->arena, "/book/item/%s?done=1", hex);
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

static enum err
take_form(struct req *rq)
{
    struct form_view v = { .typed = &rq->caller->form };
    struct item_checked *checked = arena_alloc(rq->arena, sizeof *checked);
    enum err e = checked ? find_target(rq, &v) : ERR_INTERNAL;

    e = e ? e : fill_scope(rq, &v);
    if (e)
        return e;
    struct item_scope scope = { v.vault_role, v.members, v.n_members, v.others, v.n_others, v.old };
    e = item_check(v.def, v.typed, &scope, rq->arena, checked);
    if (e)
        return e;
    v.checked = checked;
    uint32_t now = v.old ? v.old->revision : 0;
    if (number_of(form_text(v.typed, "rev")) != now || (v.old && v.old->withdrawn))
        v.problem = PROBLEM_FASTER;
    if (v.problem || checked->n_problems > 0 || checked->too_much)
        return show_form(rq, v.problem ? 409 : 422, &v);
    e = keep(rq, &v);
    return e == ERR_CONFLICT && !rq->caller->problem ? refuse(rq, e, PROBLEM_FASTER) : e;
}

bool
form_is_typed(const struct req *rq)
{
    static enum err (*const runs[])(
        struct req *) = { post_case_form, post_case_item, post_book_form, post_book_item };

    for (size_t i = 0; rq->route && i < sizeof runs / sizeof *runs; i++)
        if (rq->route->run == runs[i])
            return true;
    return false;
}

enum err
form_carry(struct req *rq)
{
    struct carry_view v = { .action = rq->path, .typed = &rq->caller->form };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_NONE, &v.f);
    v.f.member = NULL;
    page_desk_carry(&o, &v);
    return reply_page(rq, 403, &o);
}

enum err
form_again(struct req *rq, unsigned status)
{
    struct form_view v = { .typed = &rq->caller->form, .problem = rq->caller->problem };
    struct casebook *b = &rq->caller->book;
    enum err e = casebook_begin(b, TX_READ);

    if (e)
        return e;
    e = find_target(rq, &v);
    return casebook_end(b, e ? e : show_form(rq, status, &v));
}

/* ---- Looking at. */

static enum err
open_item(struct req *rq)
{
    struct item_view v = { .vault_role = "", .done = strcmp(view_param(rq, "done"), "1") == 0 };
    struct out o = out_in(rq->arena);
    struct item *past = NULL;
    struct item *it = NULL;
    enum err e = need_cases(rq);

    e = e ? e : find_item(rq, &it);
    e = e ? e : fill_frame(rq, &v.f);
    e = e ? e : item_past(rq->caller->book.p, it, rq->arena, &past, &v.n_past);
    e = e ? e : list_items(rq, it->case_id, 0, &v.others, &v.n_others);
    if (e)
        return e;
    v.it = it;
    v.past = past;
    v.vault_role = vault_role(rq);
    v.may = may(rq, it->def);
    page_desk_item(&o, &v);
    return reply_page(rq, 200, &o);
}

static enum err
withdraw(struct req *rq)
{
    struct actor by = view_actor(rq);
    struct item *it = NULL;
    struct item_id id;
    enum err e = need_cases(rq);

    e = e ? e : find_item(rq, &it);
    if (e)
        return e;
    if (!may(rq, it->def))
        return refuse(rq, ERR_FORBIDDEN, PROBLEM_ROLE);
    if (it->revision != number_of(form_text(&rq->caller->form, "rev")))
        return refuse(rq, ERR_CONFLICT, PROBLEM_STALE);
    struct item_put put = { .case_id = it->case_id, .def = it->def, .id = &it->id };
    e = item_put(&rq->caller->book, &put, &by, &id);
    e = e ? e : safe_contact_changed(rq, it->def, it->case_id);
    if (e)
        return e;
    const char *to = it->case_id
                         ? arena_printf(rq->arena, "/c/%" PRId64 "/item/%s", it->case_id, it->hex)
                         : arena_printf(rq->arena, "/book/item/%s", it->hex);
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

static enum err
show_book(struct req *rq, struct book_view *v)
{
    struct out o = out_in(rq->arena);
    enum err e = fill_frame(rq, &v->f);

    if (e)
        return e;
    v->vault_role = vault_role(rq);
    v->may = v->def && may(rq, v->def);
    page_desk_book(&o, v);
    return reply_page(rq, 200, &o);
}

enum err
get_book(struct req *rq)
{
    struct book_view v = { .def = NULL };
    enum err e = need_cases(rq);

    for (size_t i = 0; !e && i < n_form_defs && i < sizeof v.counts / sizeof *v.counts; i++)
        if (form_defs[i].in_book)
            e = items_count(rq->caller->book.p, 0, form_defs[i].number, &v.counts[i]);
    return e ? e : show_book(rq, &v);
}

enum err
get_book_list(struct req *rq)
{
    struct book_view v = { .def = NULL };
    enum err e = need_cases(rq);

    e = e ? e : find_def(rq, &v.def);
    e = e ? e : list_items(rq, 0, v.def->number, &v.items, &v.n);
    return e ? e : show_book(rq, &v);
}

/* One function a row: the address says whether it is a case's or the book's. */
enum err
get_case_form(struct req *rq)
{
    return open_form(rq);
}

enum err
post_case_form(struct req *rq)
{
    return take_form(rq);
}

enum err
get_case_item(struct req *rq)
{
    return open_item(rq);
}

enum err
get_case_item_edit(struct req *rq)
{
    return open_edit(rq);
}

enum err
post_case_item(struct req *rq)
{
    return take_form(rq);
}

enum err
post_case_item_end(struct req *rq)
{
    return withdraw(rq);
}

enum err
get_book_form(struct req *rq)
{
    return open_form(rq);
}

enum err
post_book_form(struct req *rq)
{
    return take_form(rq);
}

enum err
get_book_item(struct req *rq)
{
    return open_item(rq);
}

enum err
get_book_item_edit(struct req *rq)
{
    return open_edit(rq);
}

enum err
post_book_item(struct req *rq)
{
    return take_form(rq);
}

enum err
post_book_end(struct req *rq)
{
    return withdraw(rq);
}
