/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/audit/audit.h"
#include "desk/drafts/drafts.h"
#include "desk/pages/tell.h"
#include "desk/view.h"
#include "desk/work/relations.h"
#include "http/reply.h"
#include <inttypes.h>

static bool
carries_answers(enum channel_kind k)
{
    return k == CHANNEL_MAIL || k == CHANNEL_TELEGRAM || k == CHANNEL_SIGNAL;
}

/* The name to use and the words by which we know each other, as the form says. */
static const char *
greeting_of(const struct safe_reply *s, struct arena *a)
{
    const char *text = arena_printf(a, "%s%s%s%s", s->alias, *s->alias ? ",\n\n" : "",
        s->code_phrase, *s->code_phrase ? "\n\n" : "");

    return text ? text : "";
}

/* Which of our channels carries it; NULL: none does, or only from the desk's next start. */
static enum err
own_channel(struct req *rq, const struct contact *c, struct channel_row *row,
    const struct post_channel **out)
{
    enum err e = carries_answers(c->channel) && *c->address
                     ? channels_for_answer(rq->app->keys, c->channel, c->slot, rq->arena, row)
                     : ERR_NOT_FOUND;

    *out = e ? NULL : post_channel_of(&rq->app->post, row->slot);
    if (*out && (*out)->kind != c->channel)
        *out = NULL;
    return e;
}

