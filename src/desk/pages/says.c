/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences of the way in. */
#include "desk/pages/access.h"
#include "text/text.h"

const char *
tell_says(enum lang lang, enum access_says s)
{
    static const char *const words[N_SAYS] = {
        [SAYS_KEPT] = N_("Kept."),
        [SAYS_FACTOR_ADDED] = N_("From now on you are asked for it after your passphrase."),
        [SAYS_FACTOR_GONE] = N_("It is removed."),
        [SAYS_SESSION_ENDED] = N_("That session is ended."),
        [SAYS_BROWSERS_FORGOTTEN] = N_("No browser is known any more."),
        [SAYS_PASSPHRASE_NEW] =
            N_("The new passphrase holds from now on; the old one opens nothing "
               "any more. Your other sessions are ended."),
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
    };

    return (unsigned)s < N_SAYS && words[s] ? text_get(lang, words[s]) : "";
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
