/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/letter_pages.h"
#include "text/text.h"
#include <string.h>

struct word {
    const char *code, *words;
};

static const struct word channels[] = {
    { "hand", N_("By hand, with a stamp and a date on your own copy") },
    { "post", N_("By registered post, with a list of what is inside") },
    { "portal", N_("Through the state services portal") },
    { "site", N_("Through the authority's own site, signed in") },
    { "email", N_("By e-mail") },
    { "phone", N_("By phone") },
    { "report", N_("To the commander or the duty officer, with a note of receipt") },
    { "lawyer", N_("Through a lawyer") },
    { "record", N_("At the interview, written into the record") },
    { "staff", N_("To the staff of the place where you are held, against a receipt") },
};

static const struct word identifies[] = {
    { "name", N_("It wants your name, your address and a signature.") },
    { "passport", N_("It wants a passport and a signature.") },
    { "account", N_("It wants an account that is tied to your passport.") },
    { "warrant", N_("It wants a signed paper that gives the lawyer the right to act.") },
    { "file", N_("It wants the number of your file.") },
};

static const char *
words_of(const struct word *list, size_t n, enum lang lang, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].code, code) == 0)
            return text_get(lang, list[i].words);
    return NULL;
}

const char *
say_channel(enum lang lang, const char *kind)
{
    return words_of(channels, sizeof channels / sizeof *channels, lang, kind);
}

const char *
say_identifies(enum lang lang, const char *code)
{
    return words_of(identifies, sizeof identifies / sizeof *identifies, lang, code);
}
