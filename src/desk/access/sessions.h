/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_SESSIONS_H
#define DESK_ACCESS_SESSIONS_H
/* Who is at the desk now.  A session is 32 random bytes in a cookie; only their hash is kept, in
   memory.  Ending a session gives its vaults back; the last one closes them. */
#include "base/arena.h"
#include "desk/access/factors.h"
#include "desk/access/passkey.h"
#include "desk/access/typed.h"
#include "desk/keys/vaults.h"

enum { SESSION_QUERY_CAP = 201, SESSION_HANDLE_CAP = 17 };
enum { SESSION_MAX_MS = 12 * 3600 * 1000 }; /* whatever she does */
enum { MAX_SESSIONS = 128, SESSION_TOKEN_CAP = 44, CSRF_CAP = 44 };

/* Secrets that wait for a yes: shown to her until she confirms, then kept or forgotten.  Guarded
   memory, wiped with the session. */
struct offer {
    bool has_passphrase, has_totp, has_challenge, has_codes;
    char passphrase[PASSPHRASE_CAP];
    struct member resealed; /* her key under the new passphrase */
    unsigned ask[2];        /* which words she types back, from 0 */
    uint8_t totp[TOTP_SECRET_BYTES];
    uint8_t challenge[CHALLENGE_BYTES];
    char codes[RECOVERY_CODES][RECOVERY_CODE_CAP];
    char invite[SESSION_TOKEN_CAP]; /* token of a new link; "" none */
    char invited[MEMBER_NAME_MAX + 1];
    int64_t invite_until_s;
    struct arena *paper; /* holds `travel`; NULL: no keys are packed */
    const char *travel;
    struct digest travel_digest;
    struct member_id travel_to;
};

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
    int64_t search_noted_s;        /* when the log was told of this search; 0: not yet */
    int64_t lists_noted_s;         /* the same of lists with dates and hand-overs */
    int64_t log_noted_s;           /* the same of the log itself */
    struct arena *memory;          /* holds `typed`; NULL: nothing is kept */
    struct case_typed typed; /* what she typed before the desk was locked; FORM_NONE: nothing */
    int64_t idle_ms;         /* her own limit, never above that of the desk; 0: the desk's */
    struct offer *offer;     /* what she is setting up; NULL: nothing */
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

/* One that was idle for too long or is too old, to be ended; NULL: none. */
struct session *session_over(struct sessions *all, int64_t now_ms);

/* How many sessions are open. */
size_t session_count(const struct sessions *all);

/* Keep what was typed until it is sent or thrown away; it is wiped with the session.  ERR_INTERNAL:
   no memory; then nothing is kept. */
MUST_USE enum err session_keep(struct session *s, const struct case_typed *t);
void session_forget(struct session *s);

/* 32 random bytes as text, for a cookie. */
void session_random_text(char to[SESSION_TOKEN_CAP]);

/* The offer of this session, made when there is none; NULL: no memory.  session_withdraw() wipes
   it. */
struct offer *session_offer(struct session *s);
void session_withdraw(struct session *s);

/* Its limit of idle time; and how long until it locks by itself, when nothing is done. */
int64_t session_limit_ms(const struct sessions *all, const struct session *s);
int64_t session_left_ms(const struct sessions *all, const struct session *s, int64_t now_ms);

/* A name for one of her sessions that a form may hold: it opens nothing. */
void session_handle(const struct session *s, char out[static SESSION_HANDLE_CAP]);

/* Two of the words of a passphrase, drawn for typing back; and is this that word?  Capitals and
   blanks around it count for nothing. */
void words_draw(unsigned ask[2]);
bool word_is(const char *passphrase, unsigned i, const char *typed);

/* Constant time. */
bool session_csrf_is(const struct session *s, const char *value);

#endif
