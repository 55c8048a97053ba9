/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/access/factors.h"
#include "desk/access/origin.h"
#include "desk/access/parts.h"
#include "desk/cases/handlers.h"
#include "desk/pages/tell.h"
#include "desk/view.h"
#include "http/reply.h"

const char *
access_cookie_name(const struct req *rq)
{
    char org[2 * 4 + 1];

    hex_encode((struct bytes){ rq->app->org.b, 4 }, org);
    return arena_printf(
        rq->arena, "%sdesk-%s", origin_is_secure(rq->app->conf.origin) ? "__Host-" : "", org);
}

const char *
access_known_name(const struct req *rq)
{
    const char *name = access_cookie_name(rq);
    const char *at = name ? strstr(name, "desk-") : NULL;

    return at ? arena_printf(rq->arena, "%.*sknown-%s", (int)(at - name), name, at + 5) : NULL;
}

static enum err
write_cookie(struct req *rq, const char *name, const char *token, int64_t max_age_s)
{
    const char *age =
        max_age_s >= 0 ? arena_printf(rq->arena, "; Max-Age=%lld", (long long)max_age_s) : "";
    const char *value =
        arena_printf(rq->arena, "%s=%s; Path=/%s; HttpOnly; SameSite=Strict%s", tell_text(name),
            token, origin_is_secure(rq->app->conf.origin) ? "; Secure" : "", tell_text(age));

    if (!name || !value || !age)
        return ERR_INTERNAL;
    reply_header(rq, "Set-Cookie", value);
    return OK;
}

enum err
access_set_cookie(struct req *rq, const char *token)
{
    return write_cookie(rq, access_cookie_name(rq), token, *token ? -1 : 0);
}

const char *
access_joining_name(const struct req *rq, const struct member_id *begun)
{
    const char *name = access_cookie_name(rq);
    const char *at = name ? strstr(name, "desk-") : NULL;
    char hex[2 * ID_BYTES + 1];

    hex_encode((struct bytes){ begun->b, ID_BYTES }, hex);
    return at ? arena_printf(rq->arena, "%.*sjoin-%s", (int)(at - name), name, hex) : NULL;
}

enum err
access_set_joining(struct req *rq, const struct member_id *begun, const char *token)
{
    return write_cookie(rq, access_joining_name(rq, begun), token, -1);
}

/* The hash of this browser's long-lived cookie; false when it has none. */
static bool
browser_hash(struct req *rq, struct digest *out)
{
    const char *name = access_known_name(rq);
    const char *token = name ? req_cookie(rq, name) : NULL;

    if (!token || strlen(token) != SESSION_TOKEN_CAP - 1)
        return false;
    *out = digest_blake2b(bytes_of(token));
    return true;
}

const char *
access_slow_name(struct req *rq, const char *name, bool *known)
{
    char hex[2 * KEY_BYTES + 1];
    struct digest hash;

    *known =
        browser_hash(rq, &hash) && known_has(rq->app->keys, &hash, name, day_of(clock_now_s()));
    if (!*known)
        return name;
    hex_encode((struct bytes){ hash.b, sizeof hash.b }, hex);
    const char *own = arena_printf(rq->arena, "%s\n%s", name, hex); /* no name holds a line end */
    return own ? own : name;
}

/* She is in: remember the browser, and the day. */
static enum err
remember(struct req *rq, const struct member_id *m)
{
    const char *name = access_known_name(rq);
    const char *old = name ? req_cookie(rq, name) : NULL;
    char token[SESSION_TOKEN_CAP];
    int64_t today = day_of(clock_now_s());

    if (old && strlen(old) == SESSION_TOKEN_CAP - 1)
        memcpy(token, old, SESSION_TOKEN_CAP);
    else
        session_random_text(token);
    struct digest hash = digest_blake2b(bytes_of(token));
    enum err e = db_begin(rq->app->keys, TX_WRITE);
    if (e)
        return e;
    e = known_put(rq->app->keys, &hash, m, today + KNOWN_DAYS);
    e = e ? e : habit_seen(rq->app->keys, m, today);
    e = db_end(rq->app->keys, e);
    return e ? e : write_cookie(rq, name, token, (int64_t)KNOWN_DAYS * DAY_S);
}

