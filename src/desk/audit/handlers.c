/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/view.h"
#include "http/reply.h"

static struct audit_place
place_of(const struct app *app)
{
    return (struct audit_place){ app->keys, app->records, app->org, app->roster };
}

/* Somebody reads much faster than usual: it is told once in that hour. */
static enum err
note_too_fast(struct req *rq, bool alone)
{
    struct session *s = rq->caller->session;
    const struct casebook *b = &rq->caller->book;

    rq->app->n_too_fast++;
    return alone ? audit_note_alone(b, AUDIT_TOO_FAST, NULL, "", &s->member, s->name)
                 : audit_note(b, AUDIT_TOO_FAST, NULL, "", &s->member, s->name);
}

static enum err
note_read(struct req *rq, int64_t case_id)
{
    struct session *s = rq->caller->session;
    const struct casebook *b = &rq->caller->book;
    struct stream_id stream;
    enum err e = casebook_stream(b, case_id, &stream);
    const char *words = arena_printf(rq->arena, "%lld", (long long)case_id);

    if (e || !words)
        return e ? e : ERR_INTERNAL;
    return audit_note(b, AUDIT_READ, &stream, words, &s->member, s->name);
}

enum err
audit_read(struct req *rq, int64_t case_id)
{
    const struct member_id *m = &rq->caller->session->member;
    enum pace_says says = pace_look(&rq->app->paces, m, case_id, clock_now_s());

    if (says == PACE_KNOWN)
        return OK;
    enum err e = note_read(rq, case_id);
    e = !e && says == PACE_TOO_FAST ? note_too_fast(rq, false) : e;
    if (e)
        pace_forget(&rq->app->paces, m, case_id);
    return e;
}

enum err
audit_shown(struct req *rq, enum audit_act act, const int64_t *cases, size_t n, int64_t *noted_s)
{
    struct session *s = rq->caller->session;
    bool alone = rq->route->tx != TX_WRITE;
    int64_t now_s = clock_now_s();
    bool fresh = now_s - *noted_s >= PACE_SAME_S;
    bool too_fast = false;

    for (size_t i = 0; i < n; i++) {
        enum pace_says says = pace_shown(&rq->app->paces, &s->member, cases[i], now_s);
        fresh = fresh || says != PACE_KNOWN;
        too_fast = too_fast || says == PACE_TOO_FAST;
    }
    if (n == 0 || !fresh)
        return OK;
    const char *words = arena_printf(rq->arena, "%zu", n);
    struct casebook *b = &rq->caller->book;
    enum err e = !words  ? ERR_INTERNAL
                 : alone ? audit_note_alone(b, act, NULL, words, &s->member, s->name)
                         : audit_note(b, act, NULL, words, &s->member, s->name);
    e = !e && too_fast ? note_too_fast(rq, alone) : e;
    if (!e)
        *noted_s = now_s;
    return e;
}

enum err
audit_leaves(struct req *rq, enum audit_act act, const struct casebook *b,
    const struct stream_id *stream, const char *words)
{
    static const struct stream_id none = { { 0 } };
    const struct session *s = rq->caller->session;
    bool known = !id_equal(stream->b, none.b);

    return audit_note_alone(b, act, known ? stream : NULL, words, &s->member, s->name);
}

enum err
audit_paper(struct req *rq, int64_t case_id)
{
    const struct member_id *m = &rq->caller->session->member;
    struct stream_id stream;
    enum err e = casebook_stream(&rq->caller->book, case_id, &stream);

    e = e ? e : audit_leaves(rq, AUDIT_PAPER, &rq->caller->book, &stream, "");
    if (e)
        return e;
    return pace_more(&rq->app->paces, m, clock_now_s()) == PACE_TOO_FAST ? note_too_fast(rq, true)
                                                                         : OK;
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

/* The log knows who read it, once in five minutes. */
static enum err
note_log_read(struct req *rq, const struct audit_place *at)
{
    struct session *s = rq->caller->session;
    struct audit_what what = { .act = AUDIT_LOG_READ,
        .by = s->member,
        .by_name = s->name,
        .at_s = clock_now_s(),
        .words = "" };

    if (what.at_s - s->log_noted_s < PACE_SAME_S)
        return OK;
    enum err e = audit_put_alone(at, &what);
    if (!e)
        s->log_noted_s = what.at_s;
    return e;
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
    enum err e = vaults == &app->vaults ? note_log_read(rq, &at) : OK;
    e = e ? e : audit_list(&at, vaults, v.before, rq->arena, rows, &v.n, &v.more);
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
