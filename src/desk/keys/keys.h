/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_KEYS_H
#define DESK_KEYS_KEYS_H
/* keys.db: one short function for each thing kept there.  The caller holds the transaction. */
#include "base/arena.h"
#include "core/open/member.h"
#include "core/open/wrap_open.h"
#include "core/wire/roster.h"
#include "db/db.h"
#include "desk/keys/roles.h"

enum { MEMBER_NAME_MAX = 64, MAX_VAULTS = 10, MAX_DOORS = 64, MEMBERS_MAX = 128 };

struct member {
    struct member_id id;
    char name[MEMBER_NAME_MAX + 1];
    char lang[3];
    uint32_t roles;
    uint8_t salt[MEMBER_SALT_BYTES];
    struct kek_cost cost;
    struct box_public public;
    uint8_t sealed[MEMBER_SEALED_BYTES];
};

struct vault_row {
    struct vault_id id;
    uint32_t epoch;
    char role[ROSTER_ROLE_MAX + 1];
    struct box_public public;
};

struct door_row {
    uint32_t week;
    struct box_public public;
    bool is_free; /* its secret can be read while locked */
};

/* Open or create the database.  Errors as db_open(). */
MUST_USE enum err keys_open(const char *path, struct db **out, char why[static DB_WHY_BYTES]);

/* Facts of fixed size, such as "org" and "network".  ERR_NOT_FOUND, ERR_MALFORMED (other size). */
MUST_USE enum err keys_fact_put(struct db *db, const char *name, struct bytes value);
MUST_USE enum err keys_fact_get(struct db *db, const char *name, uint8_t *to, size_t n);

/* The same of any size, in `a`. */
MUST_USE enum err keys_fact_bytes(
    struct db *db, const char *name, struct arena *a, struct bytes *out);

/* Members.  ERR_CONFLICT: the name is taken; ERR_NOT_FOUND. */
MUST_USE enum err keys_member_put(struct db *db, const struct member *m);
MUST_USE enum err keys_member_get(struct db *db, const char *name, struct member *out);
MUST_USE enum err keys_member_by_id(struct db *db, const struct member_id *id, struct member *out);
/* All members by name, at most `cap`. */
MUST_USE enum err keys_member_list(struct db *db, struct member *to, size_t cap, size_t *n);
MUST_USE enum err keys_member_set_lang(struct db *db, const struct member_id *id, const char *lang);

/* Roles; see roles.h. */
MUST_USE enum err keys_member_set_roles(struct db *db, const struct member_id *id, uint32_t roles);
/* Salt, cost and sealed secret of *m. */
MUST_USE enum err keys_member_set_seal(struct db *db, const struct member *m);
/* The member, and everything that was sealed to her or that she set. */
MUST_USE enum err keys_member_erase(struct db *db, const struct member_id *id);

/* Vaults: the list holds the current epoch of each. */
MUST_USE enum err keys_vault_put(struct db *db, const struct vault_row *v);
MUST_USE enum err keys_vault_list(struct db *db, struct vault_row to[MAX_VAULTS], size_t *n);

/* The epochs before this row's, newest first, at most `cap`; and forget those that are older. */
MUST_USE enum err keys_vault_past(
    struct db *db, const struct vault_row *now, struct vault_row *to, size_t cap, size_t *n);

/* Forget epochs before this row's: rows and wraps to members. */
MUST_USE enum err keys_vault_forget_past(struct db *db, const struct vault_row *now);
/* Take every epoch's wrap from one member. */
MUST_USE enum err keys_vault_take(
    struct db *db, const struct vault_id *vault, const struct member_id *m);

/* Keys sealed to a public key.  ERR_NOT_FOUND. */
MUST_USE enum err keys_wrap_put(
    struct db *db, const struct wrap_about *about, const struct wrap *w);
MUST_USE enum err keys_wrap_get(struct db *db, const struct wrap_about *about, struct wrap *out);

/* A door key; secret NULL: it is only in a wrap. */
MUST_USE enum err keys_door_put(
    struct db *db, uint32_t week, const struct box_public *public, const struct box_secret *secret);
MUST_USE enum err keys_door_list(struct db *db, struct door_row to[MAX_DOORS], size_t *n);
/* ERR_NOT_FOUND when there is none or it is not free.  `out` is guarded memory. */
MUST_USE enum err keys_door_secret(struct db *db, uint32_t week, struct box_secret *out);
MUST_USE enum err keys_door_free(struct db *db, uint32_t week, const struct box_secret *secret);
MUST_USE enum err keys_door_erase_before(struct db *db, uint32_t week);

/* The key that signs requests to hubs; it works while locked. */
MUST_USE enum err keys_online_put(struct db *db, const struct sign_secret *auth);
MUST_USE enum err keys_online_get(struct db *db, struct sign_secret *out);

/* The object of a door wrap: the week as 16 bytes, zeros before it. */
void keys_week_object(uint32_t week, uint8_t out[ID_BYTES]);

#endif
