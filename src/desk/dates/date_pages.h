/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_DATE_PAGES_H
#define DESK_DATES_DATE_PAGES_H
/* Views of the pages on dates and proceedings.  As in pages.h: plain values, borrowed for the
   call. */
#include "desk/dates/explain.h"
#include "desk/dates/names.h"
#include "desk/dates/own_rules.h"
#include "desk/dates/remind.h"
#include "desk/dates/stages.h"
#include "desk/pages/pages.h"

/* Why a date was not kept or worked out: one sentence each. */
enum date_trouble {
    TROUBLE_NONE,
    TROUBLE_DATE,     /* not a date */
    TROUBLE_EARLY,    /* before 1970 */
    TROUBLE_LATE,     /* after 2100 */
    TROUBLE_TIME,     /* not a time of day */
    TROUBLE_RULE,     /* no rule was chosen */
    TROUBLE_NO_RULE,  /* no version holds on that day */
    TROUBLE_PLACE,    /* the table has no such country or zone */
    TROUBLE_KIND,     /* no kind was chosen */
    TROUBLE_WHY,      /* a typed date, a move and a withdrawal say why */
    TROUBLE_LONG,     /* too many words */
    TROUBLE_STATE,    /* somebody was faster: it is done, confirmed or withdrawn */
    TROUBLE_BAD_RULE, /* a rule of the book contradicts itself */
    TROUBLE_CHOICE,   /* nothing sensible was chosen */
    TROUBLE_DAY,      /* typed by hand: not a day */
    TROUBLE_PAST,     /* it is over: meant all the same? */
    N_TROUBLES,
};

/* What was typed; never NULL. */
struct date_typed {
    const char *rule, *base, *time, *means, *way, *authority, *zone, *stay; /* to work it out */
    bool about;
    const char *kind, *day, *end, *what, *why; /* to keep it */
    bool unsure, elsewhere, past;              /* past: she knows that it is over */
};

struct dates_view {
    struct desk_frame f;
    bool mine, done;
    const struct date_due *rows;
    size_t n;
    bool more;
    const struct named_date *named; /* in requests, not confirmed */
    size_t n_named;
    bool more_named;
    bool may_change;
    struct remind_counts counts; /* what this member is asked for */
    const char *feed;            /* address just made, shown once; NULL */
    int64_t feed_made_s;         /* 0: she has none */
};

struct month_view {
    struct desk_frame f;
    int64_t first; /* the month's first day */
    const struct date_due *rows;
    size_t n;
    bool more;
};

struct date_new_view {
    struct desk_frame f;
    const struct own_rule *own; /* of this organisation's book */
    size_t n_own;
    int64_t case_id, move_id; /* move_id: a date gets another day; 0: a new one */
    const char *subject, *subject_lang;
    struct date_typed t;
    enum date_trouble trouble;       /* of working it out */
    enum date_trouble typed_trouble; /* of the date typed by hand */
    const struct date_proposal *p;   /* NULL: nothing was worked out yet */
    bool may_confirm;
};

struct date_view {
    struct desk_frame f;
    struct date_full d;
    bool explained;
    struct explained x;
    bool contradicts; /* another date of the case says something else */
    bool may_confirm, may_change, is_step;
    const char *const *members;
    size_t n_members;
    enum date_trouble trouble;
    bool saved;
};

/* A step of a proceeding as it was filled in. */
struct step_view {
    const char *item;  /* hex */
    const char *stage; /* key of a name, "" unknown */
    const char *authority, *reasons, *remedy;
    int64_t hearing_s; /* on the clock of the place; 0: none */
    const char *zone;
    int64_t decided, served, review; /* days; INT64_MIN: not known */
    int result, effect, interim;     /* 0: not said */
    const struct date_stage *about;  /* what the tables say of this stage; NULL */
};

struct proceeding_view {
    const char *item; /* hex */
    enum proceeding kind;
    const char *country;
    int64_t registered; /* INT64_MIN: not known */
    const char *file_number, *lawyer, *interpreter, *held, *qualification, *words;
    int outcome;
    const struct date_regime *regime; /* who is responsible; NULL: not this kind, or not known */
    const struct step_view *steps;
    size_t n_steps;
    const struct date_stage *const *stages; /* the usual course */
    size_t n_stages;
};

struct case_dates_view {
    struct desk_frame f;
    int64_t case_id;
    const char *subject, *subject_lang, *country;
    bool closed;
    const struct date_due *rows;
    size_t n;
    const struct proceeding_view *proceedings;
    size_t n_proceedings;
    bool may_change;
};

/* The pages. */
void page_desk_dates(struct out *o, const struct dates_view *v);
void page_desk_month(struct out *o, const struct month_view *v);
void page_desk_date_new(struct out *o, const struct date_new_view *v);
void page_desk_date(struct out *o, const struct date_view *v);
void page_desk_case_dates(struct out *o, const struct case_dates_view *v);

#endif
