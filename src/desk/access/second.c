/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The step after the passphrase: a code of the app, a passkey, or a recovery code. */
#include "assets.gen.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/factors.h"
#include "desk/access/handlers.h"
#include "desk/access/origin.h"
#include "desk/access/parts.h"
#include "desk/pages/access.h"
#include "desk/view.h"
#include "http/reply.h"

static struct halfway *
halfway_of(struct req *rq)
{
    const char *name = access_cookie_name(rq);
    const char *token = name ? req_cookie(rq, name) : NULL;

    return token ? halfway_find(&rq->app->halfways, token, clock_steady_ms()) : NULL;
}

static int64_t
wait_of(struct req *rq, const struct halfway *h)
{
    bool known;
    const char *slow = access_slow_name(rq, h->m.name, &known);

    return (slow_wait_ms(&rq->app->slow, slow, clock_steady_ms()) + 999) / 1000;
}

static enum err
fill_ways(struct req *rq, struct halfway *h, struct second_view *v)
{
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    char rp[RP_CAP];
    size_t n = 0;
    enum err e = all ? factor_list(rq->app->keys, &h->m.id, all, &n) : ERR_INTERNAL;

    if (e)
        return e;
    bool named = !passkey_rp_of(rq->app->conf.origin, rp);
    for (size_t i = 0; i < n; i++) {
        v->has_app |= all[i].kind == FACTOR_CODES;
        v->has_passkey |= named && all[i].kind == FACTOR_PASSKEY;
    }
    return v->has_passkey ? parts_passkey(rq, h->challenge, all, n, NULL, &v->passkey) : OK;
}

enum err
get_second(struct req *rq)
{
    struct halfway *h = halfway_of(rq);
    struct second_view v = { .says = parts_says(rq) };
    struct out o = out_in(rq->arena);

    if (!h)
        return reply_see_other(rq, "/login");
    rq->caller->lang = lang_of(h->m.lang);
    view_frame(rq, PLACE_NONE, &v.f);
    v.f.csrf = h->csrf;
    v.f.member = NULL;
    v.f.script = asset_passkey_js.path;
    v.wait_s = wait_of(rq, h);
    enum err e = fill_ways(rq, h, &v);
    if (e)
        return e;
    page_desk_second(&o, &v);
    return reply_page(rq, 200, &o);
}

/* The form is of this step and of this browser, and it is not too early. */
static struct halfway *
halfway_for_post(struct req *rq)
{
    struct halfway *h = halfway_of(rq);
    const char *csrf = form_text(&rq->caller->form, "csrf");
    bool fits = h && strlen(csrf) == strlen(h->csrf) &&
                secret_equal((const uint8_t *)csrf, (const uint8_t *)h->csrf, strlen(csrf));

    return fits ? h : NULL;
}

/* A wrong try counts like a wrong passphrase, and five end this entry. */
static enum err
wrong(struct req *rq, struct halfway *h, enum access_says s)
{
    bool known;
    const char *slow = access_slow_name(rq, h->m.name, &known);

    slow_failed(&rq->app->slow, slow, clock_steady_ms());
    desk_audit(rq->app, AUDIT_REFUSED, &h->m.id, h->m.name, "");
    if (halfway_failed(h))
        return reply_see_other(rq, "/login");
    return parts_back(rq, "/login/second", s);
}

static enum err
enter(struct req *rq, struct halfway *h)
{
    OWN(box_secret) secret = TAKE(h->secret);
    const char *to = arena_text(rq->arena, h->to);
    enum err e = to ? access_enter(rq, &h->m, secret, &h->typed, to) : ERR_INTERNAL;

    halfway_end(h);
    return e == ERR_FORBIDDEN ? reply_see_other(rq, "/login") : e;
}

/* Try the code against every app of hers, and use up its step. */
static enum err
check_code(struct req *rq, const struct halfway *h, const char *code)
{
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    uint8_t secret[TOTP_SECRET_BYTES];
    int64_t now_s = clock_now_s();
    size_t n = 0;
    enum err e = all ? factor_list(rq->app->keys, &h->m.id, all, &n) : ERR_INTERNAL;
    enum err found = ERR_FORBIDDEN;

    for (size_t i = 0; !e && found == ERR_FORBIDDEN && i < n; i++) {
        int64_t step = 0;
        if (all[i].kind != FACTOR_CODES)
            continue;
        e = totp_take(rq->app->keys, &rq->app->org, &h->m, h->secret, all[i].id, secret);
        found = e ? e : totp_check(secret, code, now_s, &step);
        secret_wipe(secret, sizeof secret);
        if (!found)
            found = factor_used(rq->app->keys, all[i].id, step, day_of(now_s));
    }
    return e ? e : found;
}

