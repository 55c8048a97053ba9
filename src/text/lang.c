/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/lang.h"
#include <stddef.h>
#include <string.h>

static const struct {
    const char *code, *endonym;
} langs[N_LANGS] = {
    [LANG_UNSET] = { "", "" },
    [LANG_RU] = { "ru", "Русский" },
    [LANG_UK] = { "uk", "Українська" },
    [LANG_BE] = { "be", "Беларуская" },
    [LANG_EN] = { "en", "English" },
    [LANG_DE] = { "de", "Deutsch" },
};

static enum lang
known(enum lang l)
{
    return (unsigned)l < N_LANGS ? l : LANG_UNSET;
}

const char *
lang_code(enum lang l)
{
    return langs[known(l)].code;
}

const char *
lang_endonym(enum lang l)
{
    return langs[known(l)].endonym;
}

enum lang
lang_of(const char *code)
{
    for (enum lang l = LANG_RU; code && l < N_LANGS; l++)
        if (strcmp(langs[l].code, code) == 0)
            return l;
    return LANG_UNSET;
}
