/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words for casework. */
#include "desk/work/work_pages.h"

const char *
tell_stage(enum lang lang, enum work_stage stage)
{
    static const char *const names[N_STAGES] = { [STAGE_NEW] = N_("new"),
        [STAGE_TRIAGE] = N_("looked at"),
        [STAGE_ASSESSMENT] = N_("assessed"),
        [STAGE_CASE_PLAN] = N_("planned"),
        [STAGE_SERVICE_PROVISION] = N_("help is under way"),
        [STAGE_SERVICES_IMPLEMENTED] = N_("help was given"),
        [STAGE_CLOSED] = N_("closed") };

    return (unsigned)stage < N_STAGES && names[stage] ? text_get(lang, names[stage])
                                                      : text_get(lang, names[STAGE_NEW]);
}

const char *
tell_approval(enum lang lang, enum approval a)
{
    switch (a) {
    case APPROVAL_WAITS: return T("waits for approval");
    case APPROVAL_GIVEN: return T("approved");
    case APPROVAL_REFUSED: return T("sent back");
    case APPROVAL_NONE: break;
    }
    return "";
}

const char *
tell_escalation(enum lang lang, enum escalation e)
{
    switch (e) {
    case ESCALATION_DUTY_LEAD: return T("Over its time: the duty lead has to see to it.");
    case ESCALATION_COORDINATOR:
        return T("Twice over its time: the coordinator has to see to it.");
    case ESCALATION_NONE: break;
    }
    return "";
}

const char *
tell_snooze(struct out *o, enum lang lang, const struct case_work *w)
{
    switch (w->snooze) {
    case SNOOZE_DATE: return TF("Put off until {1}", tell_stamp(o, lang, w->snooze_until_s));
    case SNOOZE_REPLY: return T("Put off until the person writes");
    case SNOOZE_EVENT: return TF("Put off until: {1}", w->snooze_words);
    case SNOOZE_OFF:
    case N_SNOOZES: break;
    }
    return "";
}
