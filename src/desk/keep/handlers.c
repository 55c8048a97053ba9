/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/access/roles.h"
#include "desk/audit/handlers.h"
#include "desk/keep/export.h"
#include "desk/keep/import_files.h"
#include "desk/keep/keep_pages.h"
#include "desk/keep/replies.h"
#include "desk/view.h"
#include "http/reply.h"
#include "joblink/job.h"
#include <inttypes.h>

enum { SOON_DAYS = 14 };

enum err
keep_refuse(struct req *rq, enum err e, enum desk_problem p)
{
    rq->caller->problem = p;
    return e;
}

enum err
keep_need_cases(struct req *rq)
{
    return rq->caller->book.p ? OK : keep_refuse(rq, ERR_FORBIDDEN, PROBLEM_NO_CASES);
}

static int64_t
case_id(const struct req *rq)
{
    uint64_t id = 0;

    return rq->parts[0] && !text_u64(rq->parts[0], 0, INT64_MAX, &id) ? (int64_t)id : 0;
}

static bool
may(const struct req *rq, int act)
{
    return role_may(rq->caller->session->roles, act);
}

static enum keep_say
say_of(struct req *rq)
{
    uint64_t n = 0;

    return text_u64(view_param(rq, "m"), 0, N_KEEP_SAYS - 1, &n) ? KEEP_SAY_NOTHING
                                                                 : (enum keep_say)n;
}

