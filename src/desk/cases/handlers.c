/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/message.h"
#include "desk/access/origin.h"
#include "desk/cases/show.h"
#include "desk/drafts/handlers.h"
#include "desk/pages/tell.h"
#include "desk/post/handlers.h"
#include "desk/post/night.h"
#include "desk/work/acts.h"
#include "desk/work/relations.h"
#include "http/reply.h"
#include <inttypes.h>

static enum err
refuse(struct req *rq, enum err e, enum desk_problem p, int64_t n)
{
    rq->caller->problem = p;
    rq->caller->problem_n = n;
    return e;
}

/* Everything here needs the requests; a member without a key to them gets a page that says so. */
static enum err
need_cases(struct req *rq)
{
    return rq->caller->book.p ? OK : refuse(rq, ERR_FORBIDDEN, PROBLEM_NO_CASES, 0);
}

/* ---- Reading. */

/* How many rows stand on all pages of the list. */
static enum err
count_list(struct req *rq, const struct case_counts *c, struct list_view *l)
{
    const int64_t totals[N_LISTS] = { [LIST_WAITING] = c->waiting,
        [LIST_OPEN] = c->waiting + c->answered,
        [LIST_MINE] = c->mine,
        [LIST_CLOSED] = c->closed,
        [LIST_SNOOZED] = c->snoozed,
        [LIST_LATE] = c->late };

    if (l->search)
        return OK;
    l->total = totals[l->list];
    return l->list == LIST_WATCHED
               ? work_watched_count(rq->caller->book.p, rq->caller->session->name, &l->total)
               : OK;
}

static enum err
show_list(
    struct req *rq, enum desk_place place, void (*page)(struct out *o, const struct inbox_view *v))
{
    struct inbox_view v = { .list = { .page = 1 } };
    struct out o = out_in(rq->arena);
    enum err e = view_list(rq, &v.list);

