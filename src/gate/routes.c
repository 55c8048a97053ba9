/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/routes.h"
#include "core/wire/crypto.h"
#include "gate/forms.h"
#include "gate/show.h"
#include "style.gen.h"

static const struct route routes[] = {
    /*        path      who may  database  body max        handler */
    { POST, "/", ANYONE, TX_NONE, GATE_BODY_MAX, post_form },
    { GET, "/w/{w}", ANYONE, TX_NONE, 0, get_words },
    { GET, "/t/{w}", ANYONE, TX_NONE, 0, get_thread },
    { GET, "/f/{w}", ANYONE, TX_NONE, 0, get_found },
};

static const struct reply_header headers[] = {
    { "Cache-Control", "no-store" },
    { "Content-Security-Policy",
        "default-src 'none'; style-src " STYLE_SOURCES "; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'" },
    { "Referrer-Policy", "no-referrer" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", "DENY" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy", "accelerometer=(), camera=(), clipboard-read=(), display-capture=(), "
                            "geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), "
                            "usb=(), xr-spatial-tracking=()" },
    { NULL, NULL },
};

/* The language of a form that was not parsed, because it is too large or not for this path: the
   hidden fields stand first.  Of a private page: what stands in front of its pass. */
static enum lang
lang_of_request(const struct req *rq)
{
    const size_t n = rq->body.n < 200 ? rq->body.n : 200;
    const char *pass = rq->path ? strrchr(rq->path, '/') : NULL;
    char code[3] = "";

    for (size_t i = 0; i + 4 < n; i++)
        if (rq->body.p[i] == '&' && rq->body.p[i + 1] == 'l' && rq->body.p[i + 2] == '=') {
            memcpy(code, rq->body.p + i + 3, 2);
            break;
        }
    return lang_of(code) || !pass ? lang_of(code) : gate_pass_lang(pass + 1);
}

static enum error_kind
kind_of(enum err e)
{
    switch (e) {
    case ERR_NOT_FOUND: return ERROR_404;
    case ERR_FORBIDDEN: return ERROR_405; /* the dispatcher's word for a wrong method */
    case ERR_TOO_LARGE: return ERROR_413;
    case ERR_EXPIRED: return ERROR_410;
    case ERR_BUSY: return ERROR_503;
    case ERR_MALFORMED:
    case ERR_FORGED: return ERROR_400;
    case OK:
    case ERR_CONFLICT:
    case ERR_INTERNAL: break;
    }
    return ERROR_500;
}

static enum err
failed(struct req *rq, enum err e)
{
    return show_error(rq, lang_of_request(rq), kind_of(e));
}

static enum err
begin(struct req *rq)
{
    secret_wipe(rq->app->pocket, sizeof *rq->app->pocket);
    return rq->app->request_is_whole ? rq->app->request_is_whole(rq->app) : OK;
}

struct site
gate_site(struct app *app)
{
    return (struct site){
        .app = app,
        .routes = routes,
        .n_routes = sizeof routes / sizeof *routes,
        .arena_bytes = GATE_ARENA_BYTES,
        .headers = headers,
        .begin = begin,
        .failed = failed,
    };
}
