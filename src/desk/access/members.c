/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The list of members, one member's page, and what can be done there.  The keys are the business of
   src/desk/keys/members.h. */
#include "desk/access/members.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/access/handlers.h"
#include "desk/access/parts.h"
#include "desk/access/roles.h"
#include "desk/access/travel.h"
#include "desk/view.h"
#include "http/reply.h"

enum { MEMBERS_CAP = 128 };

static bool
has_key(struct req *rq, const struct vault_row *row, const struct member *m)
{
    struct wrap_about about = vault_wrap_about(&rq->app->org, row, &m->id);
    struct wrap w;

    return !keys_wrap_get(rq->app->keys, &about, &w);
}

enum err
member_row_of(struct req *rq, const struct member *m, struct member_row *out)
{
    struct vault_row rows[MAX_VAULTS];
    const char **vaults = arena_alloc(rq->arena, MAX_VAULTS * sizeof *vaults);
    struct factor *factors = arena_alloc(rq->arena, FACTORS_MAX * sizeof *factors);
    const struct roster_member *hers = roster_member_find(rq->app->roster, &m->id);
    struct member_row r = { .id = parts_hex(rq->arena, m->id.b, ID_BYTES),
        .name = arena_text(rq->arena, m->name),
        .roles = hers ? hers->roles : m->roles,
        .own = id_equal(m->id.b, rq->caller->session->member.b) };
    struct member_id keeper;
    int64_t idle_s = 0;
    int64_t since = 0;
    size_t n = 0;
    enum err e =
        vaults && factors && r.name ? keys_vault_list(rq->app->keys, rows, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++)
        if (has_key(rq, &rows[i], m))
            vaults[r.n_vaults++] = arena_text(rq->arena, rows[i].role);
    r.vaults = vaults;
    e = e ? e : factor_list(rq->app->keys, &m->id, factors, &r.n_factors);
    e = e ? e : habit_get(rq->app->keys, &m->id, &idle_s, &r.seen_day);
    r.travels = !e && !travel_get(rq->app->keys, &m->id, &keeper, &since);
    if (!e)
        *out = r;
    return e;
}

static enum err
fill_rows(struct req *rq, struct members_view *v)
{
    struct member *all = arena_alloc(rq->arena, MEMBERS_CAP * sizeof *all);
    struct member_row *rows = arena_alloc(rq->arena, MEMBERS_CAP * sizeof *rows);
    size_t n = 0;
    enum err e = all && rows ? keys_member_list(rq->app->keys, all, MEMBERS_CAP, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++)
        if (roster_member_find(rq->app->roster, &all[i].id)) /* the others stand under Invited */
            e = member_row_of(rq, &all[i], &rows[v->n++]);
    v->rows = rows;
    return e;
}

static enum err
fill_invitations(struct req *rq, struct members_view *v)
{
    struct invitation *all = arena_alloc(rq->arena, INVITATIONS_MAX * sizeof *all);
    struct invitation_row *rows = arena_alloc(rq->arena, INVITATIONS_MAX * sizeof *rows);
    enum err e =
        all && rows ? invitation_list(rq->app->keys, all, &v->n_invitations) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < v->n_invitations; i++)
        e = invitation_row_of(rq, &all[i], &rows[i]);
    v->invitations = rows;
    return e;
}

enum err
get_members(struct req *rq)
{
    struct members_view v = { .says = parts_says(rq),
        .may_manage = role_may(rq->caller->session->roles, MAY_MANAGE) };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_MEMBERS, &v.f);
    enum err e = v.f.has_cases ? view_counts(rq, &v.f) : OK;
    e = e ? e : fill_rows(rq, &v);
    e = e ? e : fill_invitations(rq, &v);
    if (e)
        return e;
    page_desk_members(&o, &v);
    return reply_page(rq, 200, &o);
}

/* The member whose id stands in the path. */
static enum err
member_of_path(struct req *rq, struct member *out)
{
    struct member *all = arena_alloc(rq->arena, MEMBERS_CAP * sizeof *all);
    uint8_t id[ID_BYTES];
    size_t n = 0;
    enum err e = all ? keys_member_list(rq->app->keys, all, MEMBERS_CAP, &n) : ERR_INTERNAL;

    if (e || hex_decode(rq->parts[0], id, sizeof id))
        return e ? e : ERR_NOT_FOUND;
    for (size_t i = 0; i < n; i++)
        if (id_equal(all[i].id.b, id) && roster_member_find(rq->app->roster, &all[i].id)) {
            *out = all[i];
            return OK;
        }
    return ERR_NOT_FOUND;
}

static enum err
fill_lacks(struct req *rq, const struct member *m, struct member_view *v)
{
    struct members_at at;
    struct lack lacks[MAX_VAULTS * 8];
    const char **roles = arena_alloc(rq->arena, MAX_VAULTS * sizeof *roles);
    size_t n = 0;

    desk_members(rq->app, rq->caller->session, &at);
    enum err e = roles ? member_lacks(&at, lacks, sizeof lacks / sizeof *lacks, &n) : ERR_INTERNAL;
    for (size_t i = 0; !e && i < n; i++)
        if (id_equal(lacks[i].member.b, m->id.b) && v->n_lacks < MAX_VAULTS)
            roles[v->n_lacks++] = arena_text(rq->arena, lacks[i].role);
    v->lacks = roles;
    return e;
}

