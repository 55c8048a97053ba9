/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_RULE_H
#define DESK_DATES_RULE_H
/* Rules of time limits, and the date that follows from one.  Pure.  Every rule is a dated record
   with a source (content/deadlines/rules.csv): no law stands in code.  A rule only proposes; a
   lawyer confirms the date.  Whatever is not known is taken so that the date comes early. */
#include "base/arena.h"
#include "desk/dates/calendar.h"

/* Kinds of dates and of proceedings.  Stored numbers: append, never reorder.
   Their names stand in content/deadlines/names.csv, under "kind-N". */
enum date_kind {
    KIND_UNSET,
    KIND_SUMMONS,  /* to appear before a military or other authority */
    KIND_DISPATCH, /* to a unit */
    KIND_CONTRACT, /* a signature is demanded */
    KIND_HEARING,
    KIND_APPEAL,
    KIND_PERMIT_EXPIRY,
    KIND_DOCUMENT_EXPIRY,
    KIND_REPLY_DUE,     /* an authority owes an answer */
    KIND_DATA_REQUEST,  /* we owe an answer */
    KIND_TRANSFER,      /* a hand-over is threatened */
    KIND_APPLICATION,   /* an application must be made */
    KIND_DECISION_DUE,  /* an authority must decide */
    KIND_DETENTION_END, /* detention ends or must be renewed */
    KIND_COURT_SUIT,    /* the first way to a court */
    KIND_FORWARDING,    /* an authority must pass a paper on */
    KIND_OTHER,
    N_DATE_KINDS,
};

/* What a rule counts from.  Stored.  Names: "event-N". */
enum date_event {
    EVENT_UNSET,
    EVENT_SERVED,     /* the decision reached the person in law */
    EVENT_DECISION,   /* the decision was made */
    EVENT_REGISTERED, /* a paper was registered by the authority */
    EVENT_ARREST,
    EVENT_LEARNED,   /* the person learned of it */
    EVENT_RECEIVED,  /* a paper was received by the authority */
    EVENT_CALL_UP,   /* the first day of a call-up */
    EVENT_FINAL,     /* the last decision in the country became final */
    EVENT_EXPIRY,    /* the day printed on the paper */
    EVENT_ANNOUNCED, /* read out in court */
    N_DATE_EVENTS,
};

enum date_unit {
    UNIT_UNSET,
    UNIT_HOURS,
    UNIT_DAYS,
    UNIT_WORKING_DAYS,
    UNIT_WEEKS,
    UNIT_MONTHS,
    UNIT_YEARS,
    N_DATE_UNITS,
};

enum date_roll { ROLL_UNSET, ROLL_NONE, ROLL_NEXT, ROLL_PREVIOUS };
enum date_first { FIRST_UNSET, FIRST_NEXT_DAY, FIRST_SAME_DAY }; /* is the event's day day one? */
enum date_end { END_UNSET, END_OF_DAY, END_SAME_HOUR, END_AT };
enum date_effect { EFFECT_UNKNOWN, EFFECT_YES, EFFECT_NO, EFFECT_ON_REQUEST };
enum date_reach { REACH_UNSET, REACH_THERE, REACH_ANYWHERE };

struct date_rule {
    const char *code;    /* the same for all versions of a rule */
    const char *country; /* two letters, "EU", or "INT" for bodies between States */
    enum date_kind kind;
    enum date_event event;
    int32_t amount;
    enum date_unit unit;
    bool before; /* the term ends before the event */
    enum date_first first;
    enum date_roll roll;
    enum date_end end;
    int32_t end_minute;                /* of END_AT: when the office closes */
    enum date_effect effect;           /* does what it opens stop the execution? */
    enum date_reach reach;             /* does it bind a person who is in another country? */
    int64_t from, to;                  /* valid, days; the base date decides */
    const char *source, *confirmed_by; /* confirmed_by "": no lawyer has */
    const char *note;                  /* key of a text in names.csv, or "" */
};

/* How a paper came to the person.  Stored.  Names: "way-N". */
enum service_way {
    WAY_UNSET,
    WAY_IN_HAND,
    WAY_POST,
    WAY_REGISTERED,
    WAY_ELECTRONIC,
    WAY_PUBLIC, /* put up on a board or a site */
    WAY_ABROAD, /* posted to another country */
    N_SERVICE_WAYS,
};

/* When what was sent counts as served. */
struct service_rule {
    const char *country;
    enum service_way way;
    int32_t amount;
    enum date_unit unit; /* days or working days */
    int64_t from, to;
    const char *source;
};

