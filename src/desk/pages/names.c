/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names of things: what the rules of triage call by a number, in words. */
#include "desk/pages/countries.h"
#include "desk/pages/tell.h"

static const char *
name_at(enum lang lang, const char *const *names, unsigned n, unsigned i)
{
    return i < n && names[i] ? text_get(lang, names[i]) : "";
}

const char *
tell_urgency(enum lang lang, int urgency)
{
    static const char *const names[] = {
        [1] = N_("Emergency"), N_("Urgent"), N_("Soon"), N_("Can wait")
    };

    return name_at(lang, names, sizeof names / sizeof *names, (unsigned)urgency);
}

const char *
tell_language(enum lang lang, const char *code)
{
    static const struct {
        const char *code, *name;
    } names[] = { { "ru", N_("Russian") }, { "uk", N_("Ukrainian") }, { "be", N_("Belarusian") },
        { "en", N_("English") }, { "de", N_("German") }, { "ka", N_("Georgian") },
        { "hy", N_("Armenian") }, { "az", N_("Azerbaijani") }, { "kk", N_("Kazakh") },
        { "ky", N_("Kyrgyz") }, { "uz", N_("Uzbek") }, { "tg", N_("Tajik") }, { "tt", N_("Tatar") },
        { "ce", N_("Chechen") }, { "ba", N_("Bashkir") }, { "sah", N_("Yakut") },
        { "pl", N_("Polish") }, { "lt", N_("Lithuanian") }, { "lv", N_("Latvian") },
        { "et", N_("Estonian") }, { "fi", N_("Finnish") }, { "fr", N_("French") },
        { "es", N_("Spanish") }, { "tr", N_("Turkish") }, { "ar", N_("Arabic") },
        { "fa", N_("Persian") } };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (tell_same(names[i].code, code))
            return text_get(lang, names[i].name);
    return code;
}

const char *
tell_country(enum lang lang, const char *code)
{
    enum lang l = lang == LANG_UNSET ? LANG_EN : lang;

    for (size_t i = 0; i < n_countries; i++)
        if (strcmp(countries[i].code, code) == 0)
            return countries[i].names[l];
    return code;
}

const char *
tell_situation(enum lang lang, enum triage_situation s)
{
    static const char *const names[TRIAGE_N_SITUATIONS] = {
        [SITUATION_REGISTERED] = N_("registered for service"),
        [SITUATION_SUMMONED] = N_("has a summons"),
        [SITUATION_CONSCRIPT] = N_("conscript in service"),
        [SITUATION_MOBILISED] = N_("mobilised"),
        [SITUATION_CONTRACT] = N_("serves by contract"),
        [SITUATION_AT_FRONT] = N_("at the front"),
        [SITUATION_WOUNDED_OR_HOSPITAL] = N_("wounded or in hospital"),
        [SITUATION_AWOL_HOME] = N_("has left the unit, still in the country"),
        [SITUATION_HELD_BY_COMMAND] = N_("held by the command"),
        [SITUATION_PROSECUTED] = N_("prosecuted"),
        [SITUATION_ALT_SERVICE] = N_("alternative service"),
        [SITUATION_ABROAD_DOCUMENTS] = N_("abroad with documents"),
        [SITUATION_ABROAD_NO_DOCUMENTS] = N_("abroad without documents"),
        [SITUATION_ASYLUM_SEEKER] = N_("seeks asylum"),
        [SITUATION_EXTRADITION_OR_REMOVAL] = N_("extradition or removal threatens"),
        [SITUATION_POW_OR_CIVILIAN_DETAINEE] = N_("prisoner of war or detained civilian"),
        [SITUATION_EXPELLED_AT_BORDER] = N_("turned back at a border"),
        [SITUATION_OCCUPIED_TERRITORY] = N_("in occupied territory"),
        [SITUATION_ACTIVIST] = N_("activist"),
        [SITUATION_ORGANISATION] = N_("an organisation"),
        [SITUATION_UNCLEAR] = N_("situation unclear"),
    };

    return name_at(lang, names, TRIAGE_N_SITUATIONS, s);
}

