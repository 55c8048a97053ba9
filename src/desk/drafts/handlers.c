/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/drafts/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/drafts/drafts.h"
#include "desk/pages/tell.h"
#include "http/reply.h"
#include <inttypes.h>

static const char *
name_of_member(const struct member *all, size_t n, const struct member_id *id)
{
    for (size_t i = 0; i < n; i++)
        if (id_equal(all[i].id.b, id->b))
            return all[i].name;
    return "?"; /* left the organisation since */
}

/* Her own drafts go into the fields; the others become lines of the page. */
static void
sort_drafts(const struct session *s, const struct draft *d, size_t n, const struct member *all,
    size_t n_all, struct case_view *v, struct case_writing *others)
{
    for (size_t i = 0; i < n; i++) {
        bool own = id_equal(d[i].member.b, s->member.b);
        if (own && d[i].form == FORM_REPLY)
            v->draft_reply = d[i].text;
        if (own && d[i].form == FORM_NOTE)
            v->draft_note = d[i].text;
        if (!own)
            others[v->n_writing++] =
                (struct case_writing){ name_of_member(all, n_all, &d[i].member), d[i].form,
                    d[i].at_s, d[i].text };
    }
    v->writing = others;
}

enum err
drafts_fill(struct req *rq, const struct stream_id *stream, struct case_view *v)
{
    struct member *all = arena_alloc(rq->arena, MEMBERS_MAX * sizeof *all);
    struct case_writing *others = arena_alloc(rq->arena, DRAFTS_MAX * sizeof *others);
    struct draft d[DRAFTS_MAX];
    size_t n = 0;
    size_t n_all = 0;

    if (!all || !others)
        return ERR_INTERNAL;
    enum err e = draft_list(&rq->caller->book.at, stream, rq->arena, d, &n);
    e = e ? e : keys_member_list(rq->app->keys, all, MEMBERS_MAX, &n_all);
    if (!e)
        sort_drafts(rq->caller->session, d, n, all, n_all, v, others);
    return e;
}

enum err
drafts_sent(struct req *rq, const struct stream_id *stream, enum case_form form)
{
    return draft_erase(rq->caller->book.at.records, stream, &rq->caller->session->member, form);
}

static enum case_form
form_of(const char *field)
{
    if (strcmp(field, "reply") == 0)
        return FORM_REPLY;
    return strcmp(field, "note") == 0 ? FORM_NOTE : FORM_NONE;
}

enum err
post_draft(struct req *rq)
{
    const struct form *f = &rq->caller->form;
    struct draft d = { rq->caller->session->member, form_of(form_text(f, "field")), clock_now_s(),
        form_text(f, "text") };
    uint64_t id = 0;
    struct case_full c;

    if (!rq->caller->book.p || d.form == FORM_NONE || text_u64(rq->parts[0], 1, INT64_MAX, &id))
        return ERR_MALFORMED;
    enum err e = case_get(rq->caller->book.p, (int64_t)id, rq->arena, &c);
    if (e)
        return e;
    e = draft_put(&rq->caller->book.at, &c.stream, &d);
    case_wipe(&c);
    if (e || *form_text(f, "quiet"))
        return e ? e : reply_status(rq, 204);
    const char *to = arena_printf(
        rq->arena, "/c/%" PRIu64 "?done=draft#%s", id, d.form == FORM_NOTE ? "n" : "r");
    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}
