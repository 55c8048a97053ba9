/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/choices.h"
#include "text/text.h"
#include <string.h>

static const struct choice danger[] = {
    { "yes", DANGER_YES, N_("Yes, right now") },
    { "soon", DANGER_SOON, N_("Yes, within a day") },
    { "no", DANGER_NO, N_("No") },
    { "x", DANGER_UNANSWERED, N_("I do not know") },
};

static const struct choice who[] = {
    { "self", WHO_SELF, N_("For myself") },
    { "relative", WHO_RELATIVE, N_("For a relative") },
    { "friend", WHO_FRIEND, N_("For a friend") },
    { "lawyer", WHO_LAWYER, N_("I am a lawyer") },
    { "partner_org", WHO_PARTNER_ORG, N_("For an organisation") },
    { "host", WHO_HOST, N_("I want to help") },
    { "media", WHO_MEDIA, N_("Press or research") },
    { "other", WHO_OTHER, N_("Other") },
};

static const struct choice date_kind[] = {
    { "summons_appearance", DATE_SUMMONS_APPEARANCE, N_("Summons") },
    { "dispatch_to_unit", DATE_DISPATCH_TO_UNIT, N_("Sent to a unit") },
    { "transfer_threat", DATE_TRANSFER_THREAT, N_("Sent to the front") },
    { "contract_signature", DATE_CONTRACT_SIGNATURE, N_("Signing a contract") },
    { "hearing", DATE_HEARING, N_("Court") },
    { "appeal", DATE_APPEAL, N_("Time limit of an appeal") },
    { "removal", DATE_REMOVAL, N_("Removal from the country") },
    { "permit_expiry", DATE_PERMIT_EXPIRY, N_("Permit to stay ends") },
    { "document_expiry", DATE_DOCUMENT_EXPIRY, N_("Passport ends") },
    { "reply_due", DATE_REPLY_DUE, N_("Answer due") },
    { "other", DATE_OTHER, N_("Other") },
};

static const struct choice safe[] = {
    { "yes", SAFE_YES, N_("Yes") },
    { "no", SAFE_NO, N_("No, somebody may see my screen") },
    { "x", SAFE_UNANSWERED, N_("I do not know") },
};

const struct choices choices_danger = { danger, sizeof danger / sizeof *danger };
const struct choices choices_who = { who, sizeof who / sizeof *who };
const struct choices choices_date_kind = { date_kind, sizeof date_kind / sizeof *date_kind };
const struct choices choices_safe = { safe, sizeof safe / sizeof *safe };

int
choice_code(struct choices c, const char *value, int otherwise)
{
    for (size_t i = 0; value && *value && i < c.n; i++)
        if (strcmp(c.list[i].value, value) == 0)
            return c.list[i].code;
    return otherwise;
}
