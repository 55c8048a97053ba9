/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_LANG_H
#define TEXT_LANG_H
/* The languages people can choose.  A language is always a parameter: nothing here looks at the
   process's locale.  The numbers are stored and sent: append, never reorder. */
#include <stdint.h>

enum lang { LANG_UNSET, LANG_RU, LANG_UK, LANG_BE, LANG_EN, LANG_DE, N_LANGS };

/* "ru", "uk", "be", "en", "de"; "" for LANG_UNSET or anything else. */
const char *lang_code(enum lang l);

/* The language's name in itself, such as "Українська"; "" if unset. */
const char *lang_endonym(enum lang l);

/* The language with exactly this code, or LANG_UNSET.  NULL is unset. */
enum lang lang_of(const char *code);

#endif
