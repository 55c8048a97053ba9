/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The first triage of a request: what language it is in, what it is about, how soon a person
 * must look at it, and why.  It only proposes; a counsellor decides and may change everything.
 *
 * The rules are text files in content/triage (format: docs/triage.md), compiled into a table.
 * This module only runs them.  It allocates nothing, keeps nothing between calls and has no
 * static data that changes, so it may run in the gate beside the plain text of a secret.  Cost is
 * linear in the text; text beyond TRIAGE_TEXT_MAX bytes is not read.  Invalid UTF-8 is skipped.
 */
#ifndef CORE_TRIAGE_TRIAGE_H
#define CORE_TRIAGE_TRIAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum {
    TRIAGE_TEXT_MAX = 16384,
    TRIAGE_MAX_REASONS = 4,
    TRIAGE_MAX_DATES = 4,
    TRIAGE_SKETCH_MAX = 64,
};

enum triage_lang {
    TRIAGE_LANG_UNKNOWN,
    TRIAGE_LANG_RU,
    TRIAGE_LANG_UK,
    TRIAGE_LANG_BE,
    TRIAGE_LANG_EN,
    TRIAGE_LANG_DE,
    TRIAGE_N_LANGS,
};

enum triage_situation {
    SITUATION_UNSET,
    SITUATION_REGISTERED,
    SITUATION_SUMMONED,
    SITUATION_CONSCRIPT,
    SITUATION_MOBILISED,
    SITUATION_CONTRACT,
    SITUATION_AT_FRONT,
    SITUATION_WOUNDED_OR_HOSPITAL,
    SITUATION_AWOL_HOME,
    SITUATION_HELD_BY_COMMAND,
    SITUATION_PROSECUTED,
    SITUATION_ALT_SERVICE,
    SITUATION_ABROAD_DOCUMENTS,
    SITUATION_ABROAD_NO_DOCUMENTS,
    SITUATION_ASYLUM_SEEKER,
    SITUATION_EXTRADITION_OR_REMOVAL,
    SITUATION_POW_OR_CIVILIAN_DETAINEE,
    SITUATION_EXPELLED_AT_BORDER,
    SITUATION_OCCUPIED_TERRITORY,
    SITUATION_ACTIVIST,
    SITUATION_ORGANISATION,
    SITUATION_UNCLEAR,
    TRIAGE_N_SITUATIONS,
};

/* Bits of `needs` are 1u << need. */
enum triage_need {
    NEED_UNSET,
    NEED_LEGAL_INFO,
    NEED_ALT_SERVICE_APPLICATION,
    NEED_MEDICAL_EXEMPTION,
    NEED_REFUSAL_IN_SERVICE,
    NEED_CRIMINAL_DEFENCE,
    NEED_ASYLUM_CLAIM,
    NEED_APPEAL_DECISION,
    NEED_EXTRADITION_DEFENCE,
    NEED_RIGHTS_UNDER_HUMANITARIAN_LAW,
    NEED_HUMANITARIAN_VISA,
    NEED_TRAVEL_DOCUMENT,
    NEED_SHELTER,
    NEED_CASH_AID,
    NEED_MEDICAL_CARE,
    NEED_PSYCHOSOCIAL,
    NEED_PEER_SUPPORT,
    NEED_SEARCH_FOR_PERSON,
    NEED_VIOLATION_REPORT,
    NEED_SAFE_COMMUNICATION,
    NEED_DATA_RIGHTS,
    NEED_PARTNER_REFERRAL,
    NEED_OUT_OF_SCOPE,
    NEED_ABUSE_OR_SPAM,
    TRIAGE_N_NEEDS,
};