/* What a login form carries on of a form of a case. */
static struct case_typed
carried(const struct form *f)
{
    uint64_t form = FORM_NONE;
    uint64_t id = 0;
    uint64_t lines = 0;
    bool good = !text_u64(form_text(f, "form"), FORM_REPLY, FORM_SPOKEN, &form) &&
                !text_u64(form_text(f, "case"), 1, INT64_MAX, &id) &&
                !text_u64(form_text(f, "lines"), 0, INT64_MAX, &lines);

    if (!good)
        return (struct case_typed){ .form = FORM_NONE };
    return (struct case_typed){ (enum case_form)form, (int64_t)id, (int64_t)lines,
        form_text(f, "text"), form_text(f, "pick"), form_text(f, "by") };
}

static enum err
show_login(struct req *rq, unsigned status, struct login_view *v)
{
    struct out o = out_in(rq->arena);
    struct out self = out_in(rq->arena);

    view_frame(rq, PLACE_NONE, &v->f);
    v->f.member = NULL;
    v->waiting = rq->app->waiting;
    v->alerts = rq->app->alerts;
    v->quiet = strcmp(view_param(rq, "quiet"), "1") == 0;
    enum err e = post_calling(&rq->app->post, rq->app->keys, v->alerts.step, &v->calling);
    if (e)
        return e;
    if (v->alerts.next_s > v->f.now_s + ALERT_CLIMB_S)
        v->alerts.n = v->alerts.n_dates = 0; /* somebody has seen it */
    out_lit(&self, "/login", 6);
    if (*v->to) {
        out_lit(&self, "?to=", 4);
        out_url_part(&self, v->to);
    }
    /* A link to another language would lose what a form carries. */
    v->f.self = v->typed.form == FORM_NONE ? out_text_of(&self) : NULL;
    page_desk_login(&o, v);
    return reply_page(rq, status, &o);
}

static const char *
wanted_path(struct req *rq)
{
    const char *to = view_param(rq, "to");

    return view_is_own_path(to) ? to : "";
}

enum err
get_login(struct req *rq)
{
    struct login_view v = { .name = "", .to = wanted_path(rq), .typed = { .form = FORM_NONE } };

    if (rq->caller->session)
        return reply_see_other(rq, *v.to ? v.to : "/today");
    return show_login(rq, 200, &v);
}

enum err
access_locked(struct req *rq)
{
    bool post = rq->route->method == POST;
    struct login_view v = { .name = "", .to = "", .problem = PROBLEM_LOCKED };
    struct out to = out_in(rq->arena);

    v.typed = post ? case_typed_of(rq) : (struct case_typed){ .form = FORM_NONE };
    if (v.typed.form != FORM_NONE)
        return show_login(rq, 403, &v);
    out_lit(&to, "/login", 6);
    if (!post && strcmp(rq->target, "/") != 0 && view_is_own_path(rq->target)) {
        out_lit(&to, "?to=", 4);
        out_url_part(&to, rq->target);
    }
    return to.failed ? ERR_INTERNAL : reply_see_other(rq, out_text_of(&to));
}

/* The form once more: the name and what it carries stay, the passphrase never comes back. */
static enum err
refuse(struct req *rq, enum err e, int64_t stranger_ms)
{
    const struct form *f = &rq->caller->form;
    struct login_view v = {
        .name = form_text(f, "name"), .to = wanted_path(rq), .typed = carried(f)
    };
    bool known;
    const char *slow = access_slow_name(rq, v.name, &known);
    int64_t wait_ms = slow_wait_ms(&rq->app->slow, slow, clock_steady_ms());
    int64_t work_ms = known ? slow_work_wait_ms(&rq->app->slow, v.name, clock_steady_ms()) : 0;
    unsigned status = 403;

    if (stranger_ms > wait_ms)
        wait_ms = stranger_ms;
    if (work_ms > wait_ms)
        wait_ms = work_ms;

    v.problem = PROBLEM_LOGIN;
    if (e == ERR_BUSY) {
        v.problem = wait_ms > 0 ? PROBLEM_LOGIN_WAIT : PROBLEM_LOGIN_FULL;
        v.problem_n = wait_ms > 0 ? (wait_ms + 999) / 1000 : 0;
        status = 429;
    } else if (e != ERR_FORBIDDEN) {
        v.problem = PROBLEM_INTERNAL;
        status = 500;
    }
    return show_login(rq, status, &v);
}

/* What was typed comes back to the member who typed it, whoever unlocks this browser next. */
static bool
is_by(const struct case_typed *t, const struct session *s)
{
    return t->form != FORM_NONE && strcmp(t->by, s->member_hex) == 0;
}

/* Her language: the one she chose; else what her browser asks for, or the locked page was read in;
   else what was written down for her. */