enum err
get_member(struct req *rq)
{
    uint32_t roles = rq->caller->session->roles;
    struct member_view v = { .says = parts_says(rq),
        .may_manage = role_may(roles, MAY_MANAGE),
        .may_grant = role_may(roles, MAY_GRANT) };
    const char *which = view_param(rq, "v");
    struct out o = out_in(rq->arena);
    struct member m;

    view_frame(rq, PLACE_MEMBERS, &v.f);
    enum err e = v.f.has_cases ? view_counts(rq, &v.f) : OK;
    e = e ? e : member_of_path(rq, &m);
    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/members", SAYS_OLD_PAGE);
    e = e ? e : member_row_of(rq, &m, &v.row);
    e = e ? e : fill_lacks(rq, &m, &v);
    if (e)
        return e;
    v.which = *which && vaults_by_role(&rq->app->vaults, which) ? which : NULL;
    page_desk_member(&o, &v);
    return reply_page(rq, 200, &o);
}

uint32_t
roles_of_form(const struct form *f)
{
    uint32_t roles = 0;

    for (size_t i = 0; i < desk_n_roles; i++) {
        char field[8];
        (void)snprintf(field, sizeof field, "r%zu", i);
        roles |= form_get(f, field) ? desk_roles[i].bit : 0;
    }
    return roles;
}

/* Back to her page, with the vault that was in the way. */
static enum err
back_to(struct req *rq, const struct member *m, enum access_says s, const char *which)
{
    const char *to = arena_printf(rq->arena, "/members/%s?s=%d%s%s",
        parts_hex(rq->arena, m->id.b, ID_BYTES), (int)s, *which ? "&v=" : "", which);

    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

/* What the keys refused, as something that can be said; other errors stay errors. */
static enum access_says
says_of(enum err e)
{
    switch (e) {
    case ERR_BUSY: return SAYS_VAULT_CLOSED;
    case ERR_CONFLICT: return SAYS_LAST_ONE;
    case ERR_FORBIDDEN: return SAYS_NOT_YOURS_TO_GIVE;
    default: return SAYS_NOTHING;
    }
}

enum err
post_member_roles(struct req *rq)
{
    uint32_t roles = roles_of_form(&rq->caller->form);
    struct members_at at;
    struct member m;
    size_t lacking = 0;
    enum err e = member_of_path(rq, &m);

    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/members", SAYS_OLD_PAGE);
    if (e)
        return e;
    if (!roles)
        return back_to(rq, &m, SAYS_NO_ROLE, "");
    desk_members(rq->app, rq->caller->session, &at);
    e = member_set_roles(&at, &m.id, roles, &lacking);
    enum access_says no = e == ERR_TOO_LARGE ? SAYS_ROLES_TOO_OFTEN : says_of(e);
    if (no)
        return back_to(rq, &m, no, "");
    if (e)
        return e;
    two_person_forget_member(&rq->app->pairs, &m.id);
    keep_soon(rq->app);
    bool own = id_equal(m.id.b, rq->caller->session->member.b);
    desk_end_member(rq->app, &m.id, own ? rq->caller->session : NULL);
    if (own)
        rq->caller->session->roles = roles;
    return own && !role_may(roles, MAY_SEE_MEMBERS) ? reply_see_other(rq, "/")
                                                    : back_to(rq, &m, SAYS_ROLES_SET, "");
}

enum err
post_member_give(struct req *rq)
{
    const char *vault = form_text(&rq->caller->form, "vault");
    struct members_at at;
    struct member m;
    enum err e = member_of_path(rq, &m);

    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/members", SAYS_OLD_PAGE);
    if (e)
        return e;
    desk_members(rq->app, rq->caller->session, &at);
    e = member_give(&at, &m.id, vault);
    if (e == ERR_FORBIDDEN)
        return back_to(rq, &m, SAYS_NOT_YOURS_TO_GIVE, "");
    if (e == ERR_CONFLICT || e == ERR_NOT_FOUND)
        return back_to(rq, &m, SAYS_OLD_PAGE, "");
    return e ? e : back_to(rq, &m, SAYS_KEY_GIVEN, "");
}

enum err
post_member_remove(struct req *rq)
{
    char which[ROSTER_ROLE_MAX + 1] = "";
    struct members_at at;
    struct member m;
    enum err e = member_of_path(rq, &m);

    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/members", SAYS_OLD_PAGE);
    if (e)
        return e;
    if (!form_get(&rq->caller->form, "sure") || id_equal(m.id.b, rq->caller->session->member.b))
        return back_to(rq, &m, SAYS_OLD_PAGE, "");
    desk_end_member(rq->app, &m.id, NULL);
    desk_members(rq->app, rq->caller->session, &at);
    e = member_remove(&at, &m.id, which);
    if (says_of(e))
        return back_to(rq, &m, says_of(e), which);
    if (e)
        return e;
    two_person_forget_member(&rq->app->pairs, &m.id);
    keep_soon(rq->app);
    e = db_begin(rq->app->keys, TX_WRITE);
    e = e ? e : db_end(rq->app->keys, access_sweep(rq->app->keys, day_of(clock_now_s())));
    return e ? e : parts_back(rq, "/members", SAYS_REMOVED);
}