/* Bits of `flags` are UINT64_C(1) << flag. */
enum triage_flag {
    FLAG_MINOR,
    FLAG_BEST_INTERESTS,
    FLAG_SUICIDE_RISK,
    FLAG_ACUTE_MEDICAL,
    FLAG_TORTURE_ALLEGED,
    FLAG_SEXUAL_VIOLENCE,
    FLAG_LGBTQ_SAFETY,
    FLAG_NO_DOCUMENTS,
    FLAG_DOCUMENTS_CONFISCATED,
    FLAG_REFOULEMENT_RISK,
    FLAG_WANTED_NOTICE_POSSIBLE,
    FLAG_COERCED_CONTRACT,
    FLAG_GROUP_CASE,
    FLAG_THIRD_PARTY_CONSENT,
    FLAG_CONSCIENCE_GROUNDS,
    FLAG_PROSECUTION_THREATENED,
    FLAG_SURRENDER_DECISION_ISSUED,
    FLAG_DEADLINE_UNKNOWN,
    FLAG_DEADLINE_NOT_BINDING_HERE,
    FLAG_COERCED_SIGNATURE,
    FLAG_INTERPRETER_NEEDED,
    FLAG_ENFORCED_DISAPPEARANCE,
    FLAG_DEPRIVATION_OF_FOOD,
    FLAG_FORCED_SERVICE_OF_PROTECTED_PERSON,
    FLAG_CONFIDENTIAL_CONTACT,
    FLAG_DEVICE_COMPROMISE_SUSPECTED,
    FLAG_COUNTRY_STATEMENT_REQUESTED,
    FLAG_DOCUMENT_EXPIRING,
    FLAG_DUPLICATE_CANDIDATE,
    FLAG_VETTING_NEEDED,
    FLAG_ERASURE_REQUEST,
    FLAG_OFFER_NOT_REQUEST,
    FLAG_PROHIBITED_REQUEST,
    FLAG_INFILTRATION_SUSPECTED,
    FLAG_ASKS_FOR_PROTECTED_DATA,
    TRIAGE_N_FLAGS,
};

/* Smaller is sooner. */
enum triage_urgency { URGENCY_UNSET, URGENCY_U1, URGENCY_U2, URGENCY_U3, URGENCY_U4 };

/* What the envelope may ring at a locked desk. */
enum triage_bell { BELL_NONE, BELL_DATE, BELL_DANGER };

/* Why an urgency is proposed.  Words: triage_reason_msgid(). */
enum triage_reason {
    REASON_NONE,
    REASON_DANGER_ANSWERED,
    REASON_SUICIDE,
    REASON_HELD,
    REASON_TORTURE,
    REASON_THREAT_TO_LIFE,
    REASON_SEXUAL_VIOLENCE,
    REASON_ACUTE_MEDICAL,
    REASON_REMOVAL_DECIDED,
    REASON_WITHIN_A_DAY,
    REASON_SENT_TO_ASSAULT,
    REASON_SEIZED,
    REASON_GRAVE_WORDS,
    REASON_DANGER_SOON_ANSWERED,
    REASON_DATE_10_DAYS,
    REASON_APPEAL_DATE_UNKNOWN,
    REASON_PROSECUTION,
    REASON_WANTED_ABROAD,
    REASON_AWOL,
    REASON_COERCED_CONTRACT,
    REASON_AT_FRONT,
    REASON_DETAINED,
    REASON_DATE_31_DAYS,
    REASON_DATE_NOT_BINDING,
    REASON_SERIOUS_NEED,
    REASON_DATA_REQUEST,
    REASON_MISSING_PERSON,
    REASON_UNCLEAR,
    REASON_OFFER,
    REASON_MEDIA,
    REASON_STORY_OR_RESEARCH,
    REASON_GENERAL_QUESTION,
    REASON_HINTS,
    REASON_HINTS_PRESSING,
    TRIAGE_N_REASONS,
};

enum triage_date_kind {
    DATE_OTHER,
    DATE_SUMMONS_APPEARANCE,
    DATE_DISPATCH_TO_UNIT,
    DATE_CONTRACT_SIGNATURE,
    DATE_HEARING,
    DATE_APPEAL,
    DATE_PERMIT_EXPIRY,
    DATE_DOCUMENT_EXPIRY,
    DATE_REPLY_DUE,
    DATE_DATA_SUBJECT_REQUEST,
    DATE_TRANSFER_THREAT,
    DATE_REMOVAL,
    TRIAGE_N_DATE_KINDS,
};

enum triage_date_precision { PRECISION_DAY, PRECISION_MONTH };

enum triage_date_basis {
    BASIS_STATED,              /* written in the text, absolute or relative to now */
    BASIS_ANSWERED,            /* given in the date field */
    BASIS_COMPUTED_FROM_TEXT,  /* day and period are both in the text */
    BASIS_COMPUTED_FROM_RULE,  /* period from a rule record: a lawyer must confirm it */
    BASIS_STATUTORY_ONE_MONTH, /* data-subject request: one month from receipt */
};

/* `day` counts days since 1970-01-01; for PRECISION_MONTH it is the first of the month. */
struct triage_date {
    enum triage_date_kind kind;
    int32_t day;
    enum triage_date_precision precision;
    enum triage_date_basis basis;
    bool binding_here;
};

