/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everything that a hub answers, but for what is private: POST, /w/, /t/ and /f/ go to the gate
   (src/gate/routes.c) and never reach these tables; see src/hub/head.c. */
#include "hub/handlers.h"

static const struct route public_routes[] = {
    /*       path             who      database   body  handler */
    { GET, "/", ANYONE, TX_NONE, 0, get_index },
    { GET, "/x", ANYONE, TX_NONE, 0, get_exit },
    { GET, "/x/{w}", ANYONE, TX_NONE, 0, get_exit },
    { GET, "/root", ANYONE, TX_NONE, 0, get_root },
    { GET, "/cards", ANYONE, TX_NONE, 0, get_cards },
    { GET, "/edition", ANYONE, TX_NONE, 0, get_edition },
    { GET, "/edition/{w}", ANYONE, TX_NONE, 0, get_edition_page },
    { GET, "/d/{n}/{n}", ANYONE, TX_READ, 0, get_shelf },
    { GET, "/{w}/", ANYONE, TX_NONE, 0, get_page },
    { GET, "/{w}/{w}", ANYONE, TX_NONE, 0, get_page },
};

static const struct route desk_routes[] = {
    /*       path             who           database   body           handler */
    { GET, "/l/{n}", SIGNED_DESK, TX_READ, 0, get_lane },
    { PUT, "/d/{n}/{n}", SIGNED_DESK, TX_NONE, DESK_BODY_MAX, put_shelf },
};

/* With every answer; a handler may replace one by a header of the same name. */
static const struct reply_header headers[] = {
    { "Cache-Control", "no-store" },
    { "Content-Security-Policy",
        "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
    { "Referrer-Policy", "no-referrer" },
    { "X-Content-Type-Options", "nosniff" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy",
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
        "fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
        "payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), "
        "xr-spatial-tracking=()" },
    { NULL, NULL },
};

const struct site *
hub_public_site(struct app *app, struct site *room)
{
    *room = (struct site){
        .app = app,
        .routes = public_routes,
        .n_routes = sizeof public_routes / sizeof *public_routes,
        .arena_bytes = SHELF_BODY_MAX + (64 << 10),
        .headers = headers,
        .begin = begin_row,
        .end = end_row,
        .failed = answer_with_page,
    };
    return room;
}

const struct site *
hub_desk_site(struct app *app, struct site *room)
{
    *room = (struct site){
        .app = app,
        .routes = desk_routes,
        .n_routes = sizeof desk_routes / sizeof *desk_routes,
        .arena_bytes = LANE_BODY_MAX + (1 << 20),
        .headers = headers,
        .admit = admit_desk,
        .begin = begin_row,
        .end = end_row,
        .failed = answer_desk,
    };
    return room;
}
