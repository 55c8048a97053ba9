/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words for the enums of triage.h.  N_() marks a sentence for translation. */
#include "core/triage/triage.h"

#include <stddef.h>

#define N_(text) text

static const char *const reason_msgids[TRIAGE_N_REASONS] = {
    [REASON_NONE] = "",
    [REASON_DANGER_ANSWERED] = N_("answered that there is danger now"),
    [REASON_SUICIDE] = N_("speaks of ending their life"),
    [REASON_HELD] = N_("says that someone is held by the command"),
    [REASON_TORTURE] = N_("speaks of beating or torture"),
    [REASON_THREAT_TO_LIFE] = N_("says that someone is threatened with death"),
    [REASON_SEXUAL_VIOLENCE] = N_("speaks of sexual violence"),
    [REASON_ACUTE_MEDICAL] = N_("describes an acute medical danger"),
    [REASON_REMOVAL_DECIDED] = N_("says that deportation or surrender has been decided"),
    [REASON_WITHIN_A_DAY] = N_("something that cannot be undone is to happen within a day"),
    [REASON_SENT_TO_ASSAULT] = N_("someone is being sent into an assault or to the front"),
    [REASON_SEIZED] = N_("someone has just been seized for service"),
    [REASON_GRAVE_WORDS] = N_("the text has words of grave danger"),
    [REASON_DANGER_SOON_ANSWERED] = N_("answered that there may be danger soon"),
    [REASON_DATE_10_DAYS] = N_("a date with legal effect within ten days"),
    [REASON_APPEAL_DATE_UNKNOWN] = N_("a time to appeal is running and its end is not known"),
    [REASON_PROSECUTION] = N_("prosecution has started or is threatened"),
    [REASON_WANTED_ABROAD] = N_("may be on a wanted list while abroad"),
    [REASON_AWOL] = N_("is away from the unit and within reach of the authorities"),
    [REASON_COERCED_CONTRACT] = N_("is being forced to sign a contract"),
    [REASON_AT_FRONT] = N_("is at the front or refuses orders there"),
    [REASON_DETAINED] = N_("is detained"),
    [REASON_DATE_31_DAYS] = N_("a date within 31 days"),
    [REASON_DATE_NOT_BINDING] = N_("the date does not bind in the country of stay"),
    [REASON_SERIOUS_NEED] = N_("a serious need without a date"),
    [REASON_DATA_REQUEST] = N_("asks about their own data"),
    [REASON_MISSING_PERSON] = N_("is looking for a missing person"),
    [REASON_UNCLEAR] = N_("the rules did not understand the text"),
    [REASON_OFFER] = N_("offers help"),
    [REASON_MEDIA] = N_("writes for the media"),
    [REASON_STORY_OR_RESEARCH] = N_("speaks of history, research or fiction"),
    [REASON_GENERAL_QUESTION] = N_("a general question, no danger found"),
    [REASON_HINTS] = N_("many small signs of danger add up; not sure, look first"),
    [REASON_HINTS_PRESSING] = N_("many small signs of haste add up; not sure, look soon"),
};

static const char *const reason_names[TRIAGE_N_REASONS] = {
    [REASON_NONE] = "none",
    [REASON_DANGER_ANSWERED] = "danger_answered",
    [REASON_SUICIDE] = "suicide",
    [REASON_HELD] = "held",
    [REASON_TORTURE] = "torture",
    [REASON_THREAT_TO_LIFE] = "threat_to_life",
    [REASON_SEXUAL_VIOLENCE] = "sexual_violence",
    [REASON_ACUTE_MEDICAL] = "acute_medical",
    [REASON_REMOVAL_DECIDED] = "removal_decided",
    [REASON_WITHIN_A_DAY] = "within_a_day",
    [REASON_SENT_TO_ASSAULT] = "sent_to_assault",
    [REASON_SEIZED] = "seized",
    [REASON_GRAVE_WORDS] = "grave_words",
    [REASON_DANGER_SOON_ANSWERED] = "danger_soon_answered",
    [REASON_DATE_10_DAYS] = "date_10_days",
    [REASON_APPEAL_DATE_UNKNOWN] = "appeal_date_unknown",
    [REASON_PROSECUTION] = "prosecution",
    [REASON_WANTED_ABROAD] = "wanted_abroad",
    [REASON_AWOL] = "awol",
    [REASON_COERCED_CONTRACT] = "coerced_contract",
    [REASON_AT_FRONT] = "at_front",
    [REASON_DETAINED] = "detained",
    [REASON_DATE_31_DAYS] = "date_31_days",
    [REASON_DATE_NOT_BINDING] = "date_not_binding",
    [REASON_SERIOUS_NEED] = "serious_need",
    [REASON_DATA_REQUEST] = "data_request",
    [REASON_MISSING_PERSON] = "missing_person",
    [REASON_UNCLEAR] = "unclear",
    [REASON_OFFER] = "offer",
    [REASON_MEDIA] = "media",
    [REASON_STORY_OR_RESEARCH] = "story_or_research",
    [REASON_GENERAL_QUESTION] = "general_question",
    [REASON_HINTS] = "hints",
    [REASON_HINTS_PRESSING] = "hints_pressing",
};

