/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DESK_H
#define DESK_DESK_H
/* The desk's whole state, made in main.c and handed down.  One loop, one thread; the courier is the
   only other thread and never sees this struct. */
#include "core/wire/roster.h"
#include "desk/access/halfway.h"
#include "desk/access/invitations.h"
#include "desk/access/sessions.h"
#include "desk/access/slow.h"
#include "desk/access/two_person.h"
#include "desk/audit/audit.h"
#include "desk/audit/pace.h"
#include "desk/cases/cases.h"
#include "desk/files/viewing.h"
#include "desk/hubs/hubs.h"
#include "desk/keep/step.h"
#include "desk/keys/doors.h"
#include "desk/keys/members.h"
#include "desk/pages/problem.h"
#include "desk/post/alerts.h"
#include "desk/post/post.h"
#include "guard/guard.h"
#include "http/multipart.h"
#include "http/route.h"
#include "text/lang.h"

struct desk_conf {
    const char *folder;  /* root, card, roster, records.db, keys.db */
    const char *listen;  /* host:port */
    const char *origin;  /* scheme://host:port as browsers call it: what a POST's Origin must be */
    const char *proxy;   /* SOCKS proxy to the hubs, or "" */
    const char *sandbox; /* required, best-effort, off */
    int64_t poll_ms, slot_ms, edition_ms, idle_ms, timeout_ms, retry_ms, ring_ms;
    int64_t keep_months;       /* how long a closed case is kept */
    int64_t keep_days;         /* how long what could not be opened is kept */
    int64_t keep_message_days; /* what was said, after the last word; 0: as long as the case */
    int64_t demonstration;     /* yes: say on every page that this is one */
};

struct app {
    struct desk_conf conf;
    struct root *root;
    struct network_id network;
    struct org_id org;
    struct card *card;
    struct roster *roster;
    struct db *keys, *records;
    struct vaults vaults;
    struct doors doors;
    struct sessions sessions;
    struct joinings joinings; /* invited people who write their words down */
    struct halfways halfways; /* between passphrase and second factor */
    struct courier *courier;
    struct hubs hubs;
    struct guard_report guard;
    struct waiting waiting; /* filed boxes; kept current by the loop */
    int64_t read_again_ms;  /* the same for reading records behind an unlock */
    int64_t open_again_ms;  /* steady clock: opening failed, not before then */
    size_t n_broken;        /* records that did not open, in all open vaults */
    int64_t n_unreadable;
    size_t doors_left;        /* weeks from now on that a locked desk can open */
    uint32_t door_week;       /* for which doors were turned last */
    int64_t swept_day;        /* when what is out of date was erased last; days since 1970 */
    struct audit_check audit; /* the last time the chain was computed anew: at the start at least */
    uint64_t anchored;        /* the last entry whose link is in the anchor's file */
    uint32_t head_day;        /* when the head of the chain was signed last; days since 1970 */
    struct paces paces;       /* how fast members open cases */
    unsigned n_too_fast;      /* alarms about that which nobody has seen yet */
    const char *alarm;        /* one sentence of the program itself, or NULL */
    struct slow slow;         /* names whose passphrase was wrong */
    struct viewing viewing;   /* files that are looked at */
    struct two_person pairs;  /* what waits for a second person */
    struct post post;         /* channels other than hubs */
    struct alert_state alerts; /* of those on duty; kept current by the loop */
    int64_t night_again_ms;    /* steady clock: what a locked desk must know is copied again then */
    struct keeping keeping;
};

/* What a request of a member may use, filled by the admit hook. */
struct caller {
    struct session *session;    /* NULL on pages for anyone */
    struct casebook book;       /* of the vault she works in; p is NULL when she has none */
    enum lang lang;             /* hers; before she is known, the one asked for */
    enum lang said_lang;        /* the one this request asks for; LANG_UNSET: none */
    struct form form;           /* fields of a POST */
    struct multipart_file file; /* that came with it; no name: none */
    enum desk_problem problem;  /* why not, finer than the error code a handler gives back */
    int64_t problem_n;
};