static const char *const flag_words[TRIAGE_N_FLAGS] = {
    [FLAG_MINOR] = N_("under 18"),
    [FLAG_BEST_INTERESTS] = N_("best interests of a child"),
    [FLAG_SUICIDE_RISK] = N_("risk of suicide"),
    [FLAG_ACUTE_MEDICAL] = N_("acute medical danger"),
    [FLAG_TORTURE_ALLEGED] = N_("torture alleged"),
    [FLAG_SEXUAL_VIOLENCE] = N_("sexual violence"),
    [FLAG_LGBTQ_SAFETY] = N_("LGBTQ safety"),
    [FLAG_NO_DOCUMENTS] = N_("no documents"),
    [FLAG_DOCUMENTS_CONFISCATED] = N_("documents taken away"),
    [FLAG_REFOULEMENT_RISK] = N_("risk of being sent back"),
    [FLAG_WANTED_NOTICE_POSSIBLE] = N_("may be on a wanted list"),
    [FLAG_COERCED_CONTRACT] = N_("forced contract"),
    [FLAG_GROUP_CASE] = N_("several people"),
    [FLAG_THIRD_PARTY_CONSENT] = N_("for somebody else: ask for consent"),
    [FLAG_CONSCIENCE_GROUNDS] = N_("grounds of conscience"),
    [FLAG_PROSECUTION_THREATENED] = N_("prosecution threatened"),
    [FLAG_SURRENDER_DECISION_ISSUED] = N_("surrender has been decided"),
    [FLAG_DEADLINE_UNKNOWN] = N_("a time limit of unknown date"),
    [FLAG_DEADLINE_NOT_BINDING_HERE] = N_("time limit does not bind here"),
    [FLAG_COERCED_SIGNATURE] = N_("forced signature"),
    [FLAG_INTERPRETER_NEEDED] = N_("needs an interpreter"),
    [FLAG_ENFORCED_DISAPPEARANCE] = N_("enforced disappearance"),
    [FLAG_DEPRIVATION_OF_FOOD] = N_("kept without food"),
    [FLAG_FORCED_SERVICE_OF_PROTECTED_PERSON] = N_("forced service in occupied territory"),
    [FLAG_CONFIDENTIAL_CONTACT] = N_("wants a confidential contact"),
    [FLAG_DEVICE_COMPROMISE_SUSPECTED] = N_("phone may be watched"),
    [FLAG_COUNTRY_STATEMENT_REQUESTED] = N_("asks for a statement on a country"),
    [FLAG_DOCUMENT_EXPIRING] = N_("a document expires"),
    [FLAG_DUPLICATE_CANDIDATE] = N_("possible duplicate"),
    [FLAG_VETTING_NEEDED] = N_("check who it is"),
    [FLAG_ERASURE_REQUEST] = N_("asks for erasure"),
    [FLAG_OFFER_NOT_REQUEST] = N_("an offer, not a request"),
    [FLAG_PROHIBITED_REQUEST] = N_("asks for what we do not do"),
    [FLAG_INFILTRATION_SUSPECTED] = N_("careful with what you disclose"),
    [FLAG_ASKS_FOR_PROTECTED_DATA] = N_("asks for data of others"),
};

const char *
tell_flag(enum lang lang, enum triage_flag f)
{
    return name_at(lang, flag_words, TRIAGE_N_FLAGS, f);
}

const char *
tell_date_kind(enum lang lang, enum triage_date_kind k)
{
    static const char *const names[TRIAGE_N_DATE_KINDS] = {
        [DATE_OTHER] = N_("A date"),
        [DATE_SUMMONS_APPEARANCE] = N_("Appear by a summons"),
        [DATE_DISPATCH_TO_UNIT] = N_("Sent to a unit on"),
        [DATE_CONTRACT_SIGNATURE] = N_("Signing of a contract"),
        [DATE_HEARING] = N_("Hearing in court"),
        [DATE_APPEAL] = N_("Last day to appeal"),
        [DATE_PERMIT_EXPIRY] = N_("Permit to stay expires"),
        [DATE_DOCUMENT_EXPIRY] = N_("Document expires"),
        [DATE_REPLY_DUE] = N_("Reply due"),
        [DATE_DATA_SUBJECT_REQUEST] = N_("Reply about own data due"),
        [DATE_TRANSFER_THREAT] = N_("Threat of transfer"),
        [DATE_REMOVAL] = N_("Removal from the country on"),
    };

    return name_at(lang, names, TRIAGE_N_DATE_KINDS, k);
}

const char *
tell_who(enum lang lang, enum triage_who who)
{
    static const char *const names[TRIAGE_N_WHOS] = {
        [WHO_SELF] = N_("for themselves"),
        [WHO_RELATIVE] = N_("a relative"),
        [WHO_FRIEND] = N_("a friend"),
        [WHO_LAWYER] = N_("a lawyer"),
        [WHO_PARTNER_ORG] = N_("an organisation"),
        [WHO_HOST] = N_("somebody who offers help"),
        [WHO_DONOR] = N_("a donor"),
        [WHO_MEDIA] = N_("press or research"),
        [WHO_OTHER] = N_("somebody else"),
    };

    return name_at(lang, names, TRIAGE_N_WHOS, who);
}

