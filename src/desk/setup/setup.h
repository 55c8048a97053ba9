/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_SETUP_SETUP_H
#define DESK_SETUP_SETUP_H
/* A desk's beginning, for the command line: the folder with its keys, then the card and the roster
   once the network's root note names the organisation. */
#include "base/arena.h"
#include "core/open/member.h"
#include "core/wire/roster.h"
#include "desk/keys/vaults.h"

enum { SETUP_MAX_MEMBERS = 16 };

struct setup_member {
    const char *name, *lang;
    uint32_t roles;
    char passphrase[PASSPHRASE_CAP]; /* made here; shown once, then wiped by the caller */
};

/* Make keys.db in `folder` (which must not hold one: ERR_CONFLICT): organisation, identity,
   members, the vaults that their roles need (intake and office must be among them: ERR_NOT_FOUND),
   the key for requests, 26 door keys from the week of now_s.  *org and *identity go into the root
   note. */
MUST_USE enum err setup_init(const char *folder, struct setup_member *members, size_t n,
    int64_t now_s, struct org_id *org, struct sign_public *identity, char why[static DB_WHY_BYTES]);

/* Take a root note that lists this organisation: verify it, make card version 1 from `profile`
   (names, abouts, languages and countries are read from it) and roster version 1, sign both, and
   write root, card and roster into the folder.  Needs a member of the office and her passphrase. */
MUST_USE enum err setup_join(const char *folder, struct bytes root_file, const struct card *profile,
    const char *member, struct bytes passphrase, int64_t now_s, const char **why, struct arena *a);

#endif
