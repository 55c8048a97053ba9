/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_TRAVEL_H
#define DESK_ACCESS_TRAVEL_H
/* Travel mode: the keys of a member's vaults leave this machine, sealed to a colleague, as a text
   that can be carried or sent.  Until the colleague puts them back in an open session, her
   passphrase opens an empty desk, whoever makes her type it.  The format stands in
   docs/formats/travel.md. */
#include "base/arena.h"
#include "core/wire/roster.h"
#include "desk/keys/keys.h"

enum { TRAVEL_MAX_WRAPS = 512, TRAVEL_TEXT_MAX = 80 * 1024 };

/* Seal a copy of her wraps to the colleague; nothing is removed yet.  *text is one line of armor in
   `a`; *digest is what travel_leave() wants back.  ERR_NOT_FOUND: she holds no key to any vault.
   ERR_FORBIDDEN: the colleague stands in no roster.  ERR_CONFLICT: she is the only one who can open
   the vault *only (MAX: ROSTER_ROLE_MAX + 1 bytes), or, with *only empty, a request.
   ERR_TOO_LARGE. */
MUST_USE enum err travel_pack(struct db *keys, const struct org_id *org,
    const struct roster *roster, const struct member_id *member, const struct member_id *colleague,
    struct arena *a, const char **text, struct digest *digest, char only[static 17]);

/* Remove the wraps that were packed.  ERR_CONFLICT: they are others by now; pack again.
   ERR_FORBIDDEN: by now a request can be read by her alone. */
MUST_USE enum err travel_leave(struct db *keys, const struct member_id *member,
    const struct member_id *colleague, const struct digest *digest, int64_t today);

/* Put back what the text holds, but for vaults that her roles do not need or whose epoch is gone,
   and streams that were erased.  `secret` is the colleague's own key.  ERR_FORGED: not for her, not
   of this desk, or not the package that was made; *whose gets the member, *n how many keys. */
MUST_USE enum err travel_return(struct db *keys, const struct org_id *org,
    const struct roster *roster, const struct member *colleague, const struct box_secret *secret,
    const char *text, struct arena *a, struct member_id *whose, size_t *n);

/* Is she on the way?  ERR_NOT_FOUND: no. */
MUST_USE enum err travel_get(struct db *keys, const struct member_id *member,
    struct member_id *colleague, int64_t *since_day);

#endif