const char *
tell_close(enum lang lang, enum close_reason r)
{
    static const char *const names[N_CLOSE_REASONS] = {
        [CLOSE_GOAL_REACHED] = N_("the goal is reached"),
        [CLOSE_WITHDREW] = N_("the person withdrew"),
        [CLOSE_CONTACT_LOST] = N_("contact is lost"),
        [CLOSE_TRANSFERRED] = N_("handed over"),
        [CLOSE_OUT_OF_SCOPE] = N_("not our field"),
        [CLOSE_UNSAFE] = N_("going on would be unsafe"),
        [CLOSE_DECEASED] = N_("the person has died"),
        [CLOSE_DUPLICATE] = N_("the same as another request"),
    };

    return name_at(lang, names, N_CLOSE_REASONS, r);
}

static const char *const list_codes[] = {
    [LIST_WAITING] = "waiting",
    [LIST_OPEN] = "open",
    [LIST_MINE] = "mine",
    [LIST_CLOSED] = "closed",
    [LIST_SNOOZED] = "off",
    [LIST_LATE] = "late",
    [LIST_WATCHED] = "watched",
};

const char *
tell_audit_act(enum lang lang, enum audit_act act)
{
    static const char *const names[N_AUDIT_ACTS] = {
        [AUDIT_READ] = N_("opened a case"),
        [AUDIT_SHARED] = N_("let others read a case"),
        [AUDIT_UNSHARED] = N_("took a case back"),
        [AUDIT_EXPORTED] = N_("took out an export"),
        [AUDIT_RELEASED] = N_("released an export"),
        [AUDIT_ERASED] = N_("erased a case"),
        [AUDIT_IN] = N_("unlocked the desk"),
        [AUDIT_REFUSED] = N_("was not let in"),
        [AUDIT_OUT] = N_("locked"),
        [AUDIT_LOCKED_ALL] = N_("locked for everybody"),
        [AUDIT_MEMBER_ENROLLED] = N_("a new member enrolled"),
        [AUDIT_MEMBER_ADMITTED] = N_("admitted a member"),
        [AUDIT_MEMBER_CHANGED] = N_("changed the roles of a member"),
        [AUDIT_MEMBER_REMOVED] = N_("removed a member"),
        [AUDIT_KEY_GIVEN] = N_("gave a member a key"),
        [AUDIT_TOO_FAST] = N_("opens cases much faster than usual"),
        [AUDIT_CHANGED] = N_("changed a case"),
        [AUDIT_ORIGINAL] = N_("took out an attachment as it came"),
        [AUDIT_BACKUP] = N_("made a backup"),
        [AUDIT_RECOVERED] = N_("recovered with the printed words"),
        [AUDIT_SETTINGS] = N_("changed settings of the desk"),
        [AUDIT_LOG_READ] = N_("read this log"),
        [AUDIT_FACTOR_ADDED] = N_("added a second factor"),
        [AUDIT_FACTOR_REMOVED] = N_("removed a second factor"),
        [AUDIT_CODES_NEW] = N_("made new recovery codes"),
        [AUDIT_PASSPHRASE] = N_("made a new passphrase"),
        [AUDIT_INVITED] = N_("invited somebody"),
        [AUDIT_WITHDRAWN] = N_("withdrew an invitation"),
        [AUDIT_KEYS_AWAY] = N_("sent all own keys away"),
        [AUDIT_KEYS_BACK] = N_("put a member’s keys back"),
        [AUDIT_FOUND] = N_("read pieces of cases that a search showed"),
        [AUDIT_QUIET] = N_("pressed the button on the locked page: no calls for half an hour"),
        [AUDIT_PAPER] = N_("printed a hand-over sheet"),
        [AUDIT_LISTED] = N_("read a list with dates or hand-overs"),
    };

    return name_at(lang, names, N_AUDIT_ACTS, act);
}

const char *
tell_vault(enum lang lang, const char *role)
{
    static const struct {
        const char *role, *name;
    } names[] = {
        { "intake", N_("Requests") },
        { "legal", N_("Legal help") },
        { "documentation", N_("Documentation") },
        { "own", N_("Shared with me alone") },
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].role, role) == 0)
            return text_get(lang, names[i].name);
    return role;
}

const char *
tell_list(enum lang lang, enum case_list list)
{
    static const char *const names[] = { [LIST_WAITING] = N_("Waiting"),
        [LIST_OPEN] = N_("All open"),
        [LIST_MINE] = N_("Mine"),
        [LIST_CLOSED] = N_("Closed"),
        [LIST_SNOOZED] = N_("Off for now"),
        [LIST_LATE] = N_("Over their time"),
        [LIST_WATCHED] = N_("Watched") };

    return name_at(lang, names, sizeof names / sizeof *names, list);
}

const char *
tell_list_code(enum case_list list)
{
    return (unsigned)list < sizeof list_codes / sizeof *list_codes ? list_codes[list] : "waiting";
}

enum case_list
tell_list_of(const char *code)
{
    for (unsigned i = 0; i < sizeof list_codes / sizeof *list_codes; i++)
        if (tell_same(list_codes[i], code))
            return (enum case_list)i;
    return LIST_WAITING;
}
