/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_HANDLERS_H
#define DESK_ACCESS_HANDLERS_H
/* The way in and out, and what a member sets for herself.  Rows: src/desk/routes.c. */
#include "desk/desk.h"

enum err get_login(struct req *rq);
enum err post_login(struct req *rq);
enum err post_logout(struct req *rq);      /* ends this session */
enum err post_lock(struct req *rq);        /* ends every session */
enum err get_second(struct req *rq);       /* after the passphrase */
enum err post_second(struct req *rq);      /* a code of the app, or a recovery code */
enum err post_second_key(struct req *rq);  /* a passkey */
enum err post_second_back(struct req *rq); /* begin again */
enum err get_settings(struct req *rq);
enum err post_settings(struct req *rq);
enum err post_lang(struct req *rq);
enum err post_settings_session(struct req *rq);  /* ends another session of hers */
enum err post_settings_browsers(struct req *rq); /* forgets browsers that know her */
enum err get_settings_app(struct req *rq);
enum err post_settings_app(struct req *rq);
enum err get_settings_passkey(struct req *rq);
enum err post_settings_passkey(struct req *rq);
enum err get_settings_recovery(struct req *rq);
enum err post_settings_recovery(struct req *rq);
enum err get_settings_factor(struct req *rq);
enum err post_settings_factor(struct req *rq);
enum err get_settings_passphrase(struct req *rq);
enum err post_settings_passphrase(struct req *rq);
enum err get_settings_travel(struct req *rq);
enum err get_settings_travel_txt(struct req *rq); /* the package as a file */
enum err post_settings_travel(struct req *rq);
enum err post_stay(struct req *rq); /* the session goes on */
enum err get_members(struct req *rq);
enum err get_member(struct req *rq);
enum err post_member_roles(struct req *rq);
enum err post_member_give(struct req *rq);
enum err post_member_remove(struct req *rq);
enum err get_members_invite(struct req *rq);
enum err post_members_invite(struct req *rq);
enum err post_members_revoke(struct req *rq);
enum err get_members_admit(struct req *rq);
enum err post_members_admit(struct req *rq);
enum err get_joining(struct req *rq); /* an invited person opens her link */
enum err post_joining(struct req *rq);

/* Answer a request that needs a session and has none: a page is asked for again after the way in, a
   form is carried through it. */
MUST_USE enum err access_locked(struct req *rq);

/* The name of this desk's cookie: desks on one machine share its cookies,
   so it holds the organisation. */
const char *access_cookie_name(const struct req *rq);
/* The same for the long-lived cookie of a browser in which somebody got in. */
const char *access_known_name(const struct req *rq);

/* Set the session's cookie; "" takes it away. */
MUST_USE enum err access_set_cookie(struct req *rq, const char *token);

/* The cookie of a browser in which an invited person began; each beginning has its own name, so an
   earlier one counts for nothing. */
const char *access_joining_name(const struct req *rq, const struct member_id *begun);
MUST_USE enum err access_set_joining(
    struct req *rq, const struct member_id *begun, const char *token);

/* The name under which failures of this member count in this browser (src/desk/access/slow.h). */
const char *access_slow_name(struct req *rq, const char *name, bool *known);

/* Begin the session of a member who has shown all she has to, and lead her on. */
MUST_USE enum err access_enter(struct req *rq, const struct member *m,
    const struct box_secret *secret, const struct case_typed *typed, const char *to);

/* The name of the fact that says whether single keys are on: one byte, 0 is off. */
enum { FACT_NAME_CAP = 48 };
void access_keys_fact(const struct session *s, char to[static FACT_NAME_CAP]);
/* The one that is there once a member has chosen her language: until then her browser's counts. */
void access_lang_fact(const struct member_id *id, char to[static FACT_NAME_CAP]);
/* Note that this member has chosen. */
MUST_USE enum err access_lang_chosen(struct db *keys, const struct member_id *id);

#endif
