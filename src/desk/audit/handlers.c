/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/view.h"
#include "http/reply.h"

static struct audit_place
place_of(const struct app *app)
{
    return (struct audit_place){ app->keys, app->records, app->org, app->roster };
}

enum err
audit_read(struct req *rq, int64_t case_id)
{
    struct session *s = rq->caller->session;
    const struct casebook *b = &rq->caller->book;
    enum pace_says says = pace_look(&rq->app->paces, &s->member, case_id, clock_now_s());
    struct stream_id stream;

    if (says == PACE_KNOWN)
        return OK;
    enum err e = casebook_stream(b, case_id, &stream);
    const char *words = arena_printf(rq->arena, "%lld", (long long)case_id);
    if (e || !words)
        return e ? e : ERR_INTERNAL;
    e = audit_note(b, AUDIT_READ, &stream, words, &s->member, s->name);
    if (e || says != PACE_TOO_FAST)
        return e;
    rq->app->n_too_fast++;
    return audit_note(b, AUDIT_TOO_FAST, NULL, "", &s->member, s->name);
}

/* The vaults with which this reader opens entries: all that are open if hers are among them, else
   none.  That a colleague is logged in lends her nothing. */
static struct vaults *
vaults_to_read(struct req *rq)
{
    const struct session *s = rq->caller->session;
    const struct vault *v = vaults_by_role(&rq->app->vaults, "audit");

    v = v ? v : vaults_by_role(&rq->app->vaults, "office");
    return v && vault_set_has(&s->vaults, v) ? &rq->app->vaults
                                             : arena_alloc(rq->arena, sizeof(struct vaults));
}

enum err
get_audit(struct req *rq)
{
    struct app *app = rq->app;
    struct vaults *vaults = vaults_to_read(rq);
    struct audit_place at = place_of(app);
    struct audit_row *rows = arena_alloc(rq->arena, AUDIT_PAGE * sizeof *rows);
    struct audit_view v = { .rows = rows, .check = &app->audit };
    struct out o = out_in(rq->arena);

    if (!rows || !vaults)
        return ERR_INTERNAL;
    if (text_u64(view_param(rq, "before"), 1, INT64_MAX, &v.before))
        v.before = 0;
    v.too_fast = app->n_too_fast;
    enum err e = audit_list(&at, vaults, v.before, rq->arena, rows, &v.n, &v.more);
    view_frame(rq, PLACE_AUDIT, &v.f);
    e = !e && v.f.has_cases ? view_counts(rq, &v.f) : e;
    if (e)
        return e;
    if (vaults == &app->vaults)
        app->n_too_fast = 0;
    page_desk_audit(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
post_audit_check(struct req *rq)
{
    struct app *app = rq->app;
    struct audit_place at = place_of(app);
    enum err e = audit_verify(&at, app->conf.folder, &app->audit);

    return e ? e : reply_see_other(rq, "/audit");
}