static enum err
fill_own(struct req *rq, struct way_view *w)
{
    struct channel_row row;
    enum err e = own_channel(rq, &w->c, &row, &w->channel);

    w->is_way = w->channel != NULL;
    w->is_later = !e && !w->is_way;
    w->is_gone = e == ERR_NOT_FOUND && carries_answers(w->c.channel) && *w->c.address;
    w->from = !e && row.slot != w->c.slot ? row.conf.text[CT_ADDRESS] : NULL;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
way_fill(struct req *rq, struct case_view *v)
{
    struct way_view *w = arena_alloc(rq->arena, sizeof *w);
    struct db *p = rq->caller->book.p;

    if (!w)
        return ERR_INTERNAL;
    enum err e = contact_of_case(p, v->row.id, rq->arena, &w->c);
    if (e == ERR_NOT_FOUND || (!e && v->has_card)) {
        w->c = (struct contact){ .channel = CHANNEL_HUB, .address = "", .name = "" };
        e = OK;
    }
    e = e ? e : safe_reply_of(p, v->row.id, w->c.channel, rq->arena, &w->safe);
    e = e ? e : fill_own(rq, w);
    w->encrypts = w->c.channel == CHANNEL_MAIL && w->c.pgp.n > 0;
    w->by_voice = contact_by_voice(w->c.channel);
    w->greeting = !e && w->is_way ? greeting_of(&w->safe, rq->arena) : "";
    struct safe_window open;
    if (!e && w->is_way && safe_window_at(w->safe.only, w->safe.zone, clock_now_s(), &open) &&
        open.after_s > clock_now_s())
        w->held_s = open.after_s;
    if (!e && w->c.new_pgp.n) {
        struct content_id key = content_id_of(w->c.new_pgp);
        hex_encode((struct bytes){ key.b, ID_BYTES }, w->new_key);
        pgp_fingerprint(w->c.pgp, w->key_print);
        pgp_fingerprint(w->c.new_pgp, w->new_print);
    }
    v->way = w;
    return e;
}

enum err
way_fill_entry(struct req *rq, struct thread_entry *t)
{
    enum err e = contact_note_get(rq->caller->book.p, t->e.id, rq->arena, &t->note);

    if (e == ERR_NOT_FOUND) {
        t->note = (struct contact_note){ .address = "" };
        e = OK;
    }
    if (e || t->e.kind != RECORD_SENT)
        return e;
    e = posting_get(rq->app->records, &t->e.content, &t->posting);
    t->has_posting = !e;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
way_fill_list(struct req *rq, struct list_view *l)
{
    enum channel_kind *to = arena_alloc(rq->arena, (l->n + 1) * sizeof *to);
    enum err e = to ? OK : ERR_INTERNAL;

    for (size_t i = 0; !e && i < l->n; i++)
        e = contact_channel(rq->caller->book.p, l->rows[i].id, &to[i]);
    l->channels = to;
    return e;
}

enum err
way_fill_duty(struct req *rq, const struct turns **out)
{
    static const struct alert_due message = { "", "", 0 };
    struct turns *t = arena_alloc(rq->arena, sizeof *t);

    *out = t;
    return t ? turns_get(rq->app->keys, rq->app->records, &message, clock_now_s(), rq->arena, t)
             : ERR_INTERNAL;
}

/* Is it the greeting and nothing more? */
static bool
is_only(const char *text, const char *greeting)
{
    for (; *greeting; greeting++) {
        if (strchr(" \r\n", *greeting))
            continue;
        text += strspn(text, " \r\n");
        if (*text++ != *greeting)
            return false;
    }
    return text[strspn(text, " \r\n")] == '\0';
}

enum err
way_check(struct req *rq, int64_t id, bool by_hub)
{
    struct contact c = { .channel = CHANNEL_HUB };
    const struct post_channel *way = NULL;
    struct channel_row row;
    struct safe_reply safe;
    struct db *p = rq->caller->book.p;
    enum err e = by_hub ? OK : contact_of_case(p, id, rq->arena, &c);

    if (e == ERR_NOT_FOUND) {
        rq->caller->problem = PROBLEM_NO_CARD;
        return ERR_CONFLICT;
    }
    if (!e && !by_hub) {
        e = own_channel(rq, &c, &row, &way);
        if (e && e != ERR_NOT_FOUND)
            return e;
        if (!way) {
            rq->caller->problem = PROBLEM_NO_WAY;
            return ERR_CONFLICT;
        }
    }
    e = e ? e : safe_reply_of(p, id, c.channel, rq->arena, &safe);
    if (!e && !by_hub &&
        is_only(form_text(&rq->caller->form, "text"), greeting_of(&safe, rq->arena))) {
        rq->caller->problem = PROBLEM_EMPTY;
        return ERR_MALFORMED;
    }
    if (e || safe.verdict == SAFE_TO_WRITE)
        return e;
    rq->caller->problem = safe.verdict == SAFE_NOT_AT_ALL ? PROBLEM_UNSAFE : PROBLEM_UNSAFE_WAY;
    return ERR_FORBIDDEN;
}

enum err
post_case_key(struct req *rq)
{
    const char *typed = form_text(&rq->caller->form, "key");
    struct actor by = view_actor(rq);
    struct content_id key;
    uint64_t id = 0;

    if (!rq->caller->book.p) {
        rq->caller->problem = PROBLEM_NO_CASES;
        return ERR_FORBIDDEN;
    }
    if (text_u64(rq->parts[0] ? rq->parts[0] : "", 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    enum err e = hex_decode(typed, key.b, sizeof key.b);
    e = e ? e : contact_accept_key(&rq->caller->book, (int64_t)id, &key, &by);
    if (e == ERR_CONFLICT)
        rq->caller->problem = PROBLEM_FASTER;
    const char *to = arena_printf(rq->arena, "/c/%" PRIu64 "#f-reply", id);
    return e ? e : to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

/* Her text is hers to write on with, unless she is writing already. */
static enum err
into_draft(struct req *rq, const struct stream_id *stream, const char *text)
{
    struct draft all[DRAFTS_MAX];
    struct draft d = { rq->caller->session->member, FORM_REPLY, clock_now_s(), text };
    size_t n = 0;
    enum err e = draft_list(&rq->caller->book.at, stream, rq->arena, all, &n);

    for (size_t i = 0; !e && i < n; i++)
        if (all[i].form == FORM_REPLY &&
            bytes_equal((struct bytes){ all[i].member.b, sizeof all[i].member.b },
                (struct bytes){ d.member.b, sizeof d.member.b }))
            return OK;
    return e ? e : draft_put(&rq->caller->book.at, stream, &d);
}

enum err
post_case_back(struct req *rq)
{
    struct actor by = view_actor(rq);
    struct content_id answer;
    struct stream_id stream;
    const char *text = "";
    uint64_t id = 0;

    if (!rq->caller->book.p) {
        rq->caller->problem = PROBLEM_NO_CASES;
        return ERR_FORBIDDEN;
    }
    if (text_u64(rq->parts[0] ? rq->parts[0] : "", 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    enum err e = hex_decode(form_text(&rq->caller->form, "answer"), answer.b, sizeof answer.b);
    e = e ? e
          : contact_take_back(
                &rq->caller->book, &rq->app->post, (int64_t)id, &answer, &by, rq->arena, &text);
    if (e == ERR_CONFLICT)
        rq->caller->problem = PROBLEM_HAS_LEFT;
    e = e ? e : casebook_stream(&rq->caller->book, (int64_t)id, &stream);
    e = e ? e : into_draft(rq, &stream, text);
    const char *to = arena_printf(rq->arena, "/c/%" PRIu64 "?done=back#f-reply", id);
    return e ? e : to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

/* ---- Phone and door. */

enum err
post_case_spoken(struct req *rq)
{
    struct actor by = view_actor(rq);
    uint64_t id = 0;
    enum err e = rq->caller->book.p ? OK : ERR_FORBIDDEN;

    if (e)
        rq->caller->problem = PROBLEM_NO_CASES;
    if (!e && text_u64(rq->parts[0] ? rq->parts[0] : "", 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    enum desk_problem why = PROBLEM_NONE;
    e = e ? e
          : work_first_answer(&rq->caller->book, (int64_t)id,
                form_text(&rq->caller->form, "lead_why"), &by, &why);
    if (e && why) {
        rq->caller->problem = why;
        return e;
    }
    e = e ? e
          : contact_spoken(
                &rq->caller->book, (int64_t)id, form_text(&rq->caller->form, "text"), &by);
    if (e == ERR_MALFORMED || e == ERR_TOO_LARGE)
        rq->caller->problem = e == ERR_MALFORMED ? PROBLEM_EMPTY : PROBLEM_TOO_LONG;
    if (e == ERR_CONFLICT)
        rq->caller->problem = PROBLEM_NO_WAY;
    struct session *s = rq->caller->session;
    if (!e && s->typed.form == FORM_SPOKEN && s->typed.case_id == (int64_t)id)
        session_forget(s);
    const char *to = arena_printf(rq->arena, "/c/%" PRIu64, id);
    return e ? e : to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

static enum err
show_new(struct req *rq, unsigned status, struct new_view *v)
{
    struct out o = out_in(rq->arena);
    enum err e = view_counts(rq, &v->f);

    if (e)
        return e;
    page_desk_new(&o, v);
    return reply_page(rq, status, &o);
}

static enum err
need_cases(struct req *rq)
{
    if (rq->caller->book.p)
        return OK;
    rq->caller->problem = PROBLEM_NO_CASES;
    return ERR_FORBIDDEN;
}

enum err
get_new(struct req *rq)
{
    struct new_view v = { .text = "", .reach = "", .channel = "4", .said_lang = "" };
    enum err e = need_cases(rq);

    view_frame(rq, PLACE_NEW, &v.f);
    return e ? e : show_new(rq, 200, &v);
}

static enum desk_problem
problem_of(const struct new_view *v, int64_t *n)
{
    struct bytes text = bytes_of(v->text);
    size_t fits = utf8_prefix(text, NEW_TEXT_MAX);

    *n = 0;
    if (v->text[strspn(v->text, " \t\n")] == '\0')
        return PROBLEM_EMPTY;
    for (size_t i = fits; i < text.n; i++)
        *n += (text.p[i] & 0xC0) != 0x80;
    if (*n > 0 || strlen(v->reach) > LETTER_ADDRESS_MAX)
        return PROBLEM_TOO_LONG;
    bool known = strcmp(v->channel, "4") == 0 || strcmp(v->channel, "5") == 0;
    bool lang = !*v->said_lang || lang_of(v->said_lang) != LANG_UNSET;
    return known && lang ? PROBLEM_NONE : PROBLEM_CHOICE;
}

static struct new_view
typed_new(struct req *rq)
{
    const struct form *f = &rq->caller->form;

    return (struct new_view){ .text = form_text(f, "text"),
        .reach = form_text(f, "reach"),
        .channel = form_text(f, "channel"),
        .said_lang = form_text(f, "said_lang"),
        .problem = rq->caller->problem };
}

enum err
new_again(struct req *rq, unsigned status)
{
    struct new_view v = typed_new(rq);
    struct casebook *b = &rq->caller->book;
    enum err e = casebook_begin(b, TX_READ);

    if (e)
        return e;
    view_frame(rq, PLACE_NEW, &v.f);
    return casebook_end(b, show_new(rq, status, &v));
}

enum err
post_new(struct req *rq)
{
    struct new_view v = typed_new(rq);
    struct actor by = view_actor(rq);
    struct letter *l = arena_alloc(rq->arena, sizeof *l);
    struct contact_came how = { .arrived_s = by.now_s, .by = &by };
    int64_t id = 0;
    enum err e = need_cases(rq);

    view_frame(rq, PLACE_NEW, &v.f);
    if (e || !l)
        return e ? e : ERR_INTERNAL;
    v.problem = problem_of(&v, &v.problem_n);
    if (v.problem)
        return show_new(rq, 422, &v);
    how.channel = strcmp(v.channel, "5") == 0 ? CHANNEL_IN_PERSON : CHANNEL_PHONE;
    random_fill(how.source.b, sizeof how.source.b);
    *l = (struct letter){ .address = v.reach,
        .name = "",
        .subject = "",
        .text = v.text,
        .lang = v.said_lang,
        .message_id = "",
        .references = "" };
    e = contact_receive(&rq->caller->book, &how, l, &id);
    const char *to = arena_printf(rq->arena, "/c/%" PRId64 "?done=new", id);
    return e ? e : to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

/* ---- The locked page. */

/* Nobody knows who pressed it: that it was pressed stands in the log. */
static enum err
note_quiet(struct app *app, int64_t now_s)
{
    const struct audit_place at = { app->keys, app->records, app->org, app->roster };
    const struct audit_what what = {
        .act = AUDIT_QUIET, .by_name = "", .at_s = now_s, .words = ""
    };

    return audit_put(&at, &what);
}

enum err
post_quiet(struct req *rq)
{
    struct app *app = rq->app;
    int64_t now_s = clock_now_s();
    int64_t n = 0;
    enum err e = db_begin(app->records, TX_WRITE);

    if (e)
        return e;
    e = alert_pause(app->records, now_s, &n);
    e = !e && n ? note_quiet(app, now_s) : e;
    e = db_end(app->records, e);
    e = e ? e : alert_state_get(app->records, &app->alerts);
    if (e)
        return e;
    bool all = n && app->alerts.next_s >= now_s + ALERT_PAUSE_S;
    return reply_see_other(rq, all ? "/login?quiet=1" : "/login");
}
