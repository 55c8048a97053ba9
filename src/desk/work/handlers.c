/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Acts on one case. */
#include "desk/work/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/roles.h"
#include "desk/drafts/drafts.h"
#include "desk/forms/handlers.h"
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

static int64_t
number_of(const char *part)
{
    uint64_t n = 0;

    return part && !text_u64(part, 0, INT64_MAX, &n) ? (int64_t)n : 0;
}

static int64_t
case_id(const struct req *rq)
{
    return number_of(rq->parts[0]);
}

static const char *
typed(struct req *rq, const char *name)
{
    return form_text(&rq->caller->form, name);
}

/* Back to the case, or say why not. */
static enum err
finish(struct req *rq, enum err e, enum desk_problem why)
{
    if (e && why)
        return refuse(rq, e, why);
    if (e)
        return e;
    const char *to = arena_printf(rq->arena, "/c/%" PRId64 "?done=work", case_id(rq));
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

enum err
post_label(struct req *rq)
{
    const char *off = form_get(&rq->caller->form, "off");
    bool on = off == NULL || form_get(&rq->caller->form, "on") != NULL;
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e
          : work_label(
                &rq->caller->book, case_id(rq), on ? typed(rq, "label") : off, on, &by, &why);
    return finish(rq, e, why);
}

/* A day ends a case's rest at its beginning, in UTC. */
enum err
post_snooze(struct req *rq)
{
    struct snooze_put put = { (enum snooze_until)number_of(typed(rq, "until")), 0,
        typed(rq, "words") };
    enum date_precision precision = DATE_EXACT;
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    int64_t day = 0;
    enum err e = need_cases(rq);

    bool typed_day = put.until == SNOOZE_DATE || *typed(rq, "day");
    if (!e && typed_day &&
        (date_of_text(typed(rq, "day"), &day, &precision) || precision != DATE_EXACT))
        return refuse(rq, ERR_MALFORMED, PROBLEM_CHOICE);
    put.until_s = day * DAY_S;
    e = e ? e : work_snooze(&rq->caller->book, case_id(rq), &put, &by, &why);
    return finish(rq, e, why);
}

enum err
post_watch(struct req *rq)
{
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e : work_watch(&rq->caller->book, case_id(rq), strcmp(typed(rq, "on"), "1") == 0, &by);
    return finish(rq, e, PROBLEM_NONE);
}

enum err
post_offer(struct req *rq)
{
    bool take = strcmp(typed(rq, "act"), "take") == 0;
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    if (!e && take)
        e = work_take(&rq->caller->book, case_id(rq), &by, &why);
    else if (!e)
        e = work_decline(&rq->caller->book, case_id(rq), typed(rq, "words"), &by, &why);
    if (!e && strcmp(typed(rq, "back"), "handover") == 0)
        return reply_see_other(rq, "/handover");
    return finish(rq, e, why);
}

enum err
post_freeze(struct req *rq)
{
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e : work_freeze(&rq->caller->book, case_id(rq), typed(rq, "words"), &by, &why);
    return finish(rq, e, why);
}

enum err
post_thaw(struct req *rq)
{
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e : work_thaw(&rq->caller->book, case_id(rq), typed(rq, "words"), &by, &why);
    return finish(rq, e, why);
}

enum err
post_translate(struct req *rq)
{
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e
          : work_translate(&rq->caller->book, case_id(rq), number_of(typed(rq, "entry")),
                typed(rq, "text"), &by, &why);
    return finish(rq, e, why);
}

enum err
post_unmerge(struct req *rq)
{
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e : work_unmerge(&rq->caller->book, case_id(rq), &by, &why);
    return finish(rq, e, why);
}

/* "off" names the one to be taken away. */
enum err
post_link(struct req *rq)
{
    int64_t off = number_of(typed(rq, "off"));
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    if (!e && off)
        e = work_unlink(&rq->caller->book, case_id(rq), off, &by, &why);
    else if (!e)
        e = work_link(&rq->caller->book, case_id(rq), number_of(typed(rq, "to")),
            typed(rq, "words"), &by, &why);
    return finish(rq, e, why);
}

enum err
post_untrained(struct req *rq)
{
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e : work_untrained_seen(&rq->caller->book, case_id(rq), &by, &why);
    return finish(rq, e, why);
}

/* ---- Texts for answers. */

/* The words that stand in for {{name}} and the like. */
static enum err
fill_text(struct req *rq, const struct case_row *row, const struct item *text, const char **out)
{
    static const char *const names[4] = { "name", "deadline", "member", "number" };
    struct item *safe = NULL;
    struct item *person = NULL;
    struct db *p = rq->caller->book.p;
    enum lang lang = lang_of(row->lang);
    enum err e = item_newest(p, row->id, FORM_SAFE_REPLY, rq->arena, &safe);

    e = e ? e : item_newest(p, row->id, FORM_PERSON, rq->arena, &person);
    if (e)
        return e;
    const char *alias = item_text(safe, SAFE_REPLY_ALIAS);
    const char *const values[4] = { *alias ? alias : item_text(person, PERSON_ALIAS),
        row->day ? text_date(rq->arena, lang == LANG_UNSET ? LANG_EN : lang, row->day) : "",
        rq->caller->session->name, arena_printf(rq->arena, "%" PRId64, row->id) };
    *out = values[3] ? work_fill_template(rq->arena, item_text(text, TEMPLATE_TEXT), names, values)
                     : NULL;
    return *out ? OK : ERR_INTERNAL;
}

/* The text that was chosen, if it may be used here and now. */
static enum err
find_template(struct req *rq, const struct case_row *row, struct item **out)
{
    struct case_work w;
    struct item *it = NULL;
    struct item_id id;
    enum err e = item_id_of(typed(rq, "t"), &id);

    if (e)
        return refuse(rq, ERR_MALFORMED, PROBLEM_CHOICE);
    e = item_get(rq->caller->book.p, &id, rq->arena, &it);
    if (e || it->def->number != FORM_TEMPLATE || it->withdrawn)
        return refuse(rq, ERR_MALFORMED, PROBLEM_CHOICE);
    e = work_get(rq->caller->book.p, row->id, rq->arena, &w);
    if (e)
        return e;
    enum desk_problem why = template_problem(
        row->urgency, w.seen, item_number(it, TEMPLATE_REVIEW, 0), day_of(clock_now_s()));
    if (why)
        return refuse(rq, ERR_CONFLICT, why);
    *out = it;
    return OK;
}

/* What was typed so far, with the text behind it, becomes the draft of the answer. */
enum err
post_template(struct req *rq)
{
    const char *so_far = typed(rq, "text");
    const char *text = NULL;
    struct item *it = NULL;
    struct case_full c;
    enum err e = need_cases(rq);

    e = e ? e : casebook_need(&rq->caller->book, case_id(rq));
    e = e ? e : case_get(rq->caller->book.p, case_id(rq), rq->arena, &c);
    if (e)
        return e;
    case_wipe(&c);
    e = find_template(rq, &c.row, &it);
    e = e ? e : fill_text(rq, &c.row, it, &text);
    if (e)
        return e;
    if (strcmp(typed(rq, "quiet"), "1") == 0) /* the script puts it where the cursor stands */
        return reply_bytes(rq, 200, "text/plain; charset=utf-8", bytes_of(text));
    struct draft d = { rq->caller->session->member, FORM_REPLY, clock_now_s(),
        arena_printf(rq->arena, "%s%s%s", so_far, *so_far ? "\n\n" : "", text) };
    e = d.text ? draft_put(&rq->caller->book.at, &c.stream, &d) : ERR_INTERNAL;
    if (e)
        return e;
    const char *to = arena_printf(rq->arena, "/c/%" PRId64 "?done=draft#r", case_id(rq));
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

/* ---- On the page of a case. */

static bool
is_among(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static enum err
fill_templates(struct req *rq, const struct case_view *v, struct work_part *p)
{
    const struct item **to = arena_alloc(rq->arena, TEMPLATES_MAX * sizeof(void *));

    p->templates = to;
    p->template_first = template_problem(v->row.urgency, p->w.seen, 0, 0) != PROBLEM_NONE;
    return to ? work_templates(rq->caller->book.p, &v->row, day_of(clock_now_s()), rq->arena, to,
                    &p->n_templates)
              : ERR_INTERNAL;
}

/* Frozen ones among those that are, or may be, the same matter. */
static enum err
fill_linked(struct req *rq, const struct case_view *v, struct work_part *p)
{
    struct case_work other;
    enum err e = OK;

    e = work_links(rq->caller->book.p, v->row.id, rq->arena, p->links, &p->n_links);
    for (size_t i = 0; i < p->n_links; i++)
        p->linked_frozen = p->linked_frozen || p->links[i].frozen;
    for (size_t i = 0; i < p->w.n_in; i++)
        p->linked_frozen = p->linked_frozen || p->w.in[i].frozen;
    if (!e && p->w.merged_into) {
        e = work_get(rq->caller->book.p, p->w.merged_into, rq->arena, &other);
        p->linked_frozen = p->linked_frozen || (!e && other.frozen_s);
    }
    for (size_t i = 0; !e && i < v->n_similar; i++) {
        e = work_get(rq->caller->book.p, v->similar[i].id, rq->arena, &other);
        p->linked_frozen = p->linked_frozen || (!e && other.frozen_s);
    }
    return e;
}

static enum err
fill_untrained(struct req *rq, const struct case_view *v, struct work_part *p)
{
    const struct session *s = rq->caller->session;
    struct casebook *b = &rq->caller->book;
    enum err e = work_leads_untrained(b, v->row.id, s->name, clock_now_s(), &p->leads_untrained);

    p->may_see_untrained = role_may(s->roles, MAY_APPROVE);
    return e ? e : work_untrained(b->p, v->row.id, rq->arena, &p->untrained_by, &p->untrained_why);
}

static enum err
fill_translations(struct req *rq, const struct case_view *v, struct work_part *p)
{
    struct translation *to = arena_alloc(rq->arena, (v->n_entries + 1) * sizeof *to);
    enum err e = to ? OK : ERR_INTERNAL;

    for (size_t i = 0; !e && i < v->n_entries; i++) {
        e = work_translation(rq->caller->book.p, v->row.id, v->entries[i].e.id, rq->arena, &to[i]);
        e = e == ERR_NOT_FOUND ? OK : e;
    }
    p->translations = to;
    return e;
}

enum err
work_fill(struct req *rq, struct case_view *v)
{
    struct work_part *p = arena_alloc(rq->arena, sizeof *p);
    struct db *db = rq->caller->book.p;
    int64_t now_s = clock_now_s();
    bool trained = false;
    bool any = false;
    enum err e = p ? work_get(db, v->row.id, rq->arena, &p->w) : ERR_INTERNAL;

    if (e)
        return e;
    p->assessment = approval_of(v->forms->items, v->forms->n, FORM_ASSESSMENT);
    p->plan = approval_of(v->forms->items, v->forms->n, FORM_GOAL);
    p->closure = approval_of(v->forms->items, v->forms->n, FORM_CLOSURE);
    p->late = escalation_of(v->row.waiting_s, v->row.due_s, now_s);
    p->watching = is_among(p->w.watchers, p->w.n_watchers, rq->caller->session->name);
    e = work_is_trained(db, v->row.assignee, day_of(now_s), rq->arena, &trained, &any);
    p->untrained = v->row.urgency <= 2 && *v->row.assignee && any && !trained &&
                   strcmp(v->row.state, "open") == 0;
    e = e ? e : fill_untrained(rq, v, p);
    e = e ? e : fill_templates(rq, v, p);
    e = e ? e : fill_linked(rq, v, p);
    e = e ? e : fill_translations(rq, v, p);
    v->work = p;
    return e;
}