/* Back to the page with a sentence. */
enum err
keep_back(struct req *rq, int64_t id, enum keep_say say)
{
    const char *to = id ? arena_printf(rq->arena, "/c/%" PRId64 "/keep?m=%d", id, (int)say)
                        : arena_printf(rq->arena, "/keep?m=%d", (int)say);

    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

enum err
keep_job(struct req *rq, int fd, struct bytes question, struct arena *a, struct bytes *out)
{
    const char *name = rq->caller->session->name;
    int64_t before = clock_steady_ms();

    if (slow_work_wait_ms(&rq->app->slow, name, before) > 0)
        return ERR_BUSY;
    enum err e = job_ask(fd, question, a, out);
    slow_worked(&rq->app->slow, name, before, clock_steady_ms() - before);
    return e;
}

/* What a failure means here. */
static enum keep_say
say_err(enum err e, enum keep_say good)
{
    switch (e) {
    case OK: return good;
    case ERR_CONFLICT: return KEEP_SAY_ASKED_BEFORE;
    case ERR_FORBIDDEN: return KEEP_SAY_NOT_YOU;
    case ERR_NOT_FOUND: return KEEP_SAY_OVER;
    case ERR_BUSY:
    case ERR_TOO_LARGE: return KEEP_SAY_FULL;
    case ERR_MALFORMED:
    case ERR_EXPIRED:
    case ERR_FORGED:
    case ERR_INTERNAL: break;
    }
    return KEEP_SAY_OVER;
}

/* ---- The pages. */

static enum err
fill_pairs(struct req *rq, struct keep_view *v)
{
    struct keep_pair *to = arena_alloc(rq->arena, TWO_MAX * sizeof *to);
    const struct session *s = rq->caller->session;
    const struct two_entry *e = NULL;

    for (size_t i = 0; to && (e = two_person_at(&rq->app->pairs, clock_now_s(), i)); i++) {
        if (!two_person_concerns(e, &s->member, s->roles))
            continue;
        to[v->n_pairs++] = (struct keep_pair){ .id = arena_printf(rq->arena, "%" PRIu64, e->id),
            .act = e->ask.act,
            .about = e->ask.about,
            .by = arena_text(rq->arena, e->ask.by_name),
            .words = arena_text(rq->arena, e->ask.words),
            .second = arena_text(rq->arena, e->second_name),
            .own = bytes_equal(
                (struct bytes){ e->ask.by.b, ID_BYTES }, (struct bytes){ s->member.b, ID_BYTES }),
            .confirmed = e->confirmed,
            .may = two_person_may_confirm(e->ask.act, s->roles) };
    }
    v->pairs = to;
    return to ? OK : ERR_INTERNAL;
}

/* Requests whose words go within two weeks, those whose words do not, and who is in the way. */
static enum err
fill_silent(struct req *rq, struct keep_view *v)
{
    int64_t until_s = v->f.now_s - (v->days - SOON_DAYS) * DAY_S;
    struct kept_case *silent = NULL;
    struct kept_case *stuck = NULL;
    enum err e = OK;

    if (v->days <= 0)
        return OK;
    e = talk_in_way(rq->app->keys, v->f.now_s, rq->arena, &v->away, &v->away_s);
    e = e ? e : talk_stuck(rq->caller->book.p, KEEP_LIST_MAX, rq->arena, &stuck, &v->n_stuck);
    v->stuck = stuck;
    e = e ? e
          : talk_due(rq->caller->book.p, until_s, KEEP_LIST_MAX, rq->arena, &silent, &v->n_silent);
    for (size_t i = 0; !e && i < v->n_silent; i++)
        silent[i].since_s += v->days * DAY_S;
    v->silent = silent;
    return e;
}

static enum err
fill_lists(struct req *rq, struct keep_view *v)
{
    const char **files = arena_alloc(rq->arena, IMPORT_FILES_MAX * sizeof *files);
    struct db *p = rq->caller->book.p;
    struct kept_case *due = NULL;
    struct kept_case *held = NULL;
    enum err e = files ? OK : ERR_INTERNAL;

    if (!p)
        return e;
    e = e ? e : retention_due(p, v->months, v->f.now_s, rq->arena, &due, &v->n_due);
    e = e ? e : retention_held(p, rq->arena, &held, &v->n_held);
    e = e ? e : fill_silent(rq, v);
    if (!e && v->may_bring)
        e = import_list(rq->app->conf.folder, rq->arena, files, &v->n_files);
    v->due = due;
    v->held = held;
    v->files = files;
    return e ? e : view_counts(rq, &v->f);
}

enum err
get_keep(struct req *rq)
{
    struct keep_view v = { .say = say_of(rq),
        .months = rq->app->conf.keep_months,
        .days = rq->app->conf.keep_message_days,
        .may_erase = may(rq, MAY_ERASE),
        .may_export = may(rq, MAY_EXPORT),
        .may_bring = may(rq, MAY_STEER),
        .has_recovery = rq->app->keeping.has_recovery,
        .away = "" };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_KEEP, &v.f);
    enum err e = fill_pairs(rq, &v);
    e = e ? e : fill_lists(rq, &v);
    e = e ? e : retention_erased(rq->app->records, &v.n_erased);
    if (e)
        return e;
    page_desk_keep(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
get_case_keep(struct req *rq)
{
    struct keep_case_view v = { .say = say_of(rq),
        .id = case_id(rq),
        .may_erase = may(rq, MAY_ERASE),
        .may_export = may(rq, MAY_EXPORT),
        .may_paper = may(rq, MAY_SHARE) };
    struct out o = out_in(rq->arena);
    struct case_full c;
    enum err e = keep_need_cases(rq);

    e = e ? e : case_get(rq->caller->book.p, v.id, rq->arena, &c);
    if (e)
        return e == ERR_NOT_FOUND ? keep_refuse(rq, e, PROBLEM_NO_CASE) : e;
    v.subject = c.row.subject;
    v.lang = c.row.lang;
    case_wipe(&c);
    view_frame(rq, PLACE_NONE, &v.f);
    e = hold_get(rq->caller->book.p, v.id, rq->arena, &v.hold);
    e = e ? e : retention_day(rq->caller->book.p, v.id, rq->app->conf.keep_months, &v.due_s);
    e = e ? e : talk_get(rq->caller->book.p, v.id, &v.talk);
    e = e ? e : talk_is_stuck(rq->caller->book.p, v.id, &v.talk_stuck);
    if (!e && v.talk.last_s && rq->app->conf.keep_message_days > 0)
        v.talk_due_s = v.talk.last_s + rq->app->conf.keep_message_days * DAY_S;
    e = e ? e : view_counts(rq, &v.f);
    if (e)
        return e;
    page_desk_keep_case(&o, &v);
    return reply_page(rq, 200, &o);
}

/* ---- Paper. */

static enum err
reply_file(struct req *rq, const char *type, const char *name, struct bytes b)
{
    const char *how = arena_printf(rq->arena, "attachment; filename=\"%s\"", name);

    if (!how)
        return ERR_INTERNAL;
    reply_header(rq, "Content-Disposition", how);
    return reply_bytes(rq, 200, type, b);
}

enum err
post_case_sheet(struct req *rq)
{
    struct out o = out_in(rq->arena);
    struct bytes pdf;
    const char *org = card_name(rq->app->card, lang_code(rq->caller->lang));
    enum err e = keep_need_cases(rq);

    e = e ? e
          : export_sheet(&rq->caller->book, case_id(rq), org, rq->caller->lang, clock_now_s(), &o);
    if (e)
        return e == ERR_NOT_FOUND   ? keep_refuse(rq, e, PROBLEM_NO_CASE)
               : e == ERR_TOO_LARGE ? keep_back(rq, case_id(rq), KEEP_SAY_FULL)
                                    : e;
    e = keep_job(rq, rq->app->keeping.paper_fd, (struct bytes){ (const uint8_t *)o.buf, o.n },
        rq->arena, &pdf);
    if (e)
        return keep_back(rq, case_id(rq), e == ERR_BUSY ? KEEP_SAY_SLOWLY : KEEP_SAY_NO_PROGRAM);
    e = audit_paper(rq, case_id(rq));
    return e ? e
             : reply_file(rq, "application/pdf",
                   arena_printf(rq->arena, "sheet-%" PRId64 ".pdf", case_id(rq)), pdf);
}

/* ---- Hold. */

enum err
post_case_hold(struct req *rq)
{
    bool on = strcmp(form_text(&rq->caller->form, "on"), "1") == 0;
    const char *why = form_text(&rq->caller->form, "why");
    struct actor by = view_actor(rq);
    enum err e = keep_need_cases(rq);

    e = e ? e : hold_set(&rq->caller->book, case_id(rq), on, why, &by);
    if (e == ERR_NOT_FOUND)
        return keep_refuse(rq, e, PROBLEM_NO_CASE);
    if (e == ERR_MALFORMED)
        return keep_back(rq, case_id(rq), KEEP_SAY_WHY);
    if (e == ERR_CONFLICT || e == ERR_TOO_LARGE)
        return keep_back(rq, case_id(rq), e == ERR_CONFLICT ? KEEP_SAY_OVER : KEEP_SAY_FULL);
    return e ? e : keep_back(rq, case_id(rq), on ? KEEP_SAY_HELD : KEEP_SAY_RELEASED);
}

/* ---- What needs two. */

/* `stream` NULL: about every request of a vault. */
static enum err
ask_two(struct req *rq, enum two_person_act act, const uint8_t subject[ID_BYTES],
    const struct stream_id *stream, int64_t id)
{
    const struct session *s = rq->caller->session;
    const char *why = form_text(&rq->caller->form, "why");
    struct two_ask ask = { .act = act,
        .about = { .kind = id ? TWO_ABOUT_CASE : TWO_ABOUT_TABLE, .case_id = id },
        .by = s->member };
    uint64_t number = 0;

    memcpy(ask.subject, subject, ID_BYTES);
    if (stream)
        ask.about.stream = *stream;
    (void)snprintf(ask.by_name, sizeof ask.by_name, "%s", s->name);
    (void)snprintf(ask.about.vault, sizeof ask.about.vault, "%s", s->at ? s->at->row.role : "");
    memcpy(ask.words, why, utf8_prefix(bytes_of(why), sizeof ask.words - 1));
    enum err e = two_person_ask(&rq->app->pairs, &ask, clock_now_s(), &number);
    return keep_back(rq, id, say_err(e, KEEP_SAY_ASKED));
}

static enum err
ask_about_case(struct req *rq, enum two_person_act act)
{
    struct stream_id stream;
    struct hold h = { 0 };
    enum err e = keep_need_cases(rq);

    e = e ? e : casebook_stream(&rq->caller->book, case_id(rq), &stream);
    if (e)
        return e == ERR_NOT_FOUND ? keep_refuse(rq, e, PROBLEM_NO_CASE) : e;
    e = hold_get(rq->caller->book.p, case_id(rq), rq->arena, &h);
    if (e)
        return e;
    if (act == TWO_ERASE && h.by)
        return keep_back(rq, case_id(rq), KEEP_SAY_IS_HELD);
    return ask_two(rq, act, stream.b, &stream, case_id(rq));
}

enum err
post_case_export(struct req *rq)
{
    return ask_about_case(rq, TWO_EXPORT);
}

enum err
post_case_erase(struct req *rq)
{
    return ask_about_case(rq, TWO_ERASE);
}

enum err
post_keep_table(struct req *rq)
{
    enum err e = keep_need_cases(rq);

    return e ? e : ask_two(rq, TWO_EXPORT, rq->caller->book.at.vault->row.id.b, NULL, 0);
}

static uint64_t
pair_id(const struct req *rq)
{
    uint64_t id = 0;

    return text_u64(form_text(&rq->caller->form, "id"), 1, INT64_MAX, &id) ? 0 : id;
}

/* What she confirmed, by its stream; a table by its vault.  She may have no vault open. */
static enum err
note_confirmed(struct req *rq)
{
    const struct two_entry *found = two_person_find(&rq->app->pairs, pair_id(rq), clock_now_s());
    const bool table = found && found->ask.about.kind == TWO_ABOUT_TABLE;
    struct casebook b;

    if (!found)
        return OK; /* confirming says so */
    desk_book(rq->app, NULL, &b);
    return audit_leaves(
        rq, AUDIT_RELEASED, &b, &found->ask.about.stream, table ? found->ask.about.vault : "");
}

enum err
post_keep_confirm(struct req *rq)
{
    const struct session *s = rq->caller->session;
    enum err e = two_person_confirm(
        &rq->app->pairs, pair_id(rq), &s->member, s->name, s->roles, clock_now_s());
    enum err noted = e ? OK : note_confirmed(rq);

    if (noted) { /* what is not in the log did not happen: it has to be asked again */
        e = two_person_drop(&rq->app->pairs, pair_id(rq), &s->member, s->roles, clock_now_s());
        return e ? e : noted;
    }
    return keep_back(rq, 0, say_err(e, KEEP_SAY_CONFIRMED));
}

enum err
post_keep_drop(struct req *rq)
{
    const struct session *s = rq->caller->session;
    enum err e = two_person_drop(&rq->app->pairs, pair_id(rq), &s->member, s->roles, clock_now_s());

    return keep_back(rq, 0, say_err(e, KEEP_SAY_DROPPED));
}

/* The case of a stream in one of her open vaults.  ERR_NOT_FOUND. */
static enum err
find_case(struct req *rq, const uint8_t stream[ID_BYTES], struct casebook *b, int64_t *id)
{
    struct session *s = rq->caller->session;
    enum err e = ERR_NOT_FOUND;

    for (size_t i = 0; e == ERR_NOT_FOUND && i < s->vaults.n; i++) {
        if (!s->vaults.v[i]->projection)
            continue;
        desk_book(rq->app, s->vaults.v[i], b);
        OWN(db_stmt) q = db_use(b->p, CASES_STREAM_FIND);
        db_bind_bytes(q, 1, (struct bytes){ stream, ID_BYTES });
        e = db_one(q);
        *id = e ? 0 : db_i64(q, 0);
    }
    return !e && *id == 0 ? ERR_NOT_FOUND : e;
}

static enum err
do_table(struct req *rq, struct vault *v)
{
    static const struct stream_id none = { { 0 } };
    struct out o = out_in(rq->arena);
    struct casebook b;
    size_t n = 0;

    if (!v->projection || !vault_set_has(&rq->caller->session->vaults, v))
        return keep_back(rq, 0, KEEP_SAY_OVER);
    desk_book(rq->app, v, &b);
    enum err e = export_list(&b, &o, &n);
    if (e)
        return e == ERR_TOO_LARGE ? keep_back(rq, 0, KEEP_SAY_FULL) : e;
    const char *words = arena_printf(rq->arena, "%s: %zu", v->row.role, n);
    e = words ? audit_leaves(rq, AUDIT_EXPORTED, &b, &none, words) : ERR_INTERNAL;
    if (e)
        return e;
    return reply_file(rq, "text/csv; charset=utf-8", "requests.csv",
        (struct bytes){ (const uint8_t *)o.buf, o.n });
}

static enum err
do_export(struct req *rq, const struct casebook *b, int64_t id, const struct stream_id *stream)
{
    struct out o = out_in(rq->arena);
    const char *org = card_name(rq->app->card, lang_code(rq->caller->lang));
    enum err e = export_case(b, id, org, clock_now_s(), &o);

    if (e)
        return e == ERR_TOO_LARGE ? keep_back(rq, 0, KEEP_SAY_FULL) : e;
    e = audit_leaves(rq, AUDIT_EXPORTED, b, stream, "");
    if (e)
        return e;
    return reply_file(rq, "application/json",
        arena_printf(rq->arena, "request-%" PRId64 ".json", id),
        (struct bytes){ (const uint8_t *)o.buf, o.n });
}

/* The log keeps the name that the tombstone has: the case's own words go with its key. */
static enum err
do_erase(struct req *rq, const struct casebook *b, int64_t id, const struct stream_id *stream)
{
    struct content_id stone = content_id_of((struct bytes){ stream->b, ID_BYTES });
    char words[2 * ID_BYTES + 1];
    struct hold h = { 0 };
    enum err e = casebook_need(b, id);

    e = e ? e : hold_get(b->p, id, rq->arena, &h);
    if (e)
        return e;
    if (h.by)
        return keep_back(rq, 0, KEEP_SAY_IS_HELD);
    hex_encode((struct bytes){ stone.b, ID_BYTES }, words);
    e = audit_leaves(rq, AUDIT_ERASED, b, stream, words);
    e = e ? e : retention_erase(b, &rq->app->post, id, clock_now_s());
    return e ? e : keep_back(rq, 0, KEEP_SAY_ERASED);
}

static enum err
do_act(struct req *rq, const struct two_ask *ask)
{
    struct vault *v = vaults_by_id(&rq->app->vaults, ask->subject);
    struct stream_id stream;
    struct casebook b;
    int64_t id = 0;

    if (ask->act == TWO_EXPORT && v)
        return do_table(rq, v);
    enum err e = find_case(rq, ask->subject, &b, &id);
    if (e)
        return e == ERR_NOT_FOUND ? keep_back(rq, 0, KEEP_SAY_OVER) : e;
    memcpy(stream.b, ask->subject, ID_BYTES);
    return ask->act == TWO_EXPORT ? do_export(rq, &b, id, &stream) : do_erase(rq, &b, id, &stream);
}

enum err
post_keep_do(struct req *rq)
{
    const struct session *s = rq->caller->session;
    const struct two_entry *found = two_person_find(&rq->app->pairs, pair_id(rq), clock_now_s());

    if (!found || (found->ask.act != TWO_EXPORT && found->ask.act != TWO_ERASE) ||
        found->ask.about.kind == TWO_ABOUT_ORIGINAL)
        return keep_back(rq, 0, KEEP_SAY_OVER);
    if (!may(rq, found->ask.act == TWO_ERASE ? MAY_ERASE : MAY_EXPORT))
        return keep_back(rq, 0, KEEP_SAY_NOT_YOU); /* she could when she asked */
    struct two_ask ask = found->ask;
    enum err e =
        two_person_use(&rq->app->pairs, ask.act, ask.subject, &s->member, clock_now_s(), NULL);
    return e ? keep_back(rq, 0, say_err(e, KEEP_SAY_OVER)) : do_act(rq, &ask);
}
