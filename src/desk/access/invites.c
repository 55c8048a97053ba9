/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The office's side of an invitation: make a link, take it back, let in. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/access/handlers.h"
#include "desk/access/members.h"
#include "desk/access/parts.h"
#include "desk/view.h"
#include "http/reply.h"

enum { MEMBERS_CAP = 128 };

/* Four words of the key of somebody who began; "" when she did not. */
static enum err
fingerprint_for(struct req *rq, const struct invitation *i, const char **out)
{
    struct member *all = arena_alloc(rq->arena, MEMBERS_CAP * sizeof *all);
    char *text = arena_alloc(rq->arena, FINGERPRINT_CAP);
    size_t n = 0;
    enum err e = all && text ? keys_member_list(rq->app->keys, all, MEMBERS_CAP, &n) : ERR_INTERNAL;

    for (size_t k = 0; !e && k < n; k++)
        if (i->begun && id_equal(all[k].id.b, i->member.b))
            fingerprint_of(&all[k].public, text);
    if (!e)
        *out = text;
    return e;
}

enum err
invitation_row_of(struct req *rq, const struct invitation *i, struct invitation_row *out)
{
    struct invitation_row r = { .id = parts_hex(rq->arena, i->id, ID_BYTES),
        .name = arena_text(rq->arena, i->name),
        .by = arena_text(rq->arena, i->by_name),
        .roles = i->roles,
        .until_s = i->until_s };
    enum err e = r.name && r.by ? fingerprint_for(rq, i, &r.fingerprint) : ERR_INTERNAL;

    r.state = i->confirmed                  ? INVITED_WAITS
              : clock_now_s() >= i->until_s ? INVITED_OVER
              : i->begun                    ? INVITED_BEGUN
                                            : INVITED_OPEN;
    if (!e)
        *out = r;
    return e;
}

enum err
get_members_invite(struct req *rq)
{
    const struct offer *offer = rq->caller->session->offer;
    struct invite_view v = { .says = parts_says(rq), .name = "" };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_MEMBERS, &v.f);
    enum err e = v.f.has_cases ? view_counts(rq, &v.f) : OK;
    if (e)
        return e;
    if (offer && *offer->invite) {
        v.link = arena_printf(rq->arena, "%s/i/%s", rq->app->conf.origin, offer->invite);
        v.invited = offer->invited;
        v.until_s = offer->invite_until_s;
    }
    page_desk_invite(&o, &v);
    return reply_page(rq, 200, &o);
}

static enum err
make_link(struct req *rq, struct offer *offer)
{
    const struct form *f = &rq->caller->form;
    const char *name = form_text(f, "name");
    int64_t now_s = clock_now_s();
    uint64_t for_s = 0;
    char token[SESSION_TOKEN_CAP];

    if (text_u64(form_text(f, "for"), INVITATION_MIN_S, INVITATION_MAX_S, &for_s))
        return ERR_MALFORMED;
    enum err e = db_begin(rq->app->keys, TX_WRITE);
    if (e)
        return e;
    e = invitation_new(rq->app->keys, name, roles_of_form(f), rq->caller->session->name, now_s,
        (int64_t)for_s, token);
    e = db_end(rq->app->keys, e);
    if (e)
        return e;
    desk_audit(
        rq->app, AUDIT_INVITED, &rq->caller->session->member, rq->caller->session->name, name);
    memcpy(offer->invite, token, sizeof token);
    (void)snprintf(offer->invited, sizeof offer->invited, "%s", name);
    offer->invite_until_s = now_s + (int64_t)for_s;
    return OK;
}

enum err
post_members_invite(struct req *rq)
{
    struct offer *offer = session_offer(rq->caller->session);
    static const char page[] = "/members/invite";

    if (!offer)
        return ERR_INTERNAL;
    if (strcmp(form_text(&rq->caller->form, "act"), "seen") == 0) {
        secret_wipe(offer->invite, sizeof offer->invite);
        return parts_back(rq, "/members", SAYS_NOTHING);
    }
    enum err e = make_link(rq, offer);
    if (e == ERR_CONFLICT)
        return parts_back(rq, page, SAYS_NAME_TAKEN);
    if (e == ERR_MALFORMED || e == ERR_TOO_LARGE)
        return parts_back(rq, page, e == ERR_MALFORMED ? SAYS_NAME_BAD : SAYS_TOO_MANY);
    return e ? e : parts_back(rq, page, SAYS_NOTHING);
}

static enum err
forget_invitation(struct req *rq, const uint8_t id[ID_BYTES])
{
    enum err e = db_begin(rq->app->keys, TX_WRITE);

    return e ? e : db_end(rq->app->keys, invitation_erase(rq->app->keys, id));
}

enum err
post_members_revoke(struct req *rq)
{
    const struct session *s = rq->caller->session;
    uint8_t id[ID_BYTES];
    struct invitation i;

    if (hex_decode(form_text(&rq->caller->form, "id"), id, sizeof id))
        return parts_back(rq, "/members", SAYS_OLD_PAGE);
    enum err e = invitation_get(rq->app->keys, id, &i);
    e = e ? e : forget_invitation(rq, id);
    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/members", SAYS_OLD_PAGE);
    if (e)
        return e;
    desk_audit(rq->app, AUDIT_WITHDRAWN, &s->member, s->name, i.name);
    return parts_back(rq, "/members", SAYS_INVITATION_TAKEN_BACK);
}

/* The one in the path, when its person waits to be let in. */
static enum err
waiting_of_path(struct req *rq, struct invitation *out)
{
    uint8_t id[ID_BYTES];

    if (hex_decode(rq->parts[0], id, sizeof id))
        return ERR_NOT_FOUND;
    enum err e = invitation_get(rq->app->keys, id, out);
    return e ? e : out->confirmed ? OK : ERR_NOT_FOUND;
}

enum err
get_members_admit(struct req *rq)
{
    struct admit_view v = { .says = parts_says(rq) };
    struct out o = out_in(rq->arena);
    struct invitation i;

    view_frame(rq, PLACE_MEMBERS, &v.f);
    enum err e = v.f.has_cases ? view_counts(rq, &v.f) : OK;
    e = e ? e : waiting_of_path(rq, &i);
    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/members", SAYS_OLD_PAGE);
    e = e ? e : invitation_row_of(rq, &i, &v.row);
    if (e)
        return e;
    page_desk_admit(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
post_members_admit(struct req *rq)
{
    uint32_t roles = roles_of_form(&rq->caller->form);
    const char *page = arena_printf(rq->arena, "/members/admit/%s", rq->parts[0]);
    struct members_at at;
    struct invitation i;
    size_t lacking = 0;
    enum err e = page ? waiting_of_path(rq, &i) : ERR_INTERNAL;

    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/members", SAYS_OLD_PAGE);
    if (e)
        return e;
    if (!roles || !form_get(&rq->caller->form, "same"))
        return parts_back(rq, page, roles ? SAYS_OLD_PAGE : SAYS_NO_ROLE);
    desk_members(rq->app, rq->caller->session, &at);
    e = member_admit(&at, &i.member, roles, &lacking);
    if (e == ERR_FORBIDDEN)
        rq->caller->problem = PROBLEM_OFFICE;
    e = e ? e : forget_invitation(rq, i.id);
    return e ? e : parts_back(rq, "/members", lacking ? SAYS_ADMITTED_LACKS : SAYS_ADMITTED);
}
