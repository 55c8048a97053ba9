/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The hooks of the desk's site: who is it, transactions on the casebook, error pages, headers. */
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/handlers.h"
#include "desk/access/origin.h"
#include "desk/access/roles.h"
#include "desk/audit/handlers.h"
#include "desk/cases/handlers.h"
#include "desk/dates/due.h"
#include "desk/forms/handlers.h"
#include "desk/post/handlers.h"
#include "desk/view.h"
#include "http/reply.h"

enum { ARENA_BYTES = 16 << 20 };

/* The referrer stays within the desk, where Origin must be more than "null";
   no page leads elsewhere. */
static const struct reply_header headers[] = {
    { "Cache-Control", "no-store" },
    { "Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; "
                                 "connect-src 'self'; img-src 'none'; "
                                 "form-action 'self'; frame-ancestors 'none'; base-uri 'none'" },
    { "Referrer-Policy", "same-origin" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", "DENY" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()" },
    { NULL, NULL },
};

static enum err
refuse(struct caller *c, enum desk_problem p)
{
    c->problem = p;
    return ERR_FORBIDDEN;
}

/* The first of our languages that the browser names; LANG_UNSET: none. */
static enum lang
lang_of_browser(const struct req *rq)
{
    const char *s = req_header(rq, "Accept-Language");

    for (; s && *s; s += strcspn(s, ","), s += strspn(s, ", ")) {
        char code[3] = { s[0], s[0] ? s[1] : '\0', '\0' };
        if (lang_of(code) != LANG_UNSET)
            return lang_of(code);
    }
    return LANG_UNSET;
}

/* What this request asks for; LANG_UNSET: nothing. */
static enum lang
lang_said(struct req *rq)
{
    enum lang asked = lang_of(view_param(rq, "l"));

    return asked != LANG_UNSET ? asked : lang_of_browser(rq);
}

static enum lang
lang_for(struct req *rq)
{
    const struct session *s = rq->caller->session;
    enum lang own = s ? lang_of(s->lang) : LANG_UNSET;

    if (own != LANG_UNSET)
        return own;
    return rq->caller->said_lang != LANG_UNSET ? rq->caller->said_lang : LANG_EN;
}

static enum err
parse_form(struct req *rq)
{
    const char *type = req_header(rq, "Content-Type");
    struct caller *c = rq->caller;

    return multipart_is(type) ? multipart_parse(rq->body, type, rq->arena, &c->form, &c->file)
                              : form_parse(rq->body, rq->arena, &c->form);
}

/* Only somebody who is logged in may bring a file. */
static bool
may_send_much(struct req *rq)
{
    const char *name = access_cookie_name(rq);
    const char *token = name ? req_cookie(rq, name) : NULL;

    return token && session_find(&rq->app->sessions, token);
}

/* Who it is, as far as the request says, and the fields of its form.  ERR_MALFORMED: a damaged
   form, but the caller is there all the same. */
static enum err
find_caller(struct req *rq)
{
    struct caller *c = arena_alloc(rq->arena, sizeof *c);
    const char *name = access_cookie_name(rq);
    const char *token = c && name ? req_cookie(rq, name) : NULL;

    if (!c || !name)
        return ERR_INTERNAL;
    rq->caller = c;
    c->lang = LANG_EN;
    c->session = token ? session_find(&rq->app->sessions, token) : NULL;
    enum err e = strcmp(rq->method, "POST") == 0 && !rq->body_too_large ? parse_form(rq) : OK;
    c->said_lang = lang_said(rq);
    c->lang = lang_for(rq);
    return e;
}

/* From a page of this desk, under an address it is known by. */
static enum err
check_origin(struct req *rq)
{
    const char *host = req_header(rq, "Host");
    const char *ours = rq->app->conf.origin;

    if (host && !origin_has_host(ours, host))
        return refuse(rq->caller, PROBLEM_ADDRESS);
    if (rq->route->method == POST &&
        !origin_allows(ours, req_header(rq, "Origin"), req_header(rq, "Sec-Fetch-Site")))
        return refuse(rq->caller, PROBLEM_ORIGIN);
    return OK;
}

/* MEMBER: everybody who is logged in; else the table of roles says. */
static bool
is_allowed(uint32_t roles, int who)
{
    return who == MEMBER || (who == OFFICE && roles & ROLE_OFFICE) || role_may(roles, who);
}

