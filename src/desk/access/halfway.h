/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_HALFWAY_H
#define DESK_ACCESS_HALFWAY_H
/* Between passphrase and second factor.  It holds the member's own key and what her login
   form carried; none of her vaults is open yet.  It ends after five minutes, five wrong tries, or
   when she is in. */
#include "desk/access/sessions.h"

enum { HALFWAYS_MAX = 16, HALFWAY_TRIES = 5, HALFWAY_MS = 5 * 60 * 1000, HALFWAY_TO_CAP = 256 };

struct halfway {
    bool used;
    struct digest token_hash;
    char csrf[CSRF_CAP];
    struct member m;
    struct box_secret *secret;
    struct arena *memory; /* holds what `typed` points to */
    struct case_typed typed;
    char to[HALFWAY_TO_CAP]; /* where to go afterwards; "" the beginning */
    char lang[3];
    uint8_t challenge[CHALLENGE_BYTES];
    unsigned tries;
    int64_t until_ms;
};

struct halfways {
    struct halfway e[HALFWAYS_MAX];
};

/* Takes the secret over (*secret is NULL then).  When all are in use the oldest makes room: each of
   them knew a passphrase.  ERR_INTERNAL: no memory. */
MUST_USE enum err halfway_begin(struct halfways *all, const struct member *m,
    struct box_secret **secret, const struct case_typed *typed, const char *to, int64_t now_ms,
    char token[SESSION_TOKEN_CAP], struct halfway **out);

/* Of a cookie, or NULL. */
struct halfway *halfway_find(struct halfways *all, const char *token, int64_t now_ms);

/* A wrong try: true when it was the last one; then it is over. */
bool halfway_failed(struct halfway *e);

/* A fresh challenge for the next passkey. */
void halfway_challenge(struct halfway *e);

/* It is over: one, those of one member, those whose time is over, or all. */
void halfway_end(struct halfway *e);
void halfway_end_member(struct halfways *all, const struct member_id *m);
void halfways_expire(struct halfways *all, int64_t now_ms);
void halfways_wipe(struct halfways *all);

#endif