enum triage_who {
    WHO_UNKNOWN,
    WHO_SELF,
    WHO_RELATIVE,
    WHO_FRIEND,
    WHO_LAWYER,
    WHO_PARTNER_ORG,
    WHO_HOST,
    WHO_DONOR,
    WHO_MEDIA,
    WHO_OTHER,
    TRIAGE_N_WHOS,
};

enum triage_danger { DANGER_UNANSWERED, DANGER_NO, DANGER_SOON, DANGER_YES };

#define TRIAGE_DAY_UNKNOWN INT32_MIN

/*
 * What is asked.  All answers are optional: a zeroed struct with text and now_s (and `day` set to
 * TRIAGE_DAY_UNKNOWN, see triage_ask_init) is a full question.
 * Relative days ("tomorrow") count from the UTC day of now_s: nobody this serves lives west of
 * Greenwich, so it is the earliest day meant, and a proposal is never later than the truth.
 */
struct triage_ask {
    struct bytes text; /* borrowed for the call */
    int64_t now_s;
    enum triage_who who;
    enum triage_danger danger;
    char country[3]; /* ISO 3166-1 alpha-2 of the stay; "" unknown */
    int32_t day;     /* the date answered, days since 1970-01-01, or TRIAGE_DAY_UNKNOWN */
    enum triage_date_kind day_kind;
};

/* What is proposed.  Holds nothing of the text. */
struct triage_result {
    enum triage_lang lang;
    bool transliterated; /* Russian, Ukrainian or Belarusian in Latin letters */
    enum triage_situation situation;
    enum triage_need need;
    uint32_t needs;
    uint64_t flags;
    enum triage_urgency urgency;
    enum triage_reason reasons[TRIAGE_MAX_REASONS]; /* strongest first */
    uint8_t n_reasons;
    struct triage_date dates[TRIAGE_MAX_DATES]; /* most pressing first */
    uint8_t n_dates;
    enum triage_bell bell;
    bool crisis;     /* show crisis lines: risk of suicide, or danger now */
    char country[3]; /* of stay: as answered, else as the text says, else "" */
    int32_t today;   /* UTC day of now_s */
};

/* Working memory; its inside is private (see match.h).  triage_run wipes it before it returns. */
struct triage_scratch {
    uint64_t private_words[6144];
};

/* Set every answer of `ask` to "not answered", with this text and time. */
void triage_ask_init(struct triage_ask *ask, struct bytes text, int64_t now_s);

/* Rate one request.  Always gives a whole result: doubt is U3 or sooner with REASON_UNCLEAR. */
void triage_run(
    const struct triage_ask *ask, struct triage_scratch *scratch, struct triage_result *out);

/* English sentence for a reason, for gettext; never NULL. */
const char *triage_reason_msgid(enum triage_reason reason);

/* Two-letter code of the language, "" if unknown. */
const char *triage_lang_code(enum triage_lang lang);

/* Names as in the data files ("held_by_command"), for the desk's records and for tests. */
const char *triage_situation_name(enum triage_situation situation);
const char *triage_need_name(enum triage_need need);
const char *triage_flag_name(enum triage_flag flag);
const char *triage_date_kind_name(enum triage_date_kind kind);
const char *triage_reason_name(enum triage_reason reason);

/* Whether the result carries a flag. */
bool triage_has(const struct triage_result *r, enum triage_flag flag);

/* A few hashed word beginnings of one text.  Derived from a secret: keep it in memory only. */
struct triage_sketch {
    uint32_t hash[TRIAGE_SKETCH_MAX]; /* ascending */
    uint8_t n;
};

/* Make the sketch of a text for triage_similar. */
void triage_sketch(struct bytes text, struct triage_sketch *out);

/* What two requests share; every member is a reason that can be shown. */
struct triage_likeness {
    bool likely; /* propose as a possible duplicate; a person decides, nothing is merged */
    bool same_situation;
    bool same_date;
    bool says_written_before;
    bool both_group;
    uint8_t shared_flags; /* number of weighty flags in common */
    uint8_t shared_words; /* word beginnings in common */
    uint8_t word_percent; /* of the smaller sketch */
};

/* Compare two requests.  Symmetric.  The thresholds are in similar.c and docs/triage.md. */
void triage_similar(const struct triage_result *a, const struct triage_sketch *sa,
    const struct triage_result *b, const struct triage_sketch *sb, struct triage_likeness *out);

#endif