static const char *const situation_names[TRIAGE_N_SITUATIONS] = {
    [SITUATION_UNSET] = "unset",
    [SITUATION_REGISTERED] = "registered",
    [SITUATION_SUMMONED] = "summoned",
    [SITUATION_CONSCRIPT] = "conscript",
    [SITUATION_MOBILISED] = "mobilised",
    [SITUATION_CONTRACT] = "contract",
    [SITUATION_AT_FRONT] = "at_front",
    [SITUATION_WOUNDED_OR_HOSPITAL] = "wounded_or_hospital",
    [SITUATION_AWOL_HOME] = "awol_home",
    [SITUATION_HELD_BY_COMMAND] = "held_by_command",
    [SITUATION_PROSECUTED] = "prosecuted",
    [SITUATION_ALT_SERVICE] = "alt_service",
    [SITUATION_ABROAD_DOCUMENTS] = "abroad_documents",
    [SITUATION_ABROAD_NO_DOCUMENTS] = "abroad_no_documents",
    [SITUATION_ASYLUM_SEEKER] = "asylum_seeker",
    [SITUATION_EXTRADITION_OR_REMOVAL] = "extradition_or_removal",
    [SITUATION_POW_OR_CIVILIAN_DETAINEE] = "pow_or_civilian_detainee",
    [SITUATION_EXPELLED_AT_BORDER] = "expelled_at_border",
    [SITUATION_OCCUPIED_TERRITORY] = "occupied_territory",
    [SITUATION_ACTIVIST] = "activist",
    [SITUATION_ORGANISATION] = "organisation",
    [SITUATION_UNCLEAR] = "unclear",
};

static const char *const need_names[TRIAGE_N_NEEDS] = {
    [NEED_UNSET] = "unset",
    [NEED_LEGAL_INFO] = "legal_info",
    [NEED_ALT_SERVICE_APPLICATION] = "alt_service_application",
    [NEED_MEDICAL_EXEMPTION] = "medical_exemption",
    [NEED_REFUSAL_IN_SERVICE] = "refusal_in_service",
    [NEED_CRIMINAL_DEFENCE] = "criminal_defence",
    [NEED_ASYLUM_CLAIM] = "asylum_claim",
    [NEED_APPEAL_DECISION] = "appeal_decision",
    [NEED_EXTRADITION_DEFENCE] = "extradition_defence",
    [NEED_RIGHTS_UNDER_HUMANITARIAN_LAW] = "rights_under_humanitarian_law",
    [NEED_HUMANITARIAN_VISA] = "humanitarian_visa",
    [NEED_TRAVEL_DOCUMENT] = "travel_document",
    [NEED_SHELTER] = "shelter",
    [NEED_CASH_AID] = "cash_aid",
    [NEED_MEDICAL_CARE] = "medical_care",
    [NEED_PSYCHOSOCIAL] = "psychosocial",
    [NEED_PEER_SUPPORT] = "peer_support",
    [NEED_SEARCH_FOR_PERSON] = "search_for_person",
    [NEED_VIOLATION_REPORT] = "violation_report",
    [NEED_SAFE_COMMUNICATION] = "safe_communication",
    [NEED_DATA_RIGHTS] = "data_rights",
    [NEED_PARTNER_REFERRAL] = "partner_referral",
    [NEED_OUT_OF_SCOPE] = "out_of_scope",
    [NEED_ABUSE_OR_SPAM] = "abuse_or_spam",
};