static enum err
check_member(struct req *rq)
{
    struct caller *c = rq->caller;

    if (!c->session)
        return refuse(c, PROBLEM_LOCKED);
    desk_casebook(rq->app, c->session, &c->book);
    if (!role_may(c->session->roles, MAY_READ)) /* whatever keys she holds */
        c->book.p = NULL;
    if (!is_allowed(c->session->roles, rq->route->who))
        return refuse(c, rq->route->who == OFFICE ? PROBLEM_OFFICE : PROBLEM_ROLE);
    if (rq->route->method == POST && !session_csrf_is(c->session, form_text(&c->form, "csrf")))
        return refuse(c, PROBLEM_OLD_FORM);
    const char *by = form_text(&c->form, "by");
    if (*by && strcmp(by, c->session->member_hex) != 0) /* typed on another member's page */
        return refuse(c, PROBLEM_OLD_FORM);
    if (rq->route->run != get_live) /* counters that renew themselves are no use of the desk */
        session_touch(c->session, clock_steady_ms());
    return OK;
}

static enum err
admit(struct req *rq)
{
    enum err e = find_caller(rq);

    e = e ? e : check_origin(rq);
    if (e)
        return e;
    if (rq->route->who == ANYONE)
        return OK;
    return rq->route->who >= MEMBER ? check_member(rq) : ERR_FORBIDDEN;
}

static bool
has_transaction(const struct req *rq)
{
    return rq->caller->book.p && rq->route->tx != TX_NONE;
}

/* A part of the path as a number; 0: there is none. */
static int64_t
part_number(const struct req *rq, size_t i)
{
    uint64_t n = 0;

    return rq->parts[i] && !text_u64(rq->parts[i], 1, INT64_MAX, &n) ? (int64_t)n : 0;
}

/* Of which cases the address shows something: its own, the one it may be merged with, or that of a
   date.  Zeros: none. */
