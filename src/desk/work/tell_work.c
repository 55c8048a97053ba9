/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words for casework. */
#include "desk/work/apply.h"
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
    case ESCALATION_COORDINATOR: return T("Twice over its time: the coordinator has to see to it.");
    case ESCALATION_NONE: break;
    }
    return "";
}

const char *
tell_snooze(struct out *o, enum lang lang, const struct case_work *w)
{
    switch (w->snooze) {
    case SNOOZE_DATE: return TF("Put off until {1}", tell_stamp(o, lang, w->snooze_until_s));
    case SNOOZE_REPLY:
        return TF("Put off until the person writes, at the latest until {1}",
            tell_stamp(o, lang, w->snooze_until_s));
    case SNOOZE_EVENT:
        return TF("Put off until: {1}, at the latest until {2}", w->snooze_words,
            tell_stamp(o, lang, w->snooze_until_s));
    case SNOOZE_OFF:
    case N_SNOOZES: break;
    }
    return "";
}

static const char *
tell_handover(struct out *o, enum lang lang, const struct case_entry *e)
{
    if (e->number == OFFER_MADE)
        return TF("{1} offered to hand it over", e->who);
    return e->number == OFFER_TAKEN ? TF("{1} took it over", e->who)
                                    : TF("{1}: the offer to hand it over is off", e->who);
}

static const char *
tell_merge(struct out *o, enum lang lang, const struct case_entry *e)
{
    if (e->number == MERGE_CAME_IN)
        return TF("{1}: the same matter came in, № {2}", e->who, e->body);
    return e->number == MERGE_WENT_INTO ? TF("{1}: the same matter as № {2}", e->who, e->body)
                                        : TF("{1}: not the same matter as № {2}", e->who, e->body);
}

static const char *
tell_freeze(struct out *o, enum lang lang, const struct case_entry *e)
{
    if (e->number == FREEZE_FROZEN)
        return TF("{1} froze it", e->who);
    return e->number == FREEZE_ASKED ? TF("{1} asks to thaw it", e->who)
                                     : TF("{1} agreed: it is thawed", e->who);
}

const char *
tell_work_event(struct out *o, enum lang lang, const struct case_entry *e)
{
    if (e->kind == RECORD_LABEL)
        return e->number ? TF("{1} put a label on", e->who) : TF("{1} took a label off", e->who);
    if (e->kind == RECORD_SNOOZE)
        return e->number ? TF("{1} put it off", e->who) : TF("{1} brought it back", e->who);
    if (e->kind == RECORD_HANDOVER)
        return tell_handover(o, lang, e);
    if (e->kind == RECORD_MERGE)
        return tell_merge(o, lang, e);
    if (e->kind == RECORD_LINK)
        return e->number ? TF("{1} linked it with another request", e->who)
                         : TF("{1} took a link away", e->who);
    if (e->kind == RECORD_UNTRAINED)
        return e->number ? TF("{1} answers first without training for urgent requests", e->who)
                         : TF("{1} has seen it: it stays with who leads it", e->who);
    if (e->kind == RECORD_TRANSLATION)
        return TF("{1} translated an entry", e->who);
    return e->kind == RECORD_FREEZE ? tell_freeze(o, lang, e) : "";
}
