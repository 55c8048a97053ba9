/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TODAY_TODAY_H
#define DESK_TODAY_TODAY_H
/* "Today": one list of acts, not of cases, over all vaults of a member.  Each says what is to be
   done, by when, and leads to the place where it is done.  A subject adds its acts with one source
   function in the table of today.c. */
#include "base/arena.h"
#include "desk/access/sessions.h"
#include "desk/cases/cases.h"

enum { ACTS_MAX = 300, ACTS_OF_SOURCE = 60, TODAY_DAYS_AHEAD = 14 };

enum act_kind {
    ACT_ANSWER,    /* a person waits */
    ACT_LATE,      /* a colleague's answer is over time */
    ACT_DRAFT,     /* an answer or note was begun and not sent */
    ACT_DAY,       /* a date that the person named comes near or is past */
    ACT_DEADLINE,  /* a date of the case */
    ACT_FOLLOW_UP, /* to be asked after */
    ACT_BACK,      /* put off until now */
    ACT_TAKE_OVER, /* a hand-over to accept */
    ACT_CONFIRM,   /* somebody asks for a second person */
    ACT_MEET,      /* an appointment of a service */
    ACT_WARNED,    /* a linked case was frozen */
    ACT_UNTRAINED, /* somebody leads what is urgent without training */
    N_ACTS
};

struct act {
    enum act_kind kind;
    int urgency;   /* 1 to 4; 0: none */
    int64_t due_s; /* 0: no hour; then after those that have one */
    const struct vault *vault;
    int64_t case_id; /* 0: `path` leads on */
    const char *path;
    const char *subject, *lang; /* of the case */
    const char *words;          /* what exactly; "" the kind says it.  Or the colleague's name */
    int64_t number;             /* of what the words need: kind of a date */
    bool typed;                 /* ACT_DAY: the person typed it as a date */
};

struct acts {
    struct act a[ACTS_MAX];
    size_t n;
    bool more; /* there were more than fit */
};

/* What a source looks at: one vault at a time. */
struct today_ask {
    const struct stream_place *at; /* of this vault */
    struct db *p;                  /* its projection */
    const struct session *session;
    int64_t now_s;
    struct arena *a;
};

/* Add an act that a source found; beyond ACTS_MAX it only sets `more`. */
void acts_add(struct acts *to, const struct act *a);

/* All acts of one vault. */
MUST_USE enum err today_collect(const struct today_ask *ask, struct acts *to);

/* In the order in which a person should do them: what is over time and emergencies first, then by
   hour, then what has no hour. */
void today_sort(struct acts *acts, int64_t now_s);

#endif