static enum err
cases_of_path(struct req *rq, int64_t ids[2])
{
    struct date_full d;

    ids[0] = ids[1] = 0;
    if (strncmp(rq->path, "/c/", 3) == 0) {
        ids[0] = part_number(rq, 0);
        ids[1] = strstr(rq->route->path, "/merge/") ? part_number(rq, 1) : 0;
        return OK;
    }
    if (strncmp(rq->path, "/dates/", 7) != 0 || part_number(rq, 0) == 0)
        return OK;
    enum err e = date_get(rq->caller->book.p, part_number(rq, 0), rq->arena, &d);
    if (!e)
        ids[0] = d.d.case_id;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
note_one(struct req *rq, int64_t id)
{
    struct casebook *b = &rq->caller->book;
    enum err e = id ? casebook_begin(b, TX_WRITE) : ERR_NOT_FOUND;

    if (!e) {
        e = casebook_end(b, audit_read(rq, id));
        if (e)
            pace_forget(&rq->app->paces, &rq->caller->session->member, id);
    }
    return e == ERR_NOT_FOUND ? OK : e; /* no such case: the handler says so */
}

/* Every address under a case shows something of it, a refused form too: the reading is noted before
   anything else, in a transaction of its own. */
static enum err
note_reading(struct req *rq)
{
    int64_t ids[2];

    if (!rq->caller->book.p)
        return OK;
    enum err e = cases_of_path(rq, ids);
    e = e ? e : note_one(rq, ids[0]);
    return e ? e : note_one(rq, ids[1]);
}

static enum err
begin(struct req *rq)
{
    enum err e = note_reading(rq);

    if (e)
        return e;
    return has_transaction(rq) ? casebook_begin(&rq->caller->book, rq->route->tx) : OK;
}

static enum err
end(struct req *rq, enum err e)
{
    struct session *s = rq->caller->session;

    if (!e && has_transaction(rq) && rq->route->tx == TX_WRITE)
        desk_night_soon(rq->app);
    e = has_transaction(rq) ? casebook_end(&rq->caller->book, e) : e;
    if (e && s) /* what was noted may be rolled back */
        s->search_noted_s = s->lists_noted_s = 0;
    return e;
}

/* What a code means where nobody said it finer. */
static enum desk_problem
problem_of(const struct req *rq, enum err e)
{
    switch (e) {
    case ERR_FORBIDDEN: return rq->route ? PROBLEM_INTERNAL : PROBLEM_METHOD;
    case ERR_NOT_FOUND: return rq->route ? PROBLEM_NO_CASE : PROBLEM_NO_PAGE;
    case ERR_TOO_LARGE: return PROBLEM_TOO_MUCH;
    case ERR_BUSY: return PROBLEM_BUSY;
    case ERR_CONFLICT: return PROBLEM_FASTER;
    case ERR_MALFORMED:
    case ERR_FORGED:
    case ERR_EXPIRED: return PROBLEM_BAD_REQUEST;
    case ERR_INTERNAL:
    case OK: break;
    }
    return PROBLEM_INTERNAL;
}

static unsigned
status_for(enum desk_problem p, enum err e)
{
    bool typed_wrong = p == PROBLEM_EMPTY || p == PROBLEM_TOO_LONG || p == PROBLEM_WHY ||
                       p == PROBLEM_CHOICE || p == PROBLEM_LINK_WHY;

    return typed_wrong ? 422 : status_of(e);
}

/* Can the page of the case say it, with what was typed still in its fields? */
static bool
belongs_to_case(const struct req *rq, enum desk_problem p)
{
    bool here = rq->caller->session && rq->caller->book.p && rq->route &&
                rq->route->method == POST && rq->parts[0] && strncmp(rq->path, "/c/", 3) == 0;

    return here && p != PROBLEM_NO_CASE && p != PROBLEM_TOO_MUCH && p != PROBLEM_BAD_REQUEST &&
           p != PROBLEM_ORIGIN && p != PROBLEM_ADDRESS && p != PROBLEM_ROLE && p != PROBLEM_OFFICE;
}

/* Can the page of a form say it, with what was typed still in its fields? */
static bool
belongs_to_form(const struct req *rq, enum desk_problem p)
{
    bool at_all = p == PROBLEM_OLD_FORM || p == PROBLEM_INTERNAL || p == PROBLEM_BUSY ||
                  p == PROBLEM_FASTER || p == PROBLEM_SECOND || p == PROBLEM_NOTHING_TO_APPROVE;

    const struct session *s = rq->caller->session;

    /* What one member typed comes back to no other. */
    return at_all && s && rq->caller->book.p &&
           strcmp(form_text(&rq->caller->form, "by"), s->member_hex) == 0;
}

static bool
is_new_request(const struct req *rq)
{
    return rq->route && rq->route->run == post_new;
}

/* The page of its form once more, with what was typed. */
static enum err
fields_again(struct req *rq, unsigned status)
{
    return is_new_request(rq) ? new_again(rq, status) : form_again(rq, status);
}

static enum err
failed(struct req *rq, enum err e)
{
    bool has_fields = form_is_typed(rq) || is_new_request(rq);
    enum err found = rq->caller ? OK : find_caller(rq);
    struct caller *c = rq->caller;

    if (!c || !rq->path)
        return found ? found : ERR_INTERNAL; /* a bare status */
    if (!c->problem)
        c->problem = problem_of(rq, e);
    if (rq->route && rq->route->run == get_live)
        return reply_bytes(rq, status_of(e), "application/json", bytes_of("{}\n"));
    if (c->problem == PROBLEM_LOCKED && has_fields && *form_text(&c->form, "by"))
        return form_carry(rq);
    if (c->problem == PROBLEM_LOCKED)
        return access_locked(rq);
    if (c->problem == PROBLEM_OLD_FORM && !belongs_to_case(rq, c->problem) &&
        !(has_fields && belongs_to_form(rq, c->problem)))
        c->problem = PROBLEM_STALE;
    if (has_fields && belongs_to_form(rq, c->problem)) {
        if (c->problem == PROBLEM_INTERNAL || c->problem == PROBLEM_BUSY)
            c->problem = PROBLEM_NOT_KEPT;
        if (!fields_again(rq, status_for(c->problem, e)))
            return OK;
        rq->reply = (struct reply){ 0 };
    } else if (belongs_to_case(rq, c->problem)) {
        if (c->problem == PROBLEM_INTERNAL || c->problem == PROBLEM_BUSY)
            c->problem = PROBLEM_NOT_KEPT;
        if (!case_again(rq, status_for(c->problem, e)))
            return OK;
        rq->reply = (struct reply){ 0 };
    }
    return view_problem(rq, status_for(c->problem, e), c->problem, c->problem_n,
        c->problem == PROBLEM_ADDRESS ? rq->app->conf.origin : NULL);
}

struct site
desk_site(struct app *app)
{
    return (struct site){ .app = app,
        .routes = desk_routes,
        .n_routes = desk_n_routes,
        .arena_bytes = ARENA_BYTES,
        .keep_alive = true,
        .headers = headers,
        .admit = admit,
        .may_send_much = may_send_much,
        .begin = begin,
        .end = end,
        .failed = failed };
}