extern const struct date_rule date_rules[];
extern const size_t n_date_rules;
extern const struct service_rule service_rules[];
extern const size_t n_service_rules;

/* DATE_BAD_RULE: no source, or a field that makes no sense. */
MUST_USE enum date_problem date_rule_check(const struct date_rule *r);

/* What the given day is of. */
enum base_means {
    BASE_UNSET,
    BASE_EVENT,    /* of the event that the rule counts from */
    BASE_SENT,     /* the paper was sent on this day, by `way` */
    BASE_DOCUMENT, /* printed on the paper: the event was then or later */
};

struct date_ask {
    const struct date_rule *rules; /* every version of one rule, in any order */
    size_t n_rules;
    const struct service_rule *services;
    size_t n_services;
    struct cal_date base;
    int32_t minute; /* of the base day; -1: not known */
    enum base_means means;
    enum service_way way;
    const char *authority; /* country whose holidays count; "": that of the rule */
    const char *zone;      /* where the authority sits; "": that of the country */
    const char *stay;      /* country the person is in; "": not known */
};

enum step_kind {
    STEP_UNSET,
    STEP_BASE,           /* day; b: precision; c: last possible day */
    STEP_MINUTE,         /* day, minute b: counted to the hour */
    STEP_MINUTE_UNKNOWN, /* day: its first minute is taken */
    STEP_DOCUMENT,       /* day: of the paper; taken, because the event was then or later */
    STEP_SENT,           /* day; b: way; c: days added; text: source */
    STEP_SENT_UNKNOWN,   /* day; b: way: no rule says when this counts as served */
    STEP_IN_LAW,         /* day: served in law */
    STEP_RULE,           /* day: valid from; text: source; b: amount; c: unit */
    STEP_RULES,          /* several versions can hold on these days: the earliest result is taken */
    STEP_FIRST_DAY,      /* day: day one */
    STEP_ADDED,          /* day; b: amount (below 0: back); c: unit */
    STEP_CLAMPED,        /* day: the month has no such day, so its last */
    STEP_WEEKEND,        /* day: not counted, or not the last */
    STEP_HOLIDAY,        /* day; text: name */
    STEP_MOVED,          /* day: to this working day */
    STEP_ENDS,           /* day; b: minute (1440: the whole day counts); text: zone */
    STEP_CLOCKS,         /* b: minutes that clocks moved in between */
    STEP_NEVER,          /* day, minute b: clocks jumped over it */
    STEP_TWICE,          /* day, minute b: clocks showed it twice; the first is taken */
    STEP_YEAR_UNKNOWN,   /* b: year whose holidays are not in the table */
    STEP_ELSEWHERE,      /* text: country: does not bind where the person is */
    STEP_UNCONFIRMED,    /* no lawyer has confirmed the rule */
    N_STEPS,
};

struct date_step {
    enum step_kind kind;
    int64_t day;
    int64_t b, c;
    const char *text; /* "" none */
};

enum { MAX_STEPS = 40 };

struct date_proposal {
    const struct date_rule *rule;
    int64_t day;     /* the last day, there */
    int32_t minute;  /* the end on that day: 1440 is its very end */
    int64_t until_s; /* the first moment that is too late, seconds since 1970 */
    const struct zone *zone;
    bool unsure, binding;
    struct date_step steps[MAX_STEPS];
    size_t n_steps;
    bool more_steps; /* some free days are not listed */
};

/* The date that follows, with its explanation.  *out is untouched unless DATE_FINE. */
MUST_USE enum date_problem date_propose(const struct date_ask *ask, struct date_proposal *out);

/* All versions of a rule of the tables; *n is 0 when there is none. */
const struct date_rule *date_rule_versions(const char *code, size_t *n);

/* The first rule of the tables of this country and kind at or after *at, one version for each code
   (the newest that holds on this day, or else the newest); NULL at the end.  Start with 0. */
const struct date_rule *date_rule_next(
    const char *country, enum date_kind kind, int64_t day, size_t *at);

/* A value that a law fixes by a date, such as which regulation decides who is responsible for an
   asylum claim.  *value "" when nothing is confirmed for that day. */
struct date_regime {
    const char *field, *value, *country;
    int64_t from, to;
    const char *source, *confirmed_by;
};

extern const struct date_regime date_regimes[];
extern const size_t n_date_regimes;

/* NULL: the tables say nothing for that day. */
const struct date_regime *date_regime_of(const char *field, const char *country, int64_t day);

#endif
