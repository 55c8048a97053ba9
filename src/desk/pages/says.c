/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences of the way in. */
#include "desk/pages/access.h"
#include "desk/pages/frame.h"
#include "text/text.h"

static const char *const says_words[N_SAYS] = {
    [SAYS_KEPT] = N_("Kept."),
    [SAYS_FACTOR_ADDED] = N_("From now on you are asked for it after your passphrase."),
    [SAYS_FACTOR_GONE] = N_("It is removed."),
    [SAYS_SESSION_ENDED] = N_("That session is ended."),
    [SAYS_BROWSERS_FORGOTTEN] = N_("No browser is known any more."),
    [SAYS_PASSPHRASE_NEW] = N_("The new passphrase holds from now on; the old one opens nothing "
                               "any more. Your other sessions are ended."),
    [SAYS_KEYS_BACK] = N_("The keys are back. She has to log in again."),
    [SAYS_INVITATION_TAKEN_BACK] = N_("The invitation is taken back; its link opens nothing."),
    [SAYS_ADMITTED] = N_("She is let in and has every key her roles need."),
    [SAYS_ADMITTED_LACKS] = N_("She is let in. Some keys her roles need are not yours to give: "
                               "somebody who has them gives them on her page."),
    [SAYS_ROLES_SET] = N_("The roles are changed; she has to log in again."),
    [SAYS_KEY_GIVEN] = N_("She has the key from her next log-in on."),
    [SAYS_REMOVED] = N_("She is removed and what she could read has new keys. If she could read "
                        "requests, the card is new too: pass the file “card” of this desk on to "
                        "the network."),
    [SAYS_CODE_WRONG] = N_("This code is not right. Wait for the next one; the clock of the "
                           "phone must be right too."),
    [SAYS_CODE_USED] = N_("This code was used before. Wait for the next one."),
    [SAYS_PASSKEY_WRONG] = N_("The passkey did not answer as it should. Try again."),
    [SAYS_PASSKEY_COPY] = N_("The counter of this passkey went backwards: there may be a copy "
                             "of it. Use another way in and remove it."),
    [SAYS_RECOVERY_WRONG] = N_("There is no such recovery code, or it was used before."),
    [SAYS_PASSPHRASE_WRONG] = N_("The passphrase is not right."),
    [SAYS_WORDS_WRONG] = N_("These are not the two words. Look at what you wrote down and try "
                            "again."),
    [SAYS_TOO_MANY] = N_("There is no room for more. Remove one first."),
    [SAYS_OLD_PAGE] = N_("This page was out of date. Try again."),
    [SAYS_TRAVEL_ONLY] = N_("You are the only one who can open this. Give its key to a "
                            "colleague first, or nobody could read it any more if the text were "
                            "lost."),
    [SAYS_TRAVEL_ALONE] = N_("Only you can read one of the requests. Share it with a colleague "
                             "first, or nobody could read it any more if the text were lost."),
    [SAYS_TRAVEL_NOTHING] = N_("You hold no key that could be sent away."),
    [SAYS_TRAVEL_FORGED] = N_("This is not a text that was sealed to you at this desk, or a part "
                              "of it is missing."),
    [SAYS_TRAVEL_CHANGED] = N_("Your keys changed meanwhile. Nothing was removed: seal them "
                               "again."),
    [SAYS_NAME_TAKEN] = N_("Somebody has this name already, or is invited under it."),
    [SAYS_NAME_BAD] = N_("This name cannot be used: 1 to 64 signs, no quotation marks."),
    [SAYS_NO_ROLE] = N_("Choose at least one role."),
    [SAYS_VAULT_CLOSED] = N_("What she could read must get new keys, and a part of it is not "
                             "open. Ask somebody who can read it to log in, then do it again."),
    [SAYS_LAST_ONE] = N_("She is the last who can open this. Give its key to somebody first."),
    [SAYS_ROLES_TOO_OFTEN] =
        N_("Roles were taken so often within five weeks that requests on the way could not be "
           "opened any more. Take one again later; removing somebody goes on."),
    [SAYS_NOT_YOURS_TO_GIVE] = N_("You do not have this key, so you cannot give it."),
    [SAYS_JOINING_BUSY] = N_("Several people are joining just now. Try again in a few minutes."),
    [SAYS_JOINING_ELSEWHERE] =
        N_("This link was begun in another browser. If that was not you, somebody else has "
           "your link: call the colleague who invited you and ask for a new one."),
};

const char *
tell_says(enum lang lang, enum access_says s)
{
    return (unsigned)s < N_SAYS && says_words[s] ? text_get(lang, says_words[s]) : "";
}

bool
says_is_wrong(enum access_says s)
{
    return s >= SAYS_CODE_WRONG;
}

const char *
tell_factor(enum lang lang, enum factor_kind k)
{
    return k == FACTOR_PASSKEY ? T("Passkey") : T("Codes of an app");
}

int64_t
idle_choice_min(size_t i)
{
    static const int64_t choices[] = { 5, 10, 15, 30, 60 };

    return i < sizeof choices / sizeof *choices ? choices[i] : 0;
}

int64_t
stay_class(int64_t idle_min)
{
    static const int64_t classes[] = { 60, 30, 15, 10, 5 };

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (idle_min >= classes[i])
            return classes[i];
    return 0;
}

/* The style sheet shows it at four minutes of five, else five before the end. */
int64_t
stay_minutes(int64_t idle_min)
{
    int64_t limit = stay_class(idle_min);

    return idle_min - (limit == 5 ? 4 : limit - 5);
}

const char *
tell_word(struct out *o, const char *words, unsigned i)
{
    for (; i > 0 && *words; i--) {
        words += strcspn(words, " ");
        words += *words == ' ';
    }
    const char *word = arena_text_n(o->a, words, strcspn(words, " "));
    return word ? word : "";
}