/* Digits only: people type blanks into them. */
static const char *
digits_of(struct req *rq, const char *typed)
{
    char *to = arena_text(rq->arena, typed);
    size_t n = 0;

    for (const char *c = typed; to && *c; c++)
        if (*c != ' ')
            to[n++] = *c;
    if (to)
        to[n] = '\0';
    return tell_text(to);
}

static enum err
check_typed(struct req *rq, const struct halfway *h, enum access_says *says)
{
    const char *recovery = form_text(&rq->caller->form, "recovery");
    enum err e = db_begin(rq->app->keys, TX_WRITE);

    if (e)
        return e;
    if (*recovery)
        e = recovery_use(rq->app->keys, &h->m.id, recovery);
    else
        e = check_code(rq, h, digits_of(rq, form_text(&rq->caller->form, "code")));
    *says = *recovery ? SAYS_RECOVERY_WRONG : e == ERR_CONFLICT ? SAYS_CODE_USED : SAYS_CODE_WRONG;
    return db_end(rq->app->keys, e);
}

enum err
post_second(struct req *rq)
{
    struct halfway *h = halfway_for_post(rq);
    enum access_says says = SAYS_NOTHING;

    if (!h)
        return reply_see_other(rq, "/login");
    if (wait_of(rq, h) > 0)
        return parts_back(rq, "/login/second", SAYS_NOTHING);
    enum err e = check_typed(rq, h, &says);
    if (!e)
        return enter(rq, h);
    return e == ERR_INTERNAL || e == ERR_BUSY ? e : wrong(rq, h, says);
}

/* The one that the browser says it used, if it is hers. */
static const struct factor *
factor_named(struct req *rq, const struct factor *all, size_t n)
{
    struct bytes id;

    if (parts_bytes(rq, "id", &id))
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (all[i].kind == FACTOR_PASSKEY &&
            bytes_equal(id, (struct bytes){ all[i].credential, all[i].n_credential }))
            return &all[i];
    return NULL;
}

static enum err
check_passkey(struct req *rq, const struct halfway *h)
{
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    struct passkey_ask ask = { .origin = rq->app->conf.origin };
    char rp[RP_CAP];
    struct bytes client, data, signature;
    int64_t counter = 0;
    size_t n = 0;
    enum err e = all ? factor_list(rq->app->keys, &h->m.id, all, &n) : ERR_INTERNAL;
    const struct factor *f = e ? NULL : factor_named(rq, all, n);

    if (e || !f || passkey_rp_of(ask.origin, rp) || parts_bytes(rq, "client", &client) ||
        parts_bytes(rq, "data", &data) || parts_bytes(rq, "signature", &signature))
        return e ? e : ERR_FORGED;
    ask.rp = rp;
    memcpy(ask.challenge, h->challenge, sizeof ask.challenge);
    e = passkey_verify(&ask, f, client, data, signature, &counter);
    return e ? e : factor_used(rq->app->keys, f->id, counter, day_of(clock_now_s()));
}

enum err
post_second_key(struct req *rq)
{
    struct halfway *h = halfway_for_post(rq);

    if (!h)
        return reply_see_other(rq, "/login");
    if (wait_of(rq, h) > 0)
        return parts_back(rq, "/login/second", SAYS_NOTHING);
    enum err e = db_begin(rq->app->keys, TX_WRITE);
    if (e)
        return e;
    e = db_end(rq->app->keys, check_passkey(rq, h));
    halfway_challenge(h); /* one answer to each */
    if (!e)
        return enter(rq, h);
    if (e == ERR_INTERNAL || e == ERR_BUSY)
        return e;
    return wrong(rq, h, e == ERR_CONFLICT ? SAYS_PASSKEY_COPY : SAYS_PASSKEY_WRONG);
}

enum err
post_second_back(struct req *rq)
{
    struct halfway *h = halfway_for_post(rq);

    if (h)
        halfway_end(h);
    return reply_see_other(rq, "/login");
}
