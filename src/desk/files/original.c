/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Taking the original of a file out of the desk: one member asks and says why, another one
   confirms, then it can be saved once.  A record of the case tells who did. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "desk/access/roles.h"
#include "desk/access/two_person.h"
#include "desk/audit/audit.h"
#include "desk/files/asked.h"
#include "desk/files/file_pages.h"
#include "desk/files/handlers.h"
#include "desk/view.h"
#include "http/reply.h"
#include <inttypes.h>

static enum err
refuse(struct req *rq, enum err e, enum desk_problem p)
{
    rq->caller->problem = p;
    return e;
}

static bool
is_about(const struct two_entry *e, const struct file_row *row)
{
    return e->ask.act == TWO_EXPORT && e->ask.about.kind == TWO_ABOUT_ORIGINAL &&
           id_equal(e->ask.subject, row->f.blob.b);
}

/* Whose wishes wait for this file: her own makes the step, those of others she may confirm. */
static enum err
fill_wishes(struct req *rq, struct original_view *v)
{
    const struct session *s = rq->caller->session;
    struct original_wish *wishes = arena_alloc(rq->arena, TWO_MAX * sizeof *wishes);
    int64_t now_s = clock_now_s();
    const struct two_entry *e = NULL;

    if (!wishes)
        return ERR_INTERNAL;
    for (size_t i = 0; (e = two_person_at(&rq->app->pairs, now_s, i)); i++) {
        if (!is_about(e, v->file))
            continue;
        if (id_equal(e->ask.by.b, s->member.b)) {
            v->step = e->confirmed ? ORIGINAL_CONFIRMED : ORIGINAL_ASKED;
            v->second = arena_text(rq->arena, e->second_name);
        } else if (!e->confirmed && two_person_may_confirm(TWO_EXPORT, s->roles)) {
            wishes[v->n_wishes++] = (struct original_wish){ (int64_t)e->id,
                arena_text(rq->arena, e->ask.by_name), arena_text(rq->arena, e->ask.words) };
        }
    }
    v->wishes = wishes;
    return OK;
}

enum err
get_original(struct req *rq)
{
    struct original_view v = { .may_ask = role_may(rq->caller->session->roles, MAY_EXPORT) };
    struct out o = out_in(rq->arena);
    struct file_row row = { 0 };
    enum err e = file_asked(rq, &row);

    file_row_wipe(&row);
    v.file = &row;
    e = e ? e : fill_wishes(rq, &v);
    view_frame(rq, PLACE_NONE, &v.f);
    e = e ? e : view_counts(rq, &v.f);
    if (e)
        return e;
    page_desk_original(&o, &v);
    return reply_page(rq, 200, &o);
}

static enum err
back(struct req *rq, const struct file_row *row)
{
    struct out o = out_in(rq->arena);

    return reply_see_other(rq, tell_file_url(&o, row->case_id, &row->f.blob, "/original"));
}

enum err
post_original_ask(struct req *rq)
{
    const struct session *s = rq->caller->session;
    const char *why = form_text(&rq->caller->form, "why");
    struct two_ask ask = {
        .act = TWO_EXPORT, .about = { .kind = TWO_ABOUT_ORIGINAL }, .by = s->member
    };
    struct file_row row = { 0 };
    uint64_t id = 0;
    enum err e = file_asked(rq, &row);

    file_row_wipe(&row);
    if (!e && why[strspn(why, " \t\r\n")] == '\0')
        e = refuse(rq, ERR_MALFORMED, PROBLEM_WHY_ORIGINAL);
    if (e)
        return e;
    memcpy(ask.subject, row.f.blob.b, sizeof ask.subject);
    memcpy(ask.about.vault, rq->caller->book.at.vault->row.role, sizeof ask.about.vault);
    ask.about.case_id = row.case_id;
    ask.about.file_id = row.id;
    e = casebook_stream(&rq->caller->book, row.case_id, &ask.about.stream);
    if (e)
        return e;
    (void)snprintf(ask.by_name, sizeof ask.by_name, "%s", s->name);
    size_t n = utf8_prefix(bytes_of(why), sizeof ask.words - 1);
    memcpy(ask.words, why, n);
    e = two_person_ask(&rq->app->pairs, &ask, clock_now_s(), &id);
    return e && e != ERR_CONFLICT ? e : back(rq, &row); /* asked before: the page says so */
}

