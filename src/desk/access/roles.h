/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_ROLES_H
#define DESK_ACCESS_ROLES_H
/* Which role may do what.  A row of src/desk/routes.c names one of these as who may; the table in
   roles.c says which roles that is.  Roles decide acts, keys decide content: a member whose role
   may read requests reads none without a key to their vault, and no role gives a key.  MEMBER in a
   row stays what it was: everybody who is logged in. */
#include "base/arena.h"
#include "desk/keys/roles.h"
#include "http/route.h"

enum may {
    MAY_READ = WHO_OWN, /* lists, threads, search */
    MAY_WRITE,          /* to the person, by any channel */
    MAY_NOTE,           /* notes, labels, forms, dates, files of a case; translations */
    MAY_STEER,          /* urgency, lead, snooze, close, reopen, freeze, merge */
    MAY_SHARE,          /* let another vault or member read a case; hand over; refer */
    MAY_CONFIRM_DATE,   /* say as a lawyer that a date is right */
    MAY_APPROVE,        /* assessment, plan, closure of somebody else */
    MAY_KEEP_BOOKS,     /* templates, saved views, duty hours, training, rules */
    MAY_ERASE,          /* retention, legal hold, erasing */
    MAY_EXPORT,         /* ask for an export */
    MAY_RELEASE,        /* be the second person who lets an export go */
    MAY_COUNT,          /* statistics */
    MAY_AUDIT,          /* read who did what */
    MAY_SEE_MEMBERS,    /* the list of members, their roles and vaults */
    MAY_MANAGE,         /* invite, confirm, change and remove members */
    MAY_GRANT,          /* give a vault one holds to another member, or take it back */
    MAY_CONFIGURE,      /* channels, alerts, backup */
    MAY_END
};

/* May a member with these roles do it?  False for every number that is none of enum may. */
bool role_may(uint32_t roles, int act);

/* The roles that may, as bits; 0 for a number that is no act. */
uint32_t roles_that_may(int act);

/* "counsellor+office" to bits.  ERR_MALFORMED: a code that is none, or nothing. */
MUST_USE enum err roles_read(const char *text, uint32_t *out);

/* The codes of these roles joined by "+", in `a`; NULL: no memory. */
const char *roles_text(struct arena *a, uint32_t roles);

#endif