    view_frame(rq, place, &v.f);
    v.opening = rq->app->waiting.n;
    e = e ? e : view_counts(rq, &v.f);
    e = e ? e : count_list(rq, &v.f.counts, &v.list);
    if (e)
        return e;
    page(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
get_inbox(struct req *rq)
{
    static const enum desk_place places[] = { [LIST_WAITING] = PLACE_WAITING,
        [LIST_OPEN] = PLACE_OPEN,
        [LIST_MINE] = PLACE_MINE,
        [LIST_CLOSED] = PLACE_CLOSED,
        [LIST_SNOOZED] = PLACE_SNOOZED,
        [LIST_LATE] = PLACE_LATE,
        [LIST_WATCHED] = PLACE_WATCHED };
    enum err e = need_cases(rq);

    return e ? e : show_list(rq, places[tell_list_of(view_param(rq, "f"))], page_desk_inbox);
}

static int64_t
case_id(const struct req *rq)
{
    uint64_t id = 0;

    return rq->parts[0] && !text_u64(rq->parts[0], 0, INT64_MAX, &id) ? (int64_t)id : 0;
}

static const char *const done_codes[N_DONE] = { [DONE_REPLY] = "reply",
    [DONE_POSTED] = "posted",
    [DONE_BACK] = "back",
    [DONE_NEW] = "new",
    [DONE_NOTE] = "note",
    [DONE_URGENCY] = "urgency",
    [DONE_CLOSE] = "close",
    [DONE_REOPEN] = "reopen",
    [DONE_ASSIGN] = "assign",
    [DONE_SHARE] = "share",
    [DONE_UNSHARE] = "unshare",
    [DONE_FILE] = "file",
    [DONE_DRAFT] = "draft",
    [DONE_WORK] = "work",
    [DONE_NEXT] = "next" };

static enum case_done
done_of(const char *code)
{
    for (unsigned i = 0; i < N_DONE; i++)
        if (done_codes[i] && strcmp(done_codes[i], code) == 0)
            return (enum case_done)i;
    return DONE_NOTHING;
}

/* A GET that writes: opening a case with something unread is recorded, so that colleagues see it
   was read.  A page of another site cannot cause that. */
enum err
get_case(struct req *rq)
{
    struct showing how = { .status = 200, .typed = { .form = FORM_NONE } };
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    if (!e && !origin_is_foreign(req_header(rq, "Sec-Fetch-Site")))
        e = case_open_by(&rq->caller->book, case_id(rq), &by);
    if (!e && !origin_is_foreign(req_header(rq, "Sec-Fetch-Site")))
        e = alert_looked_by_case(&rq->caller->book, case_id(rq), by.now_s);
    if (!e && !origin_is_foreign(req_header(rq, "Sec-Fetch-Site")))
        e = night_looked(&rq->caller->book, case_id(rq), by.now_s);
    how.done = done_of(view_param(rq, "done"));
    return e ? e : show_case(rq, case_id(rq), &how);
}

/* How many records the case has that is open beside the counters; 0: none is, or it is gone. */
static enum err
live_lines(struct req *rq, int64_t *lines)
{
    struct case_full c;
    uint64_t id = 0;

    *lines = 0;
    if (text_u64(view_param(rq, "c"), 1, INT64_MAX, &id))
        return OK;
    enum err e = case_get(rq->caller->book.p, (int64_t)id, rq->arena, &c);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *lines = c.lines;
    case_wipe(&c);
    return OK;
}

enum err
get_live(struct req *rq)
{
    struct desk_frame f;
    int64_t lines = 0;
    enum err e = need_cases(rq);

    view_frame(rq, PLACE_NONE, &f);
    e = e ? e : view_counts(rq, &f);
    e = e ? e : live_lines(rq, &lines);
    if (e)
        return e;
    const char *json = arena_printf(rq->arena,
        "{\"waiting\":%" PRId64 ",\"open\":%" PRId64 ",\"mine\":%" PRId64 ",\"closed\":%" PRId64
        ",\"unread\":%" PRId64 ",\"late\":%" PRId64 ",\"u1\":%" PRId64 ",\"lines\":%" PRId64
        ",\"to_read\":%" PRId64 ",\"left\":%" PRId64 "}\n",
        f.counts.waiting, f.counts.waiting + f.counts.answered, f.counts.mine, f.counts.closed,
        f.counts.unread, f.counts.late, f.counts.u1, lines, f.unread_cases,
        session_left_ms(&rq->app->sessions, rq->caller->session, clock_steady_ms()) / 1000);
    return json ? reply_bytes(rq, 200, "application/json", bytes_of(json)) : ERR_INTERNAL;
}

/* ---- Acting. */

struct case_typed
case_typed_of(const struct req *rq)
{
    static const struct {
        enum err (*run)(struct req *rq);
        enum case_form form;
        const char *text, *pick;
    } forms[] = {
        { post_reply, FORM_REPLY, "text", "lead_why" },
        { post_note, FORM_NOTE, "text", "" },
        { post_urgency, FORM_URGENCY, "why", "u" },
        { post_close, FORM_CLOSE, "words", "reason" },
        { post_case_spoken, FORM_SPOKEN, "text", "" },
    };
    const struct form *f = &rq->caller->form;
    uint64_t lines = 0;

    for (size_t i = 0; rq->route && i < sizeof forms / sizeof *forms; i++) {
        if (rq->route->run != forms[i].run)
            continue;
        if (text_u64(form_text(f, "lines"), 0, INT64_MAX, &lines))
            lines = 0;
        return (struct case_typed){ forms[i].form, case_id(rq), (int64_t)lines,
            form_text(f, forms[i].text), form_text(f, forms[i].pick), form_text(f, "by") };
    }
    return (struct case_typed){ .form = FORM_NONE };
}

enum err
case_again(struct req *rq, unsigned status)
{
    struct showing how = { status, DONE_NOTHING, rq->caller->problem, rq->caller->problem_n,
        case_typed_of(rq) };
    struct casebook *b = &rq->caller->book;
    enum err e = casebook_begin(b, TX_READ);

    return e ? e : casebook_end(b, show_case(rq, case_id(rq), &how));
}

/* On to the next who waits, the most pressing but this one; to the list when there is none. */
static enum err
go_on(struct req *rq)
{
    struct case_ask ask = { LIST_WAITING, "", 0, clock_now_s() };
    struct case_row *rows = NULL;
    bool more = false;
    size_t n = 0;
    enum err e = case_list(rq->caller->book.p, &ask, rq->arena, &rows, &n, &more);
    const char *to = "/?done=reply";

    for (size_t i = 0; !e && i < n; i++) {
        if (rows[i].id == case_id(rq))
            continue;
        to = arena_printf(rq->arena, "/c/%" PRId64 "?done=next", rows[i].id);
        break;
    }
    return e ? e : to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

/* Back to the case, in the list it was opened from. */
static enum err
done(struct req *rq, enum case_done what)
{
    struct session *s = rq->caller->session;
    struct case_typed typed = case_typed_of(rq);
    struct out to = out_in(rq->arena);
    const char *f = view_param(rq, "f");
    bool search = strcmp(f, "search") == 0;
    const char *code = what ? done_codes[what] : "";

    if (s->typed.case_id == typed.case_id && s->typed.form == typed.form)
        session_forget(s);
    const char *path = arena_printf(rq->arena, "/c/%" PRId64 "?done=%s", case_id(rq), code);
    out_lit(&to, tell_text(path), strlen(tell_text(path)));
    out_lit(&to, "&f=", 3);
    out_url_part(&to, f);
    if (!search) {
        out_lit(&to, "&p=", 3);
        out_url_part(&to, view_param(rq, "p"));
    }
    return to.failed || !path ? ERR_INTERNAL : reply_see_other(rq, out_text_of(&to));
}

/* What a form is checked against. */
struct looked {
    struct case_row row;
    struct stream_id stream;
    bool has_card;
};

/* The case as it is, and whether the form was made from it: else somebody was faster. */
static enum err
look(struct req *rq, struct looked *out)
{
    struct case_typed typed = case_typed_of(rq);
    struct case_full c;
    enum err e = need_cases(rq);

    e = e ? e : case_get(rq->caller->book.p, case_id(rq), rq->arena, &c);
    if (e)
        return e;
    case_wipe(&c);
    *out = (struct looked){ c.row, c.stream, c.has_card };
    return typed.form != FORM_NOTE && typed.lines != c.lines
               ? refuse(rq, ERR_CONFLICT, PROBLEM_FASTER, 0)
               : OK;
}

/* Characters beyond what fits. */
static int64_t
too_many(const char *text, size_t max)
{
    int64_t n = 0;

    if (strlen(text) <= max)
        return 0;
    for (const char *p = text + utf8_prefix(bytes_of(text), max); *p; p++)
        n += ((unsigned char)*p & 0xC0) != 0x80;
    return n;
}

/* A text that a rule would refuse, in words for the page. */
static enum err
check_text(struct req *rq, const char *text, size_t max, bool needed)
{
    int64_t n = too_many(text, max);

    if (n > 0)
        return refuse(rq, ERR_TOO_LARGE, PROBLEM_TOO_LONG, n);
    if (needed && text[strspn(text, " \t\r\n")] == '\0')
        return refuse(rq, ERR_MALFORMED, PROBLEM_EMPTY, 0);
    return OK;
}

enum err
post_reply(struct req *rq)
{
    const char *text = form_text(&rq->caller->form, "text");
    enum desk_problem why = PROBLEM_NONE;
    struct actor by = view_actor(rq);
    struct looked c;
    enum err e = look(rq, &c);

    if (!e && strcmp(c.row.state, "open") != 0)
        return refuse(rq, ERR_CONFLICT, PROBLEM_CLOSED, 0);
    e = e ? e : check_text(rq, text, c.has_card ? ANSWER_TEXT_MAX : CONTACT_ANSWER_MAX, true);
    e = e ? e : work_answer_problem(rq->caller->book.p, case_id(rq), rq->arena, &why);
    if (!e && why)
        return refuse(rq, ERR_CONFLICT, why, 0);
    e = e ? e : way_check(rq, case_id(rq), c.has_card);
    e = e ? e
          : work_first_answer(&rq->caller->book, case_id(rq),
                form_text(&rq->caller->form, "lead_why"), &by, &why);
    if (e && why)
        return refuse(rq, e, why, 0);
    if (!e && c.has_card)
        e = case_answer(&rq->caller->book, case_id(rq), text, &by);
    else
        e = e ? e : contact_answer(&rq->caller->book, case_id(rq), text, &by);
    if (e == ERR_BUSY)
        return refuse(rq, ERR_CONFLICT, PROBLEM_MANY_WAIT, 0);
    e = e ? e : drafts_sent(rq, &c.stream, FORM_REPLY);
    if (!e && strcmp(form_text(&rq->caller->form, "then"), "next") == 0)
        return go_on(rq);
    return e ? e : done(rq, c.has_card ? DONE_REPLY : DONE_POSTED);
}

enum err
post_note(struct req *rq)
{
    const char *text = form_text(&rq->caller->form, "text");
    struct actor by = view_actor(rq);
    struct looked c;
    enum err e = look(rq, &c);

    e = e ? e : check_text(rq, text, NOTE_TEXT_MAX, true);
    e = e ? e : case_note(&rq->caller->book, case_id(rq), text, &by);
    e = e ? e : drafts_sent(rq, &c.stream, FORM_NOTE);
    return e ? e : done(rq, DONE_NOTE);
}

enum err
post_urgency(struct req *rq)
{
    const char *why = form_text(&rq->caller->form, "why");
    struct actor by = view_actor(rq);
    struct looked c;
    uint64_t urgency = 0;
    enum err e = look(rq, &c);

    if (!e && text_u64(form_text(&rq->caller->form, "u"), 1, 4, &urgency))
        return refuse(rq, ERR_MALFORMED, PROBLEM_CHOICE, 0);
    e = e ? e : check_text(rq, why, REASON_TEXT_MAX, false);
    if (e)
        return e;
    e = case_decide(&rq->caller->book, case_id(rq), (int)urgency, why, &by);
    if (e == ERR_MALFORMED)
        return refuse(rq, e, PROBLEM_WHY, 0);
    return e ? e : done(rq, DONE_URGENCY);
}

enum err
post_close(struct req *rq)
{
    const char *words = form_text(&rq->caller->form, "words");
    struct actor by = view_actor(rq);
    struct looked c;
    uint64_t reason = 0;
    enum desk_problem why = PROBLEM_NONE;
    enum err e = look(rq, &c);

    if (!e && text_u64(form_text(&rq->caller->form, "reason"), CLOSE_UNSET + 1, N_CLOSE_REASONS - 1,
                  &reason))
        return refuse(rq, ERR_MALFORMED, PROBLEM_CHOICE, 0);
    e = e ? e : check_text(rq, words, REASON_TEXT_MAX, false);
    e = e ? e : work_closing_problem(rq->caller->book.p, case_id(rq), (int)reason, rq->arena, &why);
    if (!e && why)
        return refuse(rq, ERR_CONFLICT, why, 0);
    if (e)
        return e;
    e = case_close(&rq->caller->book, case_id(rq), (enum close_reason)reason, words, &by);
    if (e == ERR_CONFLICT)
        return refuse(rq, e, PROBLEM_CLOSED, 0);
    return e ? e : done(rq, DONE_CLOSE);
}

enum err
post_reopen(struct req *rq)
{
    struct actor by = view_actor(rq);
    enum err e = need_cases(rq);

    e = e ? e : case_reopen(&rq->caller->book, case_id(rq), &by);
    if (e == ERR_CONFLICT)
        return refuse(rq, e, PROBLEM_OPEN, 0);
    return e ? e : done(rq, DONE_REOPEN);
}

/* "" takes the lead from whoever has it; else it must be somebody who can. */
enum err
post_assign(struct req *rq)
{
    const char *who = form_text(&rq->caller->form, "who");
    const char *names[SHOW_MEMBERS_MAX];
    struct actor by = view_actor(rq);
    enum desk_problem why = PROBLEM_NONE;
    bool known = *who == '\0';
    size_t n = 0;
    enum err e = need_cases(rq);

    e = e ? e : show_members(rq, names, &n);
    for (size_t i = 0; i < n; i++)
        known = known || strcmp(names[i], who) == 0;
    if (!e && !known)
        return refuse(rq, ERR_MALFORMED, PROBLEM_CHOICE, 0);
    e = e ? e : work_may_lead(&rq->caller->book, case_id(rq), who, by.now_s, &why);
    if (e && why)
        return refuse(rq, e, why, 0);
    e = e ? e : case_assign(&rq->caller->book, case_id(rq), who, &by);
    return e ? e : done(rq, DONE_ASSIGN);
}

enum err
post_discard(struct req *rq)
{
    session_forget(rq->caller->session);
    return done(rq, DONE_NOTHING);
}
