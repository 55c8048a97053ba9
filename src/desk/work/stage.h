/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORK_STAGE_H
#define DESK_WORK_STAGE_H
/* Rules of casework that need no database: what follows from facts.  Time is a parameter. */
#include "desk/pages/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How far a case has come: derived from what was done, never picked. */
enum work_stage {
    STAGE_UNSET,
    STAGE_NEW,
    STAGE_TRIAGE,               /* a human answered, took it or decided the urgency */
    STAGE_ASSESSMENT,           /* the assessment is there */
    STAGE_CASE_PLAN,            /* a goal is there */
    STAGE_SERVICE_PROVISION,    /* help is planned and not given yet */
    STAGE_SERVICES_IMPLEMENTED, /* all that was planned was given */
    STAGE_CLOSED,
    N_STAGES
};

struct stage_facts {
    bool closed, seen; /* seen: a human answered, took it or decided */
    int64_t assessments, goals, services_left, services_given;
};

enum work_stage stage_of(const struct stage_facts *f);

/* Until what a case is put off.  Stored: numbers never change meaning. */
enum snooze_until { SNOOZE_OFF, SNOOZE_DATE, SNOOZE_REPLY, SNOOZE_EVENT, N_SNOOZES };

struct snooze_ask {
    int urgency;
    int64_t waiting_s, due_s; /* of the case; 0: nobody waits */
    enum snooze_until until;
    int64_t until_s; /* of a date; else at the latest, 0: as snooze_latest() says */
    int64_t now_s;
    const char *words; /* what the event is */
};

/* Nobody who waits is put off beyond the time of her answer, and no emergency at all while it
   waits.  PROBLEM_NONE: it may be. */
enum desk_problem snooze_problem(const struct snooze_ask *a);

/* Nothing is put off for ever: what waits for a reply or an event is back at the latest then.
   typed_s: what the member said, 0 nothing; date_s: the next date of the case, 0 none.  An event is
   waited for until three days before that date. */
int64_t snooze_latest(enum snooze_until until, int64_t typed_s, int64_t date_s, int64_t now_s);

/* Who is called when an answer is late: nobody, the duty lead when its time is over, the
   coordinator when as much again has passed. */
enum escalation { ESCALATION_NONE, ESCALATION_DUTY_LEAD, ESCALATION_COORDINATOR };
enum escalation escalation_of(int64_t waiting_s, int64_t due_s, int64_t now_s);

/* What is missing before a case may be closed.  A mere question, of which no casework was begun,
   needs only a reason; the same as another one needs nothing more. */
struct closing_facts {
    enum work_stage stage;
    int reason; /* enum close_reason */
    bool has_closure, frozen, offered;
    int64_t open_goals, open_dates;
};
enum desk_problem closing_problem(const struct closing_facts *f);

/* May an answer be sent now? */
struct answer_facts {
    bool frozen;
    int64_t ok_to_write; /* enum yesno of the form about safe contact; 0: nobody said */
};
enum desk_problem answer_problem(const struct answer_facts *f);

/* May a text be offered for an answer?  In an emergency none before a human has answered or
   decided, and never one whose day of review is past. */
enum desk_problem template_problem(int urgency, bool seen, int64_t review_day, int64_t today);

#endif
