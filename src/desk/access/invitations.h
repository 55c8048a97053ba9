/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_INVITATIONS_H
#define DESK_ACCESS_INVITATIONS_H
/* One-time links by which a new member comes.  Only the hash of the token is kept.  Whoever opens
   the link gets a key pair and a passphrase and nothing else: a member of the office compares four
   words with her and lets her in.  The caller holds the transaction unless it says otherwise. */
#include "desk/access/sessions.h"
#include "desk/keys/members.h"

enum {
    INVITATIONS_MAX = 64,
    JOININGS_MAX = 8,
    JOINING_MS = 30 * 60 * 1000,
    INVITATION_MIN_S = 30 * 60,
    INVITATION_MAX_S = 7 * 24 * 3600,
    FINGERPRINT_CAP = 64, /* four words */
};

struct invitation {
    int64_t until_s;
    uint32_t roles; /* proposed */
    uint8_t id[ID_BYTES];
    struct member_id member; /* when begun */
    char name[MEMBER_NAME_MAX + 1];
    char by_name[MEMBER_NAME_MAX + 1];
    bool begun, confirmed;
};

/* A new link; *token is shown once.  ERR_CONFLICT: a member or an invitation has this name;
   ERR_MALFORMED: name or time; ERR_TOO_LARGE: too many are open. */
MUST_USE enum err invitation_new(struct db *keys, const char *name, uint32_t roles,
    const char *by_name, int64_t now_s, int64_t for_s, char token[SESSION_TOKEN_CAP]);

/* By the token of a link.  ERR_NOT_FOUND: none, used up, or over; which of them is not said. */
MUST_USE enum err invitation_by_token(
    struct db *keys, const char *token, int64_t now_s, struct invitation *out);
MUST_USE enum err invitation_get(
    struct db *keys, const uint8_t id[ID_BYTES], struct invitation *out);
MUST_USE enum err invitation_list(
    struct db *keys, struct invitation to[INVITATIONS_MAX], size_t *n);

/* Take it back, with the key pair of whoever began.  ERR_NOT_FOUND. */
MUST_USE enum err invitation_erase(struct db *keys, const uint8_t id[ID_BYTES]);

/* What only memory holds between the passphrase and the two words typed back. */
struct joining {
    bool used;
    uint8_t invitation[ID_BYTES];
    struct member_id member;
    struct digest token_hash; /* of the cookie of the browser that began */
    char passphrase[PASSPHRASE_CAP];
    unsigned ask[2];
    int64_t until_ms;
};
struct joinings {
    struct joining *all; /* JOININGS_MAX of them in guarded memory; NULL until first used */
};

/* The invited person begins: key pair and passphrase.  Slow, so outside every transaction.  Begins
   anew when an earlier beginning is forgotten and was not confirmed.  *token is for a cookie: who
   has no more than the link may neither see the words nor confirm them.  ERR_BUSY: too many are
   joining just now; ERR_FORBIDDEN: somebody has begun and may still confirm. */
MUST_USE enum err joining_begin(struct joinings *j, struct db *keys, const struct org_id *org,
    const struct invitation *from, const char *lang, int64_t now_ms, char token[SESSION_TOKEN_CAP]);

/* What she was shown; NULL: not begun, or forgotten. */
struct joining *joining_find(
    struct joinings *j, const uint8_t invitation[ID_BYTES], int64_t now_ms);

/* Is this the cookie of the browser that began?  NULL is none. */
bool joining_is_of(const struct joining *one, const char *token);

/* She typed the two words: the passphrase is forgotten here.  ERR_FORBIDDEN: wrong words. */
MUST_USE enum err joining_confirm(
    struct joining *one, struct db *keys, const char *first, const char *second);

/* Forget all of them. */
void joinings_done(struct joinings *j);

/* Four words of the hash of a member's key, to compare by telephone. */
void fingerprint_of(const struct box_public *key, char out[FINGERPRINT_CAP]);

#endif
