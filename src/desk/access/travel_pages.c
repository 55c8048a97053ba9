/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sending one's keys away, and putting a colleague's back. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/access/handlers.h"
#include "desk/access/parts.h"
#include "desk/access/travel.h"
#include "desk/pages/members.h"
#include "desk/view.h"
#include "http/reply.h"

enum { MEMBERS_CAP = 128 };

static const char page[] = "/settings/travel";

/* Everybody who could keep them: members in the roster but herself. */
static enum err
fill_colleagues(struct req *rq, struct travel_view *v)
{
    const struct session *s = rq->caller->session;
    const struct offer *offer = s->offer;
    struct member *all = arena_alloc(rq->arena, MEMBERS_CAP * sizeof *all);
    struct member_row *rows = arena_alloc(rq->arena, MEMBERS_CAP * sizeof *rows);
    size_t n = 0;
    enum err e = all && rows ? keys_member_list(rq->app->keys, all, MEMBERS_CAP, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        if (offer && offer->travel && id_equal(offer->travel_to.b, all[i].id.b))
            v->to = all[i].name;
        if (!id_equal(all[i].id.b, s->member.b) && roster_member_find(rq->app->roster, &all[i].id))
            rows[v->n++] = (struct member_row){ .id = parts_hex(rq->arena, all[i].id.b, ID_BYTES),
                .name = all[i].name };
    }
    v->colleagues = rows;
    return e;
}