static const char *const flag_names[TRIAGE_N_FLAGS] = {
    [FLAG_MINOR] = "minor",
    [FLAG_BEST_INTERESTS] = "best_interests",
    [FLAG_SUICIDE_RISK] = "suicide_risk",
    [FLAG_ACUTE_MEDICAL] = "acute_medical",
    [FLAG_TORTURE_ALLEGED] = "torture_alleged",
    [FLAG_SEXUAL_VIOLENCE] = "sexual_violence",
    [FLAG_LGBTQ_SAFETY] = "lgbtq_safety",
    [FLAG_NO_DOCUMENTS] = "no_documents",
    [FLAG_DOCUMENTS_CONFISCATED] = "documents_confiscated",
    [FLAG_REFOULEMENT_RISK] = "refoulement_risk",
    [FLAG_WANTED_NOTICE_POSSIBLE] = "wanted_notice_possible",
    [FLAG_COERCED_CONTRACT] = "coerced_contract",
    [FLAG_GROUP_CASE] = "group_case",
    [FLAG_THIRD_PARTY_CONSENT] = "third_party_consent",
    [FLAG_CONSCIENCE_GROUNDS] = "conscience_grounds",
    [FLAG_PROSECUTION_THREATENED] = "prosecution_threatened",
    [FLAG_SURRENDER_DECISION_ISSUED] = "surrender_decision_issued",
    [FLAG_DEADLINE_UNKNOWN] = "deadline_unknown",
    [FLAG_DEADLINE_NOT_BINDING_HERE] = "deadline_not_binding_here",
    [FLAG_COERCED_SIGNATURE] = "coerced_signature",
    [FLAG_INTERPRETER_NEEDED] = "interpreter_needed",
    [FLAG_ENFORCED_DISAPPEARANCE] = "enforced_disappearance",
    [FLAG_DEPRIVATION_OF_FOOD] = "deprivation_of_food",
    [FLAG_FORCED_SERVICE_OF_PROTECTED_PERSON] = "forced_service_of_protected_person",
    [FLAG_CONFIDENTIAL_CONTACT] = "confidential_contact",
    [FLAG_DEVICE_COMPROMISE_SUSPECTED] = "device_compromise_suspected",
    [FLAG_COUNTRY_STATEMENT_REQUESTED] = "country_statement_requested",
    [FLAG_DOCUMENT_EXPIRING] = "document_expiring",
    [FLAG_DUPLICATE_CANDIDATE] = "duplicate_candidate",
    [FLAG_VETTING_NEEDED] = "vetting_needed",
    [FLAG_ERASURE_REQUEST] = "erasure_request",
    [FLAG_OFFER_NOT_REQUEST] = "offer_not_request",
    [FLAG_PROHIBITED_REQUEST] = "prohibited_request",
    [FLAG_INFILTRATION_SUSPECTED] = "infiltration_suspected",
    [FLAG_ASKS_FOR_PROTECTED_DATA] = "asks_for_protected_data",
};

static const char *const date_kind_names[TRIAGE_N_DATE_KINDS] = {
    [DATE_OTHER] = "other",
    [DATE_SUMMONS_APPEARANCE] = "summons_appearance",
    [DATE_DISPATCH_TO_UNIT] = "dispatch_to_unit",
    [DATE_CONTRACT_SIGNATURE] = "contract_signature",
    [DATE_HEARING] = "hearing",
    [DATE_APPEAL] = "appeal",
    [DATE_PERMIT_EXPIRY] = "permit_expiry",
    [DATE_DOCUMENT_EXPIRY] = "document_expiry",
    [DATE_REPLY_DUE] = "reply_due",
    [DATE_DATA_SUBJECT_REQUEST] = "data_subject_request",
    [DATE_TRANSFER_THREAT] = "transfer_threat",
    [DATE_REMOVAL] = "removal",
};

static const char *
name_of(const char *const *names, unsigned n, unsigned i)
{
    return i < n && names[i] ? names[i] : "";
}

const char *
triage_reason_msgid(enum triage_reason reason)
{
    return name_of(reason_msgids, TRIAGE_N_REASONS, reason);
}

const char *
triage_reason_name(enum triage_reason reason)
{
    return name_of(reason_names, TRIAGE_N_REASONS, reason);
}

const char *
triage_lang_code(enum triage_lang lang)
{
    static const char *const codes[TRIAGE_N_LANGS] = { "", "ru", "uk", "be", "en", "de" };

    return name_of(codes, TRIAGE_N_LANGS, lang);
}

const char *
triage_situation_name(enum triage_situation situation)
{
    return name_of(situation_names, TRIAGE_N_SITUATIONS, situation);
}

const char *
triage_need_name(enum triage_need need)
{
    return name_of(need_names, TRIAGE_N_NEEDS, need);
}

const char *
triage_flag_name(enum triage_flag flag)
{
    return name_of(flag_names, TRIAGE_N_FLAGS, flag);
}

const char *
triage_date_kind_name(enum triage_date_kind kind)
{
    return name_of(date_kind_names, TRIAGE_N_DATE_KINDS, kind);
}
