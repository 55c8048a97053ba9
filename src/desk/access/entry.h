/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_ENTRY_H
#define DESK_ACCESS_ENTRY_H
/* Between passphrase and second factor.  An entry holds the member's own key and what her login
   form carried; none of her vaults is open yet.  It ends after five minutes, five wrong tries, or
   when she is in. */
#include "desk/access/sessions.h"

enum { ENTRIES_MAX = 16, ENTRY_TRIES = 5, ENTRY_MS = 5 * 60 * 1000, ENTRY_TO_CAP = 256 };

struct entry {
    bool used;
    struct digest token_hash;
    char csrf[CSRF_CAP];
    struct member m;
    struct box_secret *secret;
    struct arena *memory; /* holds what `typed` points to */
    struct case_typed typed;
    char to[ENTRY_TO_CAP]; /* where to go afterwards; "" the beginning */
    char lang[3];
    uint8_t challenge[CHALLENGE_BYTES];
    unsigned tries;
    int64_t until_ms;
};

struct entries {
    struct entry e[ENTRIES_MAX];
};

/* Takes the secret over (*secret is NULL then).  When all are in use the oldest makes room: each of
   them knew a passphrase.  ERR_INTERNAL: no memory. */
MUST_USE enum err entry_begin(struct entries *all, const struct member *m,
    struct box_secret **secret, const struct case_typed *typed, const char *to, int64_t now_ms,
    char token[SESSION_TOKEN_CAP], struct entry **out);

/* The entry of a cookie, or NULL. */
struct entry *entry_find(struct entries *all, const char *token, int64_t now_ms);

/* A wrong try: true when it was the last one; then the entry is over. */
bool entry_failed(struct entry *e);

/* A fresh challenge for the next passkey. */
void entry_challenge(struct entry *e);

void entry_end(struct entry *e);
void entries_expire(struct entries *all, int64_t now_ms);
void entries_wipe(struct entries *all);

#endif
