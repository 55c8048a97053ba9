/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Setting up second factors and recovery codes.  What is being set up waits in the session's offer
   until she shows that she has it. */
#include "assets.gen.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/handlers.h"
#include "desk/access/origin.h"
#include "desk/access/parts.h"
#include "desk/view.h"
#include "http/reply.h"

static enum err
frame_of(struct req *rq, struct desk_frame *f)
{
    view_frame(rq, PLACE_SETTINGS, f);
    return f->has_cases ? view_counts(rq, f) : OK;
}

/* An open browser is not enough for what lets her in later: true when the passphrase is not right,
   and what to answer. */
static bool
refused(struct req *rq, const char *page, enum err *out)
{
    struct member m;
    enum err e = parts_passphrase(rq, form_text(&rq->caller->form, "passphrase"), &m, NULL);

    if (!e)
        return false;
    *out = e;
    if (e == ERR_FORBIDDEN || e == ERR_BUSY)
        *out = parts_back(rq, page, e == ERR_BUSY ? SAYS_NOTHING : SAYS_PASSPHRASE_WRONG);
    return true;
}

static void
note(struct req *rq, enum audit_act act, const char *words)
{
    desk_audit(rq->app, act, &rq->caller->session->member, rq->caller->session->name, words);
}

/* ---- Codes of an app. */

enum err
get_settings_app(struct req *rq)
{
    struct offer *offer = session_offer(rq->caller->session);
    struct app_view v = { .says = parts_says(rq), .wait_s = parts_wait_s(rq) };
    struct qr *qr = arena_alloc(rq->arena, sizeof *qr);
    char *key = arena_alloc(rq->arena, TOTP_TEXT_CAP);
    struct out o = out_in(rq->arena);

    if (!offer || !qr || !key)
        return ERR_INTERNAL;
    if (!offer->has_totp)
        random_fill(offer->totp, sizeof offer->totp);
    offer->has_totp = true;
    v.label = arena_printf(rq->arena, "desk-%02x%02x", rq->app->org.b[0], rq->app->org.b[1]);
    totp_text(offer->totp, key);
    enum err e = v.label ? totp_qr(rq->arena, offer->totp, v.label, qr) : ERR_INTERNAL;
    e = e ? e : frame_of(rq, &v.f);
    if (e)
        return e;
    v.qr = qr;
    v.key = key;
    page_desk_app(&o, &v);
    return reply_page(rq, 200, &o);
}

/* Recovery codes come with the first factor. */
static enum err
codes_with_first(struct req *rq, struct offer *offer)
{
    const struct member_id *m = &rq->caller->session->member;
    int64_t left = 0;
    enum err e = recovery_left(rq->app->keys, m, &left);

    if (e || left > 0)
        return e;
    e = recovery_new(rq->app->keys, m, offer->codes);
    offer->has_codes = !e;
    return e;
}

static enum err
add_factor(struct req *rq, struct factor *f, const struct box_public *to)
{
    const struct member_id *m = &rq->caller->session->member;
    struct offer *offer = rq->caller->session->offer;
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    size_t n = 0;
    enum err e = all ? factor_list(rq->app->keys, m, all, &n) : ERR_INTERNAL;

    if (!e && n >= FACTORS_MAX)
        return ERR_TOO_LARGE;
    random_fill(f->id, sizeof f->id);
    f->added_day = day_of(clock_now_s());
    e = e ? e : factor_put(rq->app->keys, m, f);
    if (!e && f->kind == FACTOR_CODES)
        e = totp_keep(rq->app->keys, &rq->app->org, m, to, f->id, offer->totp);
    return e ? e : codes_with_first(rq, offer);
}

/* The end of adding: the codes, if there are new ones, else the settings. */
static enum err
added(struct req *rq, enum err e, const char *page, const char *label, enum access_says wrong)
{
    struct offer *offer = rq->caller->session->offer;

    if (e)
        offer->has_codes = false; /* what was not kept is not shown */
    if (e == ERR_TOO_LARGE || e == ERR_FORBIDDEN || e == ERR_FORGED || e == ERR_MALFORMED ||
        e == ERR_CONFLICT)
        return parts_back(rq, page, e == ERR_TOO_LARGE ? SAYS_TOO_MANY : wrong);
    if (e)
        return e;
    note(rq, AUDIT_FACTOR_ADDED, label);
    return offer->has_codes ? parts_back(rq, "/settings/recovery", SAYS_FACTOR_ADDED)
                            : parts_back(rq, "/settings", SAYS_FACTOR_ADDED);
}

enum err
post_settings_app(struct req *rq)
{
    struct session *s = rq->caller->session;
    const struct roster_member *hers = roster_member_find(rq->app->roster, &s->member);
    struct factor *f = arena_alloc(rq->arena, sizeof *f);

    if (!s->offer || !s->offer->has_totp)
        return parts_back(rq, "/settings/app", SAYS_OLD_PAGE);
    if (!hers || !f)
        return hers ? ERR_INTERNAL : ERR_FORBIDDEN; /* a key outside the roster gets no wrap */
    enum err e = OK;
    if (refused(rq, "/settings/app", &e))
        return e;
    f->kind = FACTOR_CODES;
    e = totp_check(
        s->offer->totp, form_text(&rq->caller->form, "code"), clock_now_s(), &f->counter);
    if (e)
        return added(rq, e, "/settings/app", "", SAYS_CODE_WRONG);
    e = db_begin(rq->app->keys, TX_WRITE);
    e = e ? e : db_end(rq->app->keys, add_factor(rq, f, &hers->key));
    if (!e) {
        s->offer->has_totp = false;
        secret_wipe(s->offer->totp, sizeof s->offer->totp);
    }
    return added(rq, e, "/settings/app", "", SAYS_CODE_WRONG);
}

