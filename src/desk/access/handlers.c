/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/handlers.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/origin.h"
#include "desk/cases/handlers.h"
#include "desk/pages/tell.h"
#include "desk/view.h"
#include "http/reply.h"

enum { FACT_NAME_CAP = 48 };

const char *
access_cookie_name(const struct req *rq)
{
    char org[2 * 4 + 1];

    hex_encode((struct bytes){ rq->app->org.b, 4 }, org);
    return arena_printf(
        rq->arena, "%sdesk-%s", origin_is_secure(rq->app->conf.origin) ? "__Host-" : "", org);
}

static enum err
set_cookie(struct req *rq, const char *token)
{
    const char *name = access_cookie_name(rq);
    const char *value = arena_printf(rq->arena, "%s=%s; Path=/%s; HttpOnly; SameSite=Strict%s",
        tell_text(name), token, origin_is_secure(rq->app->conf.origin) ? "; Secure" : "",
        *token ? "" : "; Max-Age=0");

    if (!name || !value)
        return ERR_INTERNAL;
    reply_header(rq, "Set-Cookie", value);
    return OK;
}

/* What a login form carries on of a form of a case. */
static struct case_typed
carried(const struct form *f)
{
    uint64_t form = FORM_NONE;
    uint64_t id = 0;
    uint64_t lines = 0;
    bool good = !text_u64(form_text(f, "form"), FORM_REPLY, FORM_CLOSE, &form) &&
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
    if (v->alerts.next_s > v->f.now_s + ALERT_CLIMB_S)
        v->alerts.n = 0; /* somebody has seen it */
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
        return reply_see_other(rq, *v.to ? v.to : "/");
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
refuse(struct req *rq, enum err e)
{
    const struct form *f = &rq->caller->form;
    struct login_view v = {
        .name = form_text(f, "name"), .to = wanted_path(rq), .typed = carried(f)
    };
    int64_t wait_ms = slow_wait_ms(&rq->app->slow, v.name, clock_steady_ms());
    unsigned status = 403;

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

/* Single keys are switched off by a fact of one byte that holds 0. */
static void
keys_fact_name(const struct session *s, char to[static FACT_NAME_CAP])
{
    (void)snprintf(to, FACT_NAME_CAP, "single-keys/%s", s->member_hex);
}

/* What was typed comes back to the member who typed it, whoever unlocks this browser next. */
static bool
is_by(const struct case_typed *t, const struct session *s)
{
    return t->form != FORM_NONE && strcmp(t->by, s->member_hex) == 0;
}

/* What the session begins with: her settings, and what she typed before the desk was locked. */
static enum err
furnish(struct req *rq, struct session *s)
{
    struct case_typed typed = carried(&rq->caller->form);
    char fact[FACT_NAME_CAP];
    uint8_t keys = 1;

    keys_fact_name(s, fact);
    enum err e = keys_fact_get(rq->app->keys, fact, &keys, sizeof keys);
    s->no_keys = !e && keys == 0;
    if (lang_of(s->lang) == LANG_UNSET)
        (void)snprintf(s->lang, sizeof s->lang, "%s", lang_code(rq->caller->lang));
    return is_by(&typed, s) ? session_keep(s, &typed) : OK;
}

enum err
post_login(struct req *rq)
{
    const struct form *f = &rq->caller->form;
    struct case_typed typed = carried(f);
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;

    if (rq->caller->session)
        desk_lock(rq->app, rq->caller->session); /* one session for a browser */
    rq->caller->session = NULL;
    enum err e = desk_unlock(rq->app, form_text(f, "name"), form_text(f, "passphrase"), token, &s);
    if (e)
        return refuse(rq, e);
    e = furnish(rq, s);
    e = e ? e : set_cookie(rq, token);
    const char *to = wanted_path(rq);
    if (!e && is_by(&typed, s))
        to = arena_printf(rq->arena, "/c/%lld", (long long)typed.case_id);
    if (e || !to) {
        desk_lock(rq->app, s);
        return refuse(rq, ERR_INTERNAL);
    }
    return reply_see_other(rq, *to ? to : "/");
}

static enum err
leave(struct req *rq)
{
    enum err e = set_cookie(rq, "");

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
    desk_lock_all(rq->app);
    return leave(rq);
}

enum err
get_settings(struct req *rq)
{
    struct settings_view v = { .saved = strcmp(view_param(rq, "done"), "1") == 0 };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_SETTINGS, &v.f);
    enum err e = v.f.has_cases ? view_counts(rq, &v.f) : OK;
    if (e)
        return e;
    page_desk_settings(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
post_settings(struct req *rq)
{
    struct session *s = rq->caller->session;
    enum lang lang = lang_of(form_text(&rq->caller->form, "lang"));
    uint8_t keys = form_get(&rq->caller->form, "keys") != NULL;
    char fact[FACT_NAME_CAP];

    if (lang == LANG_UNSET)
        return ERR_MALFORMED;
    keys_fact_name(s, fact);
    enum err e = db_begin(rq->app->keys, TX_WRITE);
    if (e)
        return e;
    e = keys_member_set_lang(rq->app->keys, &s->member, lang_code(lang));
    e = e ? e : keys_fact_put(rq->app->keys, fact, (struct bytes){ &keys, sizeof keys });
    e = db_end(rq->app->keys, e);
    if (e)
        return e;
    (void)snprintf(s->lang, sizeof s->lang, "%s", lang_code(lang));
    s->no_keys = keys == 0;
    return reply_see_other(rq, "/settings?done=1");
}
