/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/status/handlers.h"
#include "assets.gen.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/post/handlers.h"
#include "desk/view.h"
#include "http/reply.h"

static const char *
hex_of(struct arena *a, const uint8_t *b, size_t n)
{
    char *to = arena_alloc(a, 2 * n + 1);

    if (to)
        hex_encode((struct bytes){ b, n }, to);
    return to ? to : "";
}

static enum err
fill_sessions(struct req *rq, struct status_view *v)
{
    const struct sessions *all = &rq->app->sessions;
    struct session_row *rows = arena_alloc(rq->arena, MAX_SESSIONS * sizeof *rows);
    int64_t now_ms = clock_steady_ms();

    for (size_t i = 0; rows && i < MAX_SESSIONS; i++) {
        const struct session *s = &all->s[i];
        if (s->used)
            rows[v->n_sessions++] = (struct session_row){ s->name, (now_ms - s->last_ms) / 60000,
                s == rq->caller->session };
    }
    v->sessions = rows;
    return rows ? OK : ERR_INTERNAL;
}

enum err
get_status(struct req *rq)
{
    const struct app *app = rq->app;
    struct status_view v = { .hubs = &app->hubs,
        .post = &app->post,
        .alerts = &app->alerts,
        .guard = &app->guard,
        .alarm_words = app->alarm,
        .unreadable = app->n_unreadable,
        .broken = app->n_broken,
        .doors_left = app->doors_left,
        .recovery_lacks = app->keeping.n_lacking,
        .has_recovery = app->keeping.has_recovery,
        .idle_minutes = (app->sessions.idle_ms + 59999) / 60000 };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_STATUS, &v.f);
    v.network = hex_of(rq->arena, app->network.b, sizeof app->network.b);
    v.org_id = hex_of(rq->arena, app->org.b, sizeof app->org.b);
    enum err e = fill_sessions(rq, &v);
    e = e ? e : way_fill_duty(rq, &v.turns);
    e = e ? e : store_out_count(app->records, day_of(v.f.now_s), &v.outbox);
    e = !e && v.f.has_cases ? view_counts(rq, &v.f) : e;
    if (e)
        return e;
    page_desk_status(&o, &v);
    return reply_page(rq, 200, &o);
}

/* Under the path with its own hash a file never changes; under an older one, still on some open
   page, the new file is better than none. */
static enum err
reply_asset(struct req *rq, const struct asset *a)
{
    bool current = rq->parts[0] && strcmp(rq->parts[0], a->mark) == 0;

    reply_header(rq, "Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
    return reply_bytes(rq, 200, a->type, (struct bytes){ (const uint8_t *)a->text, a->n });
}

enum err
get_css(struct req *rq)
{
    return reply_asset(rq, &asset_desk_css);
}

enum err
get_js(struct req *rq)
{
    return reply_asset(rq, &asset_desk_js);
}

enum err
get_passkey_js(struct req *rq)
{
    return reply_asset(rq, &asset_passkey_js);
}