/* ---- Passkeys. */

/* Where passkeys would work, when they do not here. */
static const char *
elsewhere(struct req *rq)
{
    const char *origin = rq->app->conf.origin;
    const char *host = tell_text(req_header(rq, "Host"));
    char rp[RP_CAP];

    if (passkey_rp_of(origin, rp))
        return "";
    if (strcmp(rp, "localhost") != 0 || strncmp(host, "localhost", 9) == 0)
        return NULL;
    const char *port = strrchr(host, ':');
    return arena_printf(rq->arena, "http://localhost%s/", port && !strchr(port, ']') ? port : "");
}

enum err
get_settings_passkey(struct req *rq)
{
    struct session *s = rq->caller->session;
    struct offer *offer = session_offer(s);
    struct passkey_view v = {
        .says = parts_says(rq), .wait_s = parts_wait_s(rq), .elsewhere = elsewhere(rq)
    };
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    struct out o = out_in(rq->arena);
    size_t n = 0;

    if (!offer || !all)
        return ERR_INTERNAL;
    random_fill(offer->challenge, sizeof offer->challenge);
    offer->has_challenge = true;
    enum err e = frame_of(rq, &v.f);
    e = e ? e : factor_list(rq->app->keys, &s->member, all, &n);
    if (!e && !v.elsewhere)
        e = parts_passkey(rq, offer->challenge, all, n, s, &v.passkey);
    if (e)
        return e;
    v.f.script = asset_passkey_js.path;
    page_desk_passkey(&o, &v);
    return reply_page(rq, 200, &o);
}

/* What she calls it: a short text without control characters. */
static void
label_of_form(const struct form *f, char to[FACTOR_LABEL_CAP])
{
    const char *typed = form_text(f, "label");
    size_t n = utf8_prefix(bytes_of(typed), FACTOR_LABEL_CAP - 1);

    (void)snprintf(to, FACTOR_LABEL_CAP, "%.*s", (int)n, typed);
    for (char *c = to; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
}

static enum err
register_passkey(struct req *rq, struct factor *f)
{
    struct offer *offer = rq->caller->session->offer;
    struct passkey_ask ask = { .origin = rq->app->conf.origin };
    char rp[RP_CAP];
    struct bytes client, data;

    if (passkey_rp_of(ask.origin, rp) || parts_bytes(rq, "client", &client) ||
        parts_bytes(rq, "data", &data))
        return ERR_FORGED;
    ask.rp = rp;
    memcpy(ask.challenge, offer->challenge, sizeof ask.challenge);
    f->kind = FACTOR_PASSKEY;
    label_of_form(&rq->caller->form, f->label);
    return passkey_register(&ask, client, data, f);
}

enum err
post_settings_passkey(struct req *rq)
{
    struct session *s = rq->caller->session;
    struct factor *f = arena_alloc(rq->arena, sizeof *f);

    if (!f)
        return ERR_INTERNAL;
    if (!s->offer || !s->offer->has_challenge)
        return parts_back(rq, "/settings/passkey", SAYS_OLD_PAGE);
    s->offer->has_challenge = false; /* one answer to each */
    enum err e = OK;
    if (refused(rq, "/settings/passkey", &e))
        return e;
    e = register_passkey(rq, f);
    if (e)
        return added(rq, e, "/settings/passkey", f->label, SAYS_PASSKEY_WRONG);
    e = db_begin(rq->app->keys, TX_WRITE);
    e = e ? e : db_end(rq->app->keys, add_factor(rq, f, NULL));
    return added(rq, e, "/settings/passkey", f->label, SAYS_PASSKEY_WRONG);
}

/* ---- Recovery codes. */

enum err
get_settings_recovery(struct req *rq)
{
    struct session *s = rq->caller->session;
    struct recovery_view v = { .says = parts_says(rq), .wait_s = parts_wait_s(rq) };
    const char **codes = arena_alloc(rq->arena, RECOVERY_CODES * sizeof *codes);
    struct out o = out_in(rq->arena);
    enum err e = codes ? frame_of(rq, &v.f) : ERR_INTERNAL;

    e = e ? e : recovery_left(rq->app->keys, &s->member, &v.left);
    if (e)
        return e;
    if (s->offer && s->offer->has_codes) {
        for (size_t i = 0; i < RECOVERY_CODES; i++)
            codes[i] = s->offer->codes[i];
        v.codes = codes;
    }
    page_desk_recovery(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
post_settings_recovery(struct req *rq)
{
    struct session *s = rq->caller->session;
    struct offer *offer = session_offer(s);

    if (!offer)
        return ERR_INTERNAL;
    if (strcmp(form_text(&rq->caller->form, "act"), "new") != 0) {
        offer->has_codes = false;
        secret_wipe(offer->codes, sizeof offer->codes);
        return parts_back(rq, "/settings", SAYS_NOTHING);
    }
    enum err e = OK;
    if (refused(rq, "/settings/recovery", &e))
        return e;
    e = db_begin(rq->app->keys, TX_WRITE);
    e = e ? e : db_end(rq->app->keys, recovery_new(rq->app->keys, &s->member, offer->codes));
    offer->has_codes = !e;
    if (e)
        return e;
    note(rq, AUDIT_CODES_NEW, "");
    return parts_back(rq, "/settings/recovery", SAYS_NOTHING);
}
