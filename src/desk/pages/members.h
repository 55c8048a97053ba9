/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PAGES_MEMBERS_H
#define DESK_PAGES_MEMBERS_H
/* Pages about who works here: members, invitations, keys that travel. */
#include "desk/pages/access.h"

struct member_row {
    const char *id, *name; /* id in hex */
    uint32_t roles;
    const char *const *vaults; /* their roles: what she has a key to */
    size_t n_vaults;
    int64_t seen_day; /* 0: never */
    size_t n_factors;
    bool own, travels;
};

enum invitation_state { INVITED_OPEN, INVITED_BEGUN, INVITED_WAITS, INVITED_OVER };

struct invitation_row {
    const char *id, *name, *by;
    uint32_t roles;
    int64_t until_s;
    enum invitation_state state;
    const char *fingerprint; /* four words, when she has a key */
};

struct members_view {
    struct desk_frame f;
    enum access_says says;
    const struct member_row *rows;
    size_t n;
    const struct invitation_row *invitations;
    size_t n_invitations;
    bool may_manage;
};

struct invite_view {
    struct desk_frame f;
    enum access_says says;
    const char *name; /* as typed */
    const char *link; /* NULL: not made yet */
    const char *invited;
    int64_t until_s;
};

struct member_view {
    struct desk_frame f;
    enum access_says says;
    struct member_row row;
    const char *const *lacks; /* roles of vaults that her work needs and she has no key to */
    size_t n_lacks;
    const char *which; /* the vault that was in the way; NULL */
    bool may_manage, may_grant;
};

struct admit_view {
    struct desk_frame f;
    enum access_says says;
    struct invitation_row row;
};

/* What an invited person sees. */
enum joining_state { JOINING_GONE, JOINING_BEGIN, JOINING_WORDS, JOINING_WAITS, JOINING_ELSEWHERE };

struct joining_view {
    struct desk_frame f;
    enum access_says says;
    enum joining_state state;
    const char *token, *name, *by;
    const char *words;
    unsigned ask[2];
    const char *fingerprint;
};

struct travel_view {
    struct desk_frame f;
    enum access_says says;
    int64_t wait_s;
    const struct member_row *colleagues;
    size_t n;
    const char *text, *to; /* the package and who keeps it; NULL: not made */
    const char *which;     /* the vault that nobody else can open; NULL */
};

/* Names. */
const char *tell_role(enum lang lang, uint32_t bit);
const char *tell_roles(struct out *o, enum lang lang, uint32_t roles); /* joined by commas */
const char *tell_compartment(enum lang lang, const char *role); /* of every vault, office too */

/* The pages. */
void page_desk_members(struct out *o, const struct members_view *v);
void page_desk_invite(struct out *o, const struct invite_view *v);
void page_desk_member(struct out *o, const struct member_view *v);
void page_desk_admit(struct out *o, const struct admit_view *v);
void page_desk_joining(struct out *o, const struct joining_view *v);
void page_desk_travel(struct out *o, const struct travel_view *v);
void page_desk_stay(struct out *o, const struct desk_frame *f);

/* Parts; nobody else calls them. */
void page_desk_roles(struct out *o, enum lang lang, uint32_t roles);
void page_desk_member_acts(struct out *o, const struct member_view *v);
void page_desk_invitation(struct out *o, const struct members_view *v, size_t i);
void page_desk_back(struct out *o, const struct travel_view *v);

#endif
