/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_SESSIONS_H
#define DESK_ACCESS_SESSIONS_H
/* Who is at the desk now.  A session is 32 random bytes in a cookie; only their hash is kept, in
   memory.  Ending a session gives its vaults back; the last one closes them. */
#include "base/arena.h"
#include "desk/access/typed.h"
#include "desk/keys/vaults.h"

enum { SESSION_QUERY_CAP = 101 };
enum { MAX_SESSIONS = 128, SESSION_TOKEN_CAP = 44, CSRF_CAP = 44 };

struct session {
    bool used;
    struct digest token_hash;
    char csrf[CSRF_CAP]; /* base64url; stands in every form of this session */
    struct member_id member;
    char member_hex[2 * ID_BYTES + 1];
    char name[MEMBER_NAME_MAX + 1];
    char lang[3];
    uint32_t roles;
    struct vault_set vaults; /* what she can read */
    struct vault *at;        /* where she works now; NULL: she has no cases */
    int64_t last_ms;         /* steady clock of the last request by a person */
    int64_t began_ms;
    bool no_keys;                  /* she switched single keys off */
    char query[SESSION_QUERY_CAP]; /* what she searched last; "" nothing.  Never in an address */
    struct arena *memory;          /* holds `typed`; NULL: nothing is kept */
    struct case_typed typed; /* what she typed before the desk was locked; FORM_NONE: nothing */
};

struct sessions {
    struct session s[MAX_SESSIONS];
    int64_t idle_ms;
};

/* A new session for a member whose vaults were entered.  ERR_BUSY: too many.
   *token is for the cookie. */
MUST_USE enum err session_begin(struct sessions *all, const struct member *m,
    const struct vault_set *vaults, int64_t now_ms, char token[SESSION_TOKEN_CAP],
    struct session **out);

/* The session of a cookie, or NULL.  Looking does not count as use: session_touch() does. */
struct session *session_find(struct sessions *all, const char *token);
void session_touch(struct session *s, int64_t now_ms);

/* End one, or all (panic lock). */
void session_end(struct session *s);
void session_end_all(struct sessions *all, struct vaults *v);

/* End those that were idle for too long; how many that were. */
size_t session_expire(struct sessions *all, int64_t now_ms);

/* End all sessions of one member: she was removed. */
void session_end_member(struct sessions *all, const struct member_id *m);

/* How many sessions are open. */
size_t session_count(const struct sessions *all);

/* Keep what was typed until it is sent or thrown away; it is wiped with the session.  ERR_INTERNAL:
   no memory; then nothing is kept. */
MUST_USE enum err session_keep(struct session *s, const struct case_typed *t);
void session_forget(struct session *s);

/* Constant time. */
bool session_csrf_is(const struct session *s, const char *value);

#endif