/* The log of the organisation names the case by its stream, and who confirmed. */
static enum err
note(struct req *rq, const struct file_row *row, enum audit_act act, const char *words)
{
    const struct session *s = rq->caller->session;
    struct stream_id stream;
    enum err e = casebook_stream(&rq->caller->book, row->case_id, &stream);

    return e ? e : audit_note(&rq->caller->book, act, &stream, words, &s->member, s->name);
}

/* The id comes from a form: it must be a wish for this very file. */
static bool
is_wish(struct req *rq, uint64_t id, const struct file_row *row)
{
    const struct two_entry *e = two_person_find(&rq->app->pairs, id, clock_now_s());

    return e && is_about(e, row);
}

enum err
post_original_yes(struct req *rq)
{
    const struct session *s = rq->caller->session;
    struct file_row row = { 0 };
    uint64_t id = 0;
    enum err e = file_asked(rq, &row);

    file_row_wipe(&row);
    if (!e && text_u64(form_text(&rq->caller->form, "ask"), 1, INT64_MAX, &id))
        e = refuse(rq, ERR_MALFORMED, PROBLEM_CHOICE);
    if (!e && !is_wish(rq, id, &row))
        e = refuse(rq, ERR_FORBIDDEN, PROBLEM_NOT_CONFIRMED);
    e = e ? e : note(rq, &row, AUDIT_RELEASED, "");
    e = e ? e
          : two_person_confirm(&rq->app->pairs, id, &s->member, s->name, s->roles, clock_now_s());
    if (e == ERR_FORBIDDEN || (e == ERR_NOT_FOUND && !rq->caller->problem))
        return refuse(rq, e, PROBLEM_NOT_CONFIRMED);
    return e && e != ERR_CONFLICT ? e : back(rq, &row);
}

/* ---- The file itself. */

struct copying {
    uint8_t *to;
    size_t n;
};

static enum err
copy_piece(void *closure, struct bytes piece)
{
    struct copying *c = closure;

    if (piece.n)
        memcpy(c->to + c->n, piece.p, piece.n);
    c->n += piece.n;
    return OK;
}

/* Why she wanted it, before that is used up. */
static const char *
words_of(struct req *rq, const struct file_row *row)
{
    const struct two_entry *e = NULL;

    for (size_t i = 0; (e = two_person_at(&rq->app->pairs, clock_now_s(), i)); i++)
        if (is_about(e, row) && id_equal(e->ask.by.b, rq->caller->session->member.b))
            return arena_text(rq->arena, e->ask.words);
    return "";
}

static enum err
read_original(struct req *rq, const struct file_row *row, struct bytes *out)
{
    struct copying c = { .to = arena_alloc(rq->arena, (size_t)row->f.size + 1) };
    enum err e = c.to ? file_read_pieces(rq->app->records, &row->f, copy_piece, &c) : ERR_INTERNAL;

    if (e)
        return e;
    struct digest now = digest_sha256((struct bytes){ c.to, c.n });
    if (!bytes_equal(
            (struct bytes){ now.b, KEY_BYTES }, (struct bytes){ row->f.sha256.b, KEY_BYTES }))
        return ERR_FORGED;
    *out = (struct bytes){ c.to, c.n };
    return OK;
}

static enum err
give(struct req *rq, const struct file_row *row, struct bytes content)
{
    const char *as =
        arena_printf(rq->arena, "attachment; filename=\"original-%" PRId64 ".bin\"", row->id);

    if (!as)
        return ERR_INTERNAL;
    reply_header(rq, "Content-Disposition", as);
    reply_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
    return reply_bytes(rq, 200, "application/octet-stream", content);
}

enum err
post_original(struct req *rq)
{
    const struct session *s = rq->caller->session;
    char second[MEMBER_NAME_MAX + 1] = "";
    struct actor by = view_actor(rq);
    struct bytes content = { NULL, 0 };
    struct file_row row = { 0 };
    enum err e = file_asked(rq, &row);

    e = e ? e : read_original(rq, &row, &content);
    file_row_wipe(&row);
    if (e)
        return e;
    const char *why = words_of(rq, &row);
    e = two_person_use(
        &rq->app->pairs, TWO_EXPORT, row.f.blob.b, &s->member, clock_now_s(), second);
    if (e)
        return refuse(rq, ERR_FORBIDDEN, PROBLEM_NOT_CONFIRMED);
    const char *words = arena_printf(rq->arena, "%s · %s", tell_text(why), second);
    e = words ? file_taken(&rq->caller->book, row.case_id, &row.f.blob, words, &by) : ERR_INTERNAL;
    e = e ? e : note(rq, &row, AUDIT_ORIGINAL, second);
    return e ? e : give(rq, &row, content);
}