/* The route table. */
extern const struct route desk_routes[];
extern const size_t desk_n_routes;

/* Hooks of the site: who is it, transactions on the casebook, error pages. */
struct site desk_site(struct app *app);

/* Unlock: member, vaults, projections, doors; boxes that waited follow in desk_step().
   ERR_FORBIDDEN: name or passphrase; ERR_BUSY: too many failures of this name just now, or too many
   sessions. */
MUST_USE enum err desk_unlock(struct app *app, const char *name, const char *passphrase,
    char token[SESSION_TOKEN_CAP], struct session **out);

/* The same in two steps, with a second factor between them.  desk_know(): is it she?  Nothing is
   opened but her own key, into `secret`.  `slow` is the name under which failures count.
   desk_let_in(): open her vaults and begin the session, with the roles she has by now.
   ERR_FORBIDDEN: she is no member any more. */
MUST_USE enum err desk_know(struct app *app, const char *name, const char *slow,
    const char *passphrase, struct member *out, struct box_secret *secret);
MUST_USE enum err desk_let_in(struct app *app, const struct member *m,
    const struct box_secret *secret, const char *slow, char token[SESSION_TOKEN_CAP],
    struct session **out);

/* End the session, or every session. */
void desk_lock(struct app *app, struct session *s);
void desk_lock_all(struct app *app);

/* End all sessions of one member but `own` (may be NULL), and every way in of hers that waits for
   its second factor: what it knows of her is out of date. */
void desk_end_member(struct app *app, const struct member_id *m, const struct session *own);

/* The casebook of the vault in which this session works; without a session that of intake.  b->p is
   NULL when the vault is closed, or she has none. */
void desk_casebook(struct app *app, const struct session *s, struct casebook *b);

/* Note what is about no case, in a transaction of its own.  by NULL: nobody, or the desk. */
void desk_audit(struct app *app, enum audit_act act, const struct member_id *by,
    const char *by_name, const char *words);

/* What members.h works on, for a session of the office. */
void desk_members(struct app *app, const struct session *s, struct members_at *out);

/* The casebook of one vault. */
void desk_book(struct app *app, struct vault *v, struct casebook *b);

/* Set the desk up from its folder; on failure *why is one sentence that says what to do. */
MUST_USE enum err desk_start(struct app *app, struct arena *life, const char **why);

/* Start understory-post if channels are set up: before the sandbox, which allows no program. */
MUST_USE enum err desk_start_post(struct app *app, struct arena *life, const char **why);

/* Be the only process that works on this folder, until *fd is closed.  ERR_BUSY: another one does;
   ERR_NOT_FOUND: there is no such folder. */
MUST_USE enum err desk_claim(const char *folder, int *fd);

/* Start the courier and the schedule.  After the sandbox:
   what it gives up, no thread may still have. */
MUST_USE enum err desk_start_hubs(struct app *app, struct arena *life, const char **why);
void desk_stop(struct app *app);

/* Copy out of the open vaults what a locked desk must know to wake people, and ring for dates whose
   hour came.  A failure is told by the loop, and tried again. */
MUST_USE enum err desk_night(struct app *app, int64_t now_s);
/* Soon: something was written. */
void desk_night_soon(struct app *app);

/* Count anew what waits for an open vault, from hubs and other channels, and what never opens. */
MUST_USE enum err desk_count_waiting(struct app *app);

/* One round of everything but HTTP: jobs done, jobs due, idle sessions, doors, and a slice of the
   boxes that wait for an open vault. */
MUST_USE enum err desk_step(struct app *app, int64_t steady_ms, int64_t now_s);

/* How long the loop may sleep: not at all while boxes are being opened. */
int desk_wait_ms(struct app *app, int64_t steady_ms);

#endif
