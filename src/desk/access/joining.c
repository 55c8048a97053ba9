/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The invited person's side: her link, her six words, and waiting.  Nobody is logged in here; the
   token in the path is what she has. */
#include "base/clock.h"
#include "core/wire/content.h"
#include "desk/access/handlers.h"
#include "desk/access/members.h"
#include "desk/access/parts.h"
#include "desk/view.h"
#include "http/reply.h"

/* The cookie of the browser that began this; NULL: this is another one. */
static const char *
cookie_of(struct req *rq, const struct invitation *i)
{
    const char *name = i->begun ? access_joining_name(rq, &i->member) : NULL;

    return name ? req_cookie(rq, name) : NULL;
}

/* Who has the link has not yet begun it: the words, and the four that are read out at the
   telephone, are for the browser that began.  Where the words are forgotten the name of the cookie
   suffices: only this desk sets it, and it belongs to this one key. */
static enum joining_state
state_of(struct req *rq, const struct invitation *i, const struct joining *one)
{
    const char *cookie = cookie_of(rq, i);

    if (i->confirmed)
        return cookie ? JOINING_WAITS : JOINING_ELSEWHERE;
    if (!one)
        return JOINING_BEGIN;
    return joining_is_of(one, cookie) ? JOINING_WORDS : JOINING_ELSEWHERE;
}

static enum err
fill(struct req *rq, const struct invitation *i, struct joining_view *v)
{
    struct invitation_row row;
    enum err e = invitation_row_of(rq, i, &row);
    const struct joining *one = joining_find(&rq->app->joinings, i->id, clock_steady_ms());

    if (e)
        return e;
    v->token = rq->parts[0];
    v->name = row.name;
    v->by = row.by;
    v->state = state_of(rq, i, one);
    v->fingerprint = v->state == JOINING_WAITS ? row.fingerprint : "";
    if (v->state == JOINING_ELSEWHERE)
        v->says = SAYS_JOINING_ELSEWHERE;
    if (v->state == JOINING_WORDS) {
        v->words = one->passphrase;
        v->ask[0] = one->ask[0];
        v->ask[1] = one->ask[1];
    }
    return OK;
}

enum err
get_joining(struct req *rq)
{
    struct joining_view v = { .says = parts_says(rq), .state = JOINING_GONE };
    struct out o = out_in(rq->arena);
    struct invitation i;
    enum err e = invitation_by_token(rq->app->keys, rq->parts[0], clock_now_s(), &i);

    if (e && e != ERR_NOT_FOUND)
        return e;
    enum err filled = e ? OK : fill(rq, &i, &v);
    if (filled)
        return filled;
    view_frame(rq, PLACE_NONE, &v.f);
    v.f.member = NULL;
    v.f.self = v.state == JOINING_WORDS || v.state == JOINING_WAITS ? NULL : rq->path;
    page_desk_joining(&o, &v);
    return reply_page(rq, e ? 404 : 200, &o);
}

static enum err
again(struct req *rq, enum access_says s)
{
    const char *to =
        arena_printf(rq->arena, "/i/%s?l=%s%s%s", rq->parts[0], lang_code(rq->caller->lang),
            s ? "&s=" : "", s ? tell_text(arena_printf(rq->arena, "%d", (int)s)) : "");

    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

static enum err
begin(struct req *rq, const struct invitation *i)
{
    struct joinings *all = &rq->app->joinings;
    struct joining *one = joining_find(all, i->id, clock_steady_ms());
    char token[SESSION_TOKEN_CAP];

    if (one)
        return again(rq, SAYS_NOTHING); /* the page says whose it is */
    enum err e = slow_stranger_ms(&rq->app->slow, clock_steady_ms()) > 0 ? ERR_BUSY : OK;
    e = e ? e
          : joining_begin(all, rq->app->keys, &rq->app->org, i, lang_code(rq->caller->lang),
                clock_steady_ms(), token);
    if (e == ERR_BUSY)
        return again(rq, SAYS_JOINING_BUSY);
    if (e == ERR_CONFLICT)
        return again(rq, SAYS_NAME_TAKEN);
    if (e == ERR_NOT_FOUND)
        return again(rq, SAYS_NOTHING);
    one = e ? NULL : joining_find(all, i->id, clock_steady_ms());
    if (one)
        e = access_set_joining(rq, &one->member, token);
    return e ? e : again(rq, SAYS_NOTHING);
}

static enum err
keep(struct req *rq, const struct invitation *i)
{
    const struct form *f = &rq->caller->form;
    struct joining *one = joining_find(&rq->app->joinings, i->id, clock_steady_ms());

    if (!one || !joining_is_of(one, cookie_of(rq, i)))
        return again(rq, one ? SAYS_NOTHING : SAYS_OLD_PAGE);
    enum err e = joining_confirm(one, rq->app->keys, form_text(f, "w1"), form_text(f, "w2"));
    return e == ERR_FORBIDDEN ? again(rq, SAYS_WORDS_WRONG) : e ? e : again(rq, SAYS_NOTHING);
}

enum err
post_joining(struct req *rq)
{
    const char *act = form_text(&rq->caller->form, "act");
    struct invitation i;
    enum err e = invitation_by_token(rq->app->keys, rq->parts[0], clock_now_s(), &i);

    if (e == ERR_NOT_FOUND || i.confirmed)
        return again(rq, SAYS_NOTHING);
    if (e)
        return e;
    return strcmp(act, "begin") == 0 ? begin(rq, &i) : keep(rq, &i);
}
