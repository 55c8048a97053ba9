/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PAGES_PAGES_H
#define DESK_PAGES_PAGES_H
/*
 * What the counsellor sees.  A page takes one view and writes into `o`; it reads no database, no
 * file and no clock.  Texts in views are UTF-8, unescaped and borrowed for the call.  Views are
 * filled by the handlers; src/desk/view.h fills the frame.  Everything works without script.
 */
#include "base/out.h"
#include "desk/access/sessions.h"
#include "desk/audit/audit.h"
#include "desk/cases/named.h"
#include "desk/cases/rules.h"
#include "desk/dates/due.h"
#include "desk/find/find.h"
#include "desk/hubs/hubs.h"
#include "desk/keys/doors.h"
#include "desk/pages/problem.h"
#include "desk/post/contact.h"
#include "desk/post/pgp_key.h"
#include "desk/post/post.h"
#include "desk/post/safe.h"
#include "desk/post/turns.h"
#include "desk/today/today.h"
#include "desk/vaults/sharing.h"
#include "guard/guard.h"
#include "text/lang.h"

/* Which entry of the side bar is this page's. */
enum desk_place {
    PLACE_NONE,
    PLACE_TODAY,
    PLACE_DATES,
    PLACE_WAITING,
    PLACE_OPEN,
    PLACE_MINE,
    PLACE_CLOSED,
    PLACE_SEARCH,
    PLACE_BOOK,
    PLACE_KEEP,
    PLACE_SNOOZED,
    PLACE_LATE,
    PLACE_WATCHED,
    PLACE_VIEWS,
    PLACE_STATUS,
    PLACE_SETTINGS,
    PLACE_NEW,
    PLACE_AUDIT,
    PLACE_MEMBERS,
    PLACE_HANDOVER,
};

/* A vault that she can work in. */
struct vault_link {
    const char *id;   /* hex */
    const char *role; /* tell_vault() has its name */
    int64_t waiting;  /* people who wait for an answer there */
    bool here;
};

/* In every view: what stands around the page's own text. */
struct desk_frame {
    enum lang lang;
    const char *css, *js;  /* paths, with the content's hash in them */
    const char *script;    /* one more script; NULL none */
    bool sees_members;     /* the list of members is for her */
    size_t n_pairs;        /* what waits for her as the second person, or was asked by her */
    int64_t idle_min;      /* how long until this session locks when nothing is done */
    const char *org;       /* name of the organisation */
    const char *member;    /* NULL: nobody is logged in, no side bar */
    const char *csrf;      /* token of the session; "" without one */
    const char *member_id; /* hex, for what is carried over a lock; "" nobody */
    const char *here;      /* where a change of language leads back to */
    const char *asked;     /* the language somebody asked for who is not logged in; "" none */
    const char *self;      /* path and query of this page, for the row of languages; NULL: no row */
    enum desk_place place;
    struct case_counts counts;
    const struct vault_link *vaults;
    size_t n_vaults;
    int64_t unread_cases; /* whose records are still being opened: search does not see them yet */
    int64_t all_cases;
    int64_t near_dates; /* that ask for her within three days, or are over */
    bool has_cases;     /* she has a key to the requests */
    bool has_audit;     /* she is charged with data protection */
    bool audit_hot;     /* ... and should look */
    bool has_keys;      /* single keys are on (WCAG 2.1.4: they can be switched off) */
    bool trouble;       /* the status page has something to say */
    bool alarm;         /* the desk cannot do its work */
    bool demonstration;
    int64_t now_s;
};

struct login_view {
    struct desk_frame f;
    enum desk_problem problem;
    int64_t problem_n;       /* seconds to wait, for PROBLEM_LOGIN_WAIT */
    const char *name;        /* as typed; the passphrase is never shown again */
    const char *to;          /* own path to go to afterwards; "" the inbox */
    struct case_typed typed; /* carried on in hidden fields; FORM_NONE: nothing */
    struct waiting waiting;
    struct alert_state alerts; /* what rang and nobody looked at */
    enum calling calling;      /* is somebody called because of that? */
    bool quiet;                /* the button was just pressed */
};

struct audit_view {
    struct desk_frame f;
    const struct audit_row *rows; /* newest first */
    size_t n;
    bool more;
    uint64_t before;                 /* only rows before this number; 0: all */
    unsigned too_fast;               /* alarms since the page was last seen */
    const struct audit_check *check; /* the last time the chain was computed anew */
};
void page_desk_audit(struct out *o, const struct audit_view *v);

/* One list of cases, as a page and as the pane beside a case. */
struct list_view {
    enum case_list list;
    bool search;       /* the rows are what was found, `list` means nothing */
    const char *query; /* what was searched; NULL: nothing yet.  Never in an address */
    const struct case_row *rows;
    const enum channel_kind *channels; /* beside each row; NULL: not looked */
    /* Beside a search: where each was found, what was asked and what else there is; else NULL. */
    const struct find_piece *pieces;
    const struct find_query *asked;
    const struct found *found;
    const bool *doubles; /* may be the same matter as another one; NULL: not looked */
    size_t n;
    int64_t page; /* from 1 */
    bool more;
    const char *base; /* a list with an address of its own; NULL: by `list` */
    int64_t total;    /* rows on all pages; 0: not counted */
    int64_t current;  /* the case that is open beside it; 0: none */
    int64_t now_s;
    bool hubs_silent; /* no hub was reached lately: an empty list may not be the truth */
};