enum err
get_settings_travel(struct req *rq)
{
    const struct offer *offer = rq->caller->session->offer;
    struct travel_view v = { .says = parts_says(rq), .wait_s = parts_wait_s(rq), .to = "" };
    const char *which = view_param(rq, "v");
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_SETTINGS, &v.f);
    enum err e = v.f.has_cases ? view_counts(rq, &v.f) : OK;
    e = e ? e : fill_colleagues(rq, &v);
    if (e)
        return e;
    v.text = offer ? offer->travel : NULL;
    v.which = *which && vaults_by_role(&rq->app->vaults, which) ? which : NULL;
    page_desk_travel(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
get_settings_travel_txt(struct req *rq)
{
    const struct offer *offer = rq->caller->session->offer;

    if (!offer || !offer->travel)
        return parts_back(rq, page, SAYS_OLD_PAGE);
    reply_header(rq, "Content-Disposition", "attachment; filename=\"keys.txt\"");
    return reply_bytes(rq, 200, "text/plain; charset=utf-8", bytes_of(offer->travel));
}

/* Seal them; the offer keeps the text until she says that it has arrived. */
static enum err
seal_to(struct req *rq, const struct member_id *to, char only[static ROSTER_ROLE_MAX + 1])
{
    struct session *s = rq->caller->session;
    struct offer *offer = session_offer(s);
    OWN(arena) paper = arena_new(1 << 20);
    struct digest digest;
    const char *text = NULL;

    if (!offer || !paper)
        return ERR_INTERNAL;
    enum err e = travel_pack(
        rq->app->keys, &rq->app->org, rq->app->roster, &s->member, to, paper, &text, &digest, only);
    if (e)
        return e;
    arena_drop(&offer->paper);
    offer->paper = TAKE(paper);
    offer->travel = text;
    offer->travel_digest = digest;
    offer->travel_to = *to;
    return OK;
}

static enum err
pack(struct req *rq)
{
    const struct form *f = &rq->caller->form;
    char only[ROSTER_ROLE_MAX + 1] = "";
    struct member_id to;
    struct member m;

    if (hex_decode(form_text(f, "to"), to.b, sizeof to.b))
        return parts_back(rq, page, SAYS_OLD_PAGE);
    enum err e = parts_passphrase(rq, form_text(f, "passphrase"), &m, NULL);
    if (e == ERR_FORBIDDEN || e == ERR_BUSY)
        return parts_back(rq, page, e == ERR_BUSY ? SAYS_NOTHING : SAYS_PASSPHRASE_WRONG);
    e = e ? e : seal_to(rq, &to, only);
    if (e == ERR_NOT_FOUND)
        return parts_back(rq, page, SAYS_TRAVEL_NOTHING);
    if (e == ERR_FORBIDDEN)
        return parts_back(rq, page, SAYS_OLD_PAGE);
    if (e == ERR_CONFLICT && !*only)
        return parts_back(rq, page, SAYS_TRAVEL_ALONE);
    if (e == ERR_CONFLICT) {
        const char *where =
            arena_printf(rq->arena, "%s?s=%d&v=%s", page, (int)SAYS_TRAVEL_ONLY, only);
        return where ? reply_see_other(rq, where) : ERR_INTERNAL;
    }
    return e ? e : parts_back(rq, page, SAYS_NOTHING);
}

/* Her keys go, and every session of hers with them. */
static enum err
leave(struct req *rq)
{
    struct session *s = rq->caller->session;
    const struct member_id m = s->member;

    if (!s->offer || !s->offer->travel)
        return parts_back(rq, page, SAYS_OLD_PAGE);
    enum err e = db_begin(rq->app->keys, TX_WRITE);
    if (e)
        return e;
    e = travel_leave(
        rq->app->keys, &m, &s->offer->travel_to, &s->offer->travel_digest, day_of(clock_now_s()));
    e = db_end(rq->app->keys, e);
    if (e == ERR_CONFLICT || e == ERR_FORBIDDEN) {
        session_withdraw(s);
        return parts_back(rq, page, e == ERR_CONFLICT ? SAYS_TRAVEL_CHANGED : SAYS_TRAVEL_ALONE);
    }
    if (e)
        return e;
    desk_audit(rq->app, AUDIT_KEYS_AWAY, &m, s->name, "");
    rq->caller->session = NULL;
    desk_end_member(rq->app, &m, NULL);
    e = access_set_cookie(rq, "");
    return e ? e : reply_see_other(rq, "/login");
}

static void
note_back(struct req *rq, const struct member *by, const struct member_id *whose)
{
    struct member m;
    bool known = !keys_member_by_id(rq->app->keys, whose, &m);

    desk_audit(rq->app, AUDIT_KEYS_BACK, &by->id, by->name, known ? m.name : "");
}

static enum err
bring_back(struct req *rq)
{
    const struct form *f = &rq->caller->form;
    OWN(box_secret) secret = box_secret_new();
    struct member_id whose;
    struct member me;
    size_t n = 0;

    if (!secret)
        return ERR_INTERNAL;
    enum err e = parts_passphrase(rq, form_text(f, "passphrase"), &me, secret);
    if (e == ERR_FORBIDDEN || e == ERR_BUSY)
        return parts_back(rq, page, e == ERR_BUSY ? SAYS_NOTHING : SAYS_PASSPHRASE_WRONG);
    e = e ? e : db_begin(rq->app->keys, TX_WRITE);
    if (e)
        return e;
    e = travel_return(rq->app->keys, &rq->app->org, rq->app->roster, &me, secret,
        form_text(f, "text"), rq->arena, &whose, &n);
    e = db_end(rq->app->keys, e);
    if (e == ERR_FORGED)
        return parts_back(rq, page, SAYS_TRAVEL_FORGED);
    if (e)
        return e;
    note_back(rq, &me, &whose);
    desk_end_member(rq->app, &whose, NULL);
    return parts_back(rq, page, SAYS_KEYS_BACK);
}

enum err
post_settings_travel(struct req *rq)
{
    const char *act = form_text(&rq->caller->form, "act");

    if (strcmp(act, "pack") == 0)
        return pack(rq);
    if (strcmp(act, "leave") == 0)
        return leave(rq);
    if (strcmp(act, "return") == 0)
        return bring_back(rq);
    session_withdraw(rq->caller->session);
    return parts_back(rq, "/settings", SAYS_NOTHING);
}
