/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_MEMBERS_H
#define DESK_KEYS_MEMBERS_H
/* Members come and go, while the desk runs.

   Joining has two steps, so that a stranger with a stolen link gets nothing.  First the new member
   enrols: she gets a key pair and a passphrase, and stands in keys.db with no role and no wrap.
   Then a member of the office admits her: her key goes into the signed roster, she gets her roles,
   and she gets the keys of those vaults that the admitting member can open herself.  What is still
   lacking is given later by somebody who has it (member_give).  A key that stands in the database
   but not in the roster receives nothing.

   Every change is one transaction on keys.db that also holds the new roster (and card) as it was
   signed; the files beside it follow, at the latest at the next start. */
#include "base/arena.h"
#include "desk/keys/roles.h"
#include "desk/keys/vaults.h"

/* What an open session of the office works on; desk_members() in desk.h fills it.  All borrowed. */
struct members_at {
    struct db *keys;
    struct vaults *vaults;
    const struct vault_set *hers; /* vaults of the acting session */
    const struct root *root;
    struct network_id network;
    struct org_id org;
    struct roster *roster; /* replaced in place */
    struct card *card;     /* replaced in place when intake is re-keyed */
    const char *folder;
    const char *by_name; /* of the acting member */
    struct db *records;  /* for the audit chain; NULL: none is written */
    int64_t now_s;
};

/* What an invitation says. */
struct enrolment {
    const char *name; /* 1 to MEMBER_NAME_MAX bytes, no control characters */
    const char *lang; /* two letters */
};

/* Step 1; needs nobody unlocked.  Takes about 0.7 s: outside every transaction.  The passphrase is
   shown once and wiped by the caller.  ERR_CONFLICT: the name is taken; ERR_MALFORMED. */
MUST_USE enum err member_enrol(struct db *keys, const struct org_id *org,
    const struct enrolment *from, char passphrase[PASSPHRASE_CAP], struct member *out);

/* Step 2: roster, roles, keys of vaults.  A vault that her roles need and that does not exist yet
   (the first lawyer) is made.  *lacking: how many vaults she still waits for.
   ERR_FORBIDDEN: the acting session has not opened the office vault; ERR_NOT_FOUND: no such member;
   ERR_CONFLICT: she has been admitted already; ERR_TOO_LARGE: the roster is full. */
MUST_USE enum err member_admit(
    const struct members_at *at, const struct member_id *id, uint32_t roles, size_t *lacking);

/* Throw an enrolment away that nobody admitted.  ERR_CONFLICT: she is a member. */
MUST_USE enum err member_refuse(const struct members_at *at, const struct member_id *id);

/* Change her roles.  New vaults as in member_admit(); vaults that no role of hers needs any more
   are taken away and re-keyed as in member_remove().  ERR_BUSY: a vault that must be re-keyed is
   not open in this session: ask somebody who has it.  ERR_TOO_LARGE: intake has had so many new
   keys within five weeks that one more would push out one that requests on the way need. */
MUST_USE enum err member_set_roles(
    const struct members_at *at, const struct member_id *id, uint32_t roles, size_t *lacking);

/* Give her the key of a vault that the acting session has open and that her roles need.
   ERR_FORBIDDEN: not open here, not needed by her roles, or her key is not in the roster. */
MUST_USE enum err member_give(
    const struct members_at *at, const struct member_id *id, const char *vault_role);

/* Who lacks what: members whose roles need a vault they have no key for. */
struct lack {
    struct member_id member;
    char name[MEMBER_NAME_MAX + 1];
    char role[ROSTER_ROLE_MAX + 1];
};
MUST_USE enum err member_lacks(const struct members_at *at, struct lack *to, size_t cap, size_t *n);

/* She leaves.  Her wraps are erased; each vault she could read begins a new epoch: a new key pair,
   wrapped to those who stay, every stream key wrapped again; every stream of them begins a new
   epoch at its next write.  If intake was among them, card and people key are new: publish the
   card.  The caller ends her sessions first.  ERR_FORBIDDEN: no office vault, or it is the acting
   member herself; ERR_BUSY: one of her vaults is not open in the process; *which is its role.
   ERR_CONFLICT: she is the last who can open the vault *which. */
MUST_USE enum err member_remove(const struct members_at *at, const struct member_id *id,
    char which[static ROSTER_ROLE_MAX + 1]);

/* A new passphrase for her own key, which the old one opens.  Slow.  ERR_FORBIDDEN: the old one is
   wrong. */
MUST_USE enum err member_new_passphrase(struct db *keys, const struct org_id *org, const char *name,
    struct bytes old, char passphrase[PASSPHRASE_CAP]);

/* At the start: write roster and card once more when keys.db holds newer ones than the files. */
MUST_USE enum err members_settle(struct db *keys, const struct root *root,
    const struct network_id *network, const char *folder, struct roster *roster, struct card *card);

#endif