struct inbox_view {
    struct desk_frame f;
    int64_t opening; /* boxes that are still being opened */
    bool may_save;   /* a search, as a view of the organisation's book */
    struct list_view list;
};

/* An entry of a thread with what is known of its way. */
struct thread_entry {
    struct case_entry e;
    bool delivered;           /* an answer: at least one hub has it */
    bool gone;                /* its words were erased: keep/talk.h */
    bool fresh;               /* came after the page on which a refused form was filled in */
    struct contact_note note; /* by another channel than a hub; zeros: not */
    struct posting posting;   /* of an answer by another channel */
    bool has_posting;
};

/* A colleague who is writing in this case and has not sent it. */
struct case_writing {
    const char *name;
    enum case_form form; /* FORM_REPLY or FORM_NOTE */
    int64_t since_s;     /* last kept */
    const char *text;
};

struct items_part; /* desk/forms/form_pages.h */
struct work_part;  /* desk/work/work_pages.h */

/* How an answer would go out, and what must be known before it does. */
struct way_view {
    struct contact c; /* CHANNEL_HUB: by the twelve words */
    bool is_way;      /* this channel can carry an answer */
    bool is_gone;     /* her address is known, but no channel of ours goes there */
    bool is_later;    /* one does from the desk's next start */
    const char *from; /* hers is gone: our address that it goes by instead; NULL: by hers */
    bool encrypts;    /* to the key of the person */
    bool by_voice;    /* by phone or in person: what was said is written down */
    char new_key[2 * ID_BYTES + 1]; /* another key waits to be accepted: its id; "" none */
    char key_print[PGP_FINGERPRINT_CAP], new_print[PGP_FINGERPRINT_CAP];
    struct safe_reply safe;
    int64_t held_s;       /* what is sent now leaves at the person's next hours; 0: at once */
    const char *greeting; /* an answer begins with it: the name and the words of the form; "" */
    const struct post_channel *channel; /* NULL: not set up any more */
};

struct case_view {
    struct desk_frame f;
    const struct way_view *way;
    const struct items_part *forms; /* what was filled in; NULL: not shown */
    const struct work_part *work;   /* where casework stands; NULL: not shown */
    const struct date_due *dates;   /* that still ask for something */
    size_t n_dates;
    const struct named_date *named; /* dates in the request, which nobody confirmed */
    size_t n_named;
    struct list_view list;
    struct case_row row;
    int64_t opened_s, lines;
    bool has_card;
    const struct thread_entry *entries;
    size_t n_entries;
    int64_t older;  /* only entries before this one are shown; 0: the newest */
    bool has_older; /* there are entries before the first one shown */
    const struct case_like *similar;
    size_t n_similar;
    const char *const *members; /* names of those who can lead */
    size_t n_members;
    enum case_done done;       /* what has just been done, to say so */
    enum desk_problem problem; /* why a form was not carried out */
    int64_t problem_n;
    struct case_typed typed;              /* FORM_NONE: nothing typed yet */
    bool restored;                        /* `typed` was kept while the desk was locked */
    const char *draft_reply, *draft_note; /* her own drafts; NULL none */
    const struct case_writing *writing;   /* colleagues' */
    size_t n_writing;
    const struct case_reader *readers; /* who reads it or might be let; none: not shown */
    size_t n_readers;
};

struct session_row {
    const char *name;
    int64_t minutes; /* since the last page */
    bool own;
};

struct status_view {
    struct desk_frame f;
    const struct post *post;
    const struct alert_state *alerts;
    const struct turns *turns; /* who would be called now, in order */
    const struct hubs *hubs;
    const struct guard_report *guard;
    const char *alarm_words; /* of the program, in English; NULL */
    int64_t outbox, unreadable;
    size_t broken, doors_left, recovery_lacks;
    bool has_recovery;
    int64_t idle_minutes;
    const struct session_row *sessions;
    size_t n_sessions;
    const char *network, *org_id; /* hex */
};

struct today_view {
    struct desk_frame f;
    const struct acts *acts;  /* in the order to do them */
    const struct vault *here; /* acts in other vaults lead through it */
};

/* Somebody phoned or stands at the door. */
struct new_view {
    struct desk_frame f;
    enum desk_problem problem;
    int64_t problem_n;
    const char *text, *reach, *channel, *said_lang; /* as typed */
};

struct problem_view {
    struct desk_frame f;
    unsigned status;
    enum desk_problem problem;
    int64_t n;
    const char *words; /* an address or the like that the sentence needs; NULL */
};

/* The pages. */
void page_desk_login(struct out *o, const struct login_view *v);
void page_desk_inbox(struct out *o, const struct inbox_view *v);
void page_desk_search(struct out *o, const struct inbox_view *v);
void page_desk_case(struct out *o, const struct case_view *v);
void page_desk_today(struct out *o, const struct today_view *v);
void page_desk_status(struct out *o, const struct status_view *v);
void page_desk_new(struct out *o, const struct new_view *v);
void page_desk_problem(struct out *o, const struct problem_view *v);

#endif
