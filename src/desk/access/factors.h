/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_FACTORS_H
#define DESK_ACCESS_FACTORS_H
/* What keys.db holds about a member's way in beside her key: second factors, recovery codes, known
   browsers, habits.  Second factors are gates of the running desk and no key material: whoever
   holds the disk has gone round them.  The secret behind an app's codes is sealed to the member, so
   it is readable only once her passphrase was right.  The caller holds the transaction. */
#include "desk/keys/keys.h"

enum factor_kind { FACTOR_UNSET, FACTOR_CODES = 1, FACTOR_PASSKEY = 2 };

enum {
    FACTORS_MAX = 10, /* of one member */
    FACTOR_LABEL_CAP = 41,
    CREDENTIAL_MAX = 1023,
    PUBLIC_MAX = 259, /* RSA, the longest */
    TOTP_SECRET_BYTES = 20,
    RECOVERY_CODES = 8,
    RECOVERY_CODE_CAP = 12, /* "abcde-fghij" */
    KNOWN_DAYS = 90,
};

struct factor {
    int64_t added_day, used_day; /* used_day 0: never */
    int64_t counter;
    size_t n_credential, n_public;
    enum factor_kind kind;
    int algorithm; /* COSE number of a passkey; else 0 */
    uint8_t id[ID_BYTES];
    uint8_t credential[CREDENTIAL_MAX];
    uint8_t public[PUBLIC_MAX];
    char label[FACTOR_LABEL_CAP]; /* what the member called it; "" nothing */
};

/* All of one member, at most FACTORS_MAX. */
MUST_USE enum err factor_list(
    struct db *keys, const struct member_id *m, struct factor to[FACTORS_MAX], size_t *n);
MUST_USE enum err factor_put(struct db *keys, const struct member_id *m, const struct factor *f);

/* It was used: remember the counter.  ERR_CONFLICT: this counter or a later one was used before,
   so it is a replay or a copy.  A passkey that does not count stays at 0. */
MUST_USE enum err factor_used(
    struct db *keys, const uint8_t id[ID_BYTES], int64_t counter, int64_t day);

/* With what was sealed for it.  ERR_NOT_FOUND: not hers. */
MUST_USE enum err factor_erase(
    struct db *keys, const struct member_id *m, const uint8_t id[ID_BYTES]);

/* Seal the secret of an app's codes to the member's key as the roster has it, and open it with her
   secret after the passphrase.  ERR_FORGED. */
MUST_USE enum err totp_keep(struct db *keys, const struct org_id *org, const struct member_id *m,
    const struct box_public *to, const uint8_t factor[ID_BYTES],
    const uint8_t secret[TOTP_SECRET_BYTES]);
MUST_USE enum err totp_take(struct db *keys, const struct org_id *org, const struct member *m,
    const struct box_secret *hers, const uint8_t factor[ID_BYTES],
    uint8_t secret[TOTP_SECRET_BYTES]);

/* New recovery codes instead of all earlier ones.  They are shown once; only hashes are kept. */
MUST_USE enum err recovery_new(
    struct db *keys, const struct member_id *m, char codes[RECOVERY_CODES][RECOVERY_CODE_CAP]);
/* Use one up, however it was typed: blanks, hyphens and capitals count for nothing.
   ERR_FORBIDDEN: no such code. */
MUST_USE enum err recovery_use(struct db *keys, const struct member_id *m, const char *typed);
MUST_USE enum err recovery_left(struct db *keys, const struct member_id *m, int64_t *n);
MUST_USE enum err recovery_erase(struct db *keys, const struct member_id *m);

/* Browsers in which this member got in: the hash of a random cookie. */
MUST_USE enum err known_put(
    struct db *keys, const struct digest *hash, const struct member_id *m, int64_t until_day);
bool known_has(struct db *keys, const struct digest *hash, const char *name, int64_t today);
MUST_USE enum err known_count(struct db *keys, const struct member_id *m, int64_t *n);
MUST_USE enum err known_erase(struct db *keys, const struct member_id *m);

/* idle_s 0: as the desk is set; seen_day 0: never. */
MUST_USE enum err habit_get(
    struct db *keys, const struct member_id *m, int64_t *idle_s, int64_t *seen_day);
MUST_USE enum err habit_set_idle(struct db *keys, const struct member_id *m, int64_t idle_s);
MUST_USE enum err habit_seen(struct db *keys, const struct member_id *m, int64_t day);

/* A new salt and a new seal of the same key. */
MUST_USE enum err member_reseal(struct db *keys, const struct member *m);

/* Forget what belongs to members who left, and browsers whose time is over. */
MUST_USE enum err access_sweep(struct db *keys, int64_t today);

#endif