static enum err
speak(struct req *rq, const struct member_id *who, char lang[static 3])
{
    char fact[FACT_NAME_CAP];
    uint8_t chosen = 0;
    enum lang said = rq->caller->said_lang;

    access_lang_fact(who, fact);
    enum err e = keys_fact_get(rq->app->keys, fact, &chosen, sizeof chosen);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if ((!chosen || lang_of(lang) == LANG_UNSET) && said != LANG_UNSET)
        (void)snprintf(lang, 3, "%s", lang_code(said));
    else if (lang_of(lang) == LANG_UNSET)
        (void)snprintf(lang, 3, "%s", lang_code(rq->caller->lang));
    return OK;
}

/* What the session begins with: her settings, and what she typed before the desk was locked. */
static enum err
furnish(struct req *rq, struct session *s, const struct case_typed *typed)
{
    char fact[FACT_NAME_CAP];
    int64_t idle_s = 0;
    int64_t seen_day = 0;
    uint8_t keys = 1;

    access_keys_fact(s, fact);
    enum err e = keys_fact_get(rq->app->keys, fact, &keys, sizeof keys);
    s->no_keys = !e && keys == 0;
    e = habit_get(rq->app->keys, &s->member, &idle_s, &seen_day);
    s->idle_ms = idle_s * 1000;
    e = e ? e : speak(rq, &s->member, s->lang);
    return !e && is_by(typed, s) ? session_keep(s, typed) : e;
}

enum err
access_enter(struct req *rq, const struct member *m, const struct box_secret *secret,
    const struct case_typed *typed, const char *to)
{
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    bool known;
    const char *slow = access_slow_name(rq, m->name, &known);
    enum err e = desk_let_in(rq->app, m, secret, slow, token, &s);

    if (e)
        return e;
    e = furnish(rq, s, typed);
    e = e ? e : access_set_cookie(rq, token);
    e = e ? e : remember(rq, &s->member);
    if (!e && is_by(typed, s))
        to = arena_printf(rq->arena, "/c/%lld", (long long)typed->case_id);
    if (e || !to) {
        desk_lock(rq->app, s);
        return ERR_INTERNAL;
    }
    return reply_see_other(rq, *to ? to : "/today");
}

/* Has she a second factor?  Then she is not in yet: the next page asks for it. */
static enum err
enter_or_ask(struct req *rq, const struct member *m, struct box_secret **secret)
{
    struct case_typed typed = carried(&rq->caller->form);
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    char token[SESSION_TOKEN_CAP];
    struct halfway *h = NULL;
    size_t n = 0;
    enum err e = all ? factor_list(rq->app->keys, &m->id, all, &n) : ERR_INTERNAL;

    if (e)
        return e;
    if (n == 0)
        return access_enter(rq, m, *secret, &typed, wanted_path(rq));
    e = halfway_begin(
        &rq->app->halfways, m, secret, &typed, wanted_path(rq), clock_steady_ms(), token, &h);
    if (e)
        return e;
    e = speak(rq, &h->m.id, h->m.lang);
    e = e ? e : access_set_cookie(rq, token);
    return e ? e : reply_see_other(rq, "/login/second");
}

enum err
post_login(struct req *rq)
{
    const struct form *f = &rq->caller->form;
    const char *name = form_text(f, "name");
    OWN(box_secret) secret = box_secret_new();
    struct member m;
    bool known;

    if (!secret)
        return ERR_INTERNAL;
    if (rq->caller->session)
        desk_lock(rq->app, rq->caller->session); /* one session for a browser */
    rq->caller->session = NULL;
    const char *slow = access_slow_name(rq, name, &known);
    int64_t wait_ms = known ? 0 : slow_stranger_ms(&rq->app->slow, clock_steady_ms());
    enum err e = wait_ms > 0
                     ? ERR_BUSY
                     : parts_know(rq, name, slow, known, form_text(f, "passphrase"), &m, secret);
    if (e)
        return refuse(rq, e, wait_ms);
    e = enter_or_ask(rq, &m, &secret);
    return e ? refuse(rq, e == ERR_BUSY ? e : ERR_INTERNAL, 0) : OK;
}

static enum err
leave(struct req *rq)
{
    enum err e = access_set_cookie(rq, "");

    return e ? e : reply_see_other(rq, "/login");
}

enum err
post_logout(struct req *rq)
{
    desk_lock(rq->app, rq->caller->session);
    return leave(rq);
}

enum err
post_lock(struct req *rq)
{
    const struct session *s = rq->caller->session;

    desk_audit(rq->app, AUDIT_LOCKED_ALL, &s->member, s->name, "");
    desk_lock_all(rq->app);
    return leave(rq);
}
