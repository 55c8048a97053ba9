/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_MEMBERS_H
#define DESK_ACCESS_MEMBERS_H
/* What the handlers of members and invitations share. */
#include "desk/access/invitations.h"
#include "desk/desk.h"
#include "desk/pages/members.h"

/* What the list and the page of a member say about her. */
MUST_USE enum err member_row_of(struct req *rq, const struct member *m, struct member_row *out);

/* The same for an invitation. */
MUST_USE enum err invitation_row_of(
    struct req *rq, const struct invitation *i, struct invitation_row *out);

/* The roles ticked in a form; 0: none. */
uint32_t roles_of_form(const struct form *f);

#endif
