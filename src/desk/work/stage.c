/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/work/stage.h"
#include "desk/cases/rules.h"
#include "desk/forms/form_def.h"

enum { DAY_SECONDS = 86400, REPLY_DAYS = 30, EVENT_DAYS = 14, NEAR_DAYS = 3 };

enum work_stage
stage_of(const struct stage_facts *f)
{
    if (f->closed)
        return STAGE_CLOSED;
    if (f->services_left > 0)
        return STAGE_SERVICE_PROVISION;
    if (f->services_given > 0)
        return STAGE_SERVICES_IMPLEMENTED;
    if (f->goals > 0)
        return STAGE_CASE_PLAN;
    if (f->assessments > 0)
        return STAGE_ASSESSMENT;
    return f->seen ? STAGE_TRIAGE : STAGE_NEW;
}

enum desk_problem
snooze_problem(const struct snooze_ask *a)
{
    bool waits = a->waiting_s > 0;

    if (a->until <= SNOOZE_OFF || a->until >= N_SNOOZES)
        return PROBLEM_CHOICE;
    if ((a->until == SNOOZE_DATE || a->until_s > 0) && a->until_s <= a->now_s)
        return PROBLEM_SNOOZE_PAST;
    if (a->until == SNOOZE_EVENT && !*a->words)
        return PROBLEM_EMPTY;
    if (waits && a->urgency == 1)
        return PROBLEM_SNOOZE_WAITS;
    if (waits && (a->until != SNOOZE_DATE || a->until_s > a->due_s))
        return PROBLEM_SNOOZE_WAITS;
    return PROBLEM_NONE;
}

int64_t
snooze_latest(enum snooze_until until, int64_t typed_s, int64_t date_s, int64_t now_s)
{
    int64_t days = until == SNOOZE_REPLY ? REPLY_DAYS : EVENT_DAYS;
    int64_t s = typed_s > 0 ? typed_s : now_s + days * DAY_SECONDS;
    int64_t near_s = date_s - NEAR_DAYS * DAY_SECONDS;

    if (until == SNOOZE_DATE)
        return typed_s;
    return date_s > 0 && near_s > now_s && near_s < s ? near_s : s;
}

enum escalation
escalation_of(int64_t waiting_s, int64_t due_s, int64_t now_s)
{
    if (waiting_s == 0 || due_s == 0 || now_s <= due_s)
        return ESCALATION_NONE;
    return now_s - due_s > due_s - waiting_s ? ESCALATION_COORDINATOR : ESCALATION_DUTY_LEAD;
}

enum desk_problem
closing_problem(const struct closing_facts *f)
{
    if (f->frozen)
        return PROBLEM_FROZEN;
    if (f->offered)
        return PROBLEM_OFFERED;
    if (f->reason == CLOSE_DUPLICATE)
        return PROBLEM_NONE;
    if (f->open_goals > 0)
        return PROBLEM_CLOSING_GOAL;
    if (f->open_dates > 0)
        return PROBLEM_CLOSING_DATE;
    return f->stage >= STAGE_ASSESSMENT && !f->has_closure ? PROBLEM_CLOSING_FORM : PROBLEM_NONE;
}

enum desk_problem
answer_problem(const struct answer_facts *f)
{
    if (f->frozen)
        return PROBLEM_FROZEN;
    return f->ok_to_write == YESNO_NO ? PROBLEM_NOT_SAFE : PROBLEM_NONE;
}

enum desk_problem
template_problem(int urgency, bool seen, int64_t review_day, int64_t today)
{
    if (review_day < today)
        return PROBLEM_TEMPLATE_STALE;
    return urgency == 1 && !seen ? PROBLEM_TEMPLATE_FIRST : PROBLEM_NONE;
}
