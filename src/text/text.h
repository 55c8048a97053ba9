/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H
/*
 * Words in the reader's language.  The English text in the source is the key (gettext style); the
 * translations stand in po/ and are compiled into a table (tools/textc.py).  Whoever writes a text
 * into a page or a C file marks it, so that the tool finds it:
 *
 *   T("Text")                          the text; needs a variable `lang` in sight
 *   TC("place", "Text")                the same English text with a second meaning: msgctxt
 *   TF("From {1} to {2}", a, b)        places filled with texts; needs `o` (struct out *)
 *   TN("{n} hour", "{n} hours", n)     plural form by n, {n} filled with the number; needs `o`
 *   N_("Text")                         marks only: a table of texts for text_get() later
 *
 * Texts are plain UTF-8, never HTML; the page escapes them.  The build lists what is missing, fuzzy
 * or has other {places} in a translation, and fails: no English is left in a Russian page.
 * Texts used only under src/desk and src/cli go to po/desk/LANG.po, all others to po/LANG.po;
 * `tools/textc.py --update` adds new ones there with an empty msgstr.
 */
#include "base/arena.h"
#include "text/lang.h"
#include <stdint.h>

#define N_(msgid)          msgid
#define T(msgid)           text_get(lang, msgid)
#define TC(context, msgid) text_get_in(lang, context, msgid)
#define TF(msgid, ...)                                                                             \
    text_fill(o->a, text_get(lang, msgid), (const char *const[]){ __VA_ARGS__, NULL })
#define TN(one, many, n) text_count(o->a, text_plural(lang, one, many, (n)), (n))

/* The translation of `msgid`; the text itself for English or when there is none.  Never NULL. */
const char *text_get(enum lang l, const char *msgid);

/* The same for a text that carries a context. */
const char *text_get_in(enum lang l, const char *context, const char *msgid);

/* The plural form for n, {n} not yet filled. */
const char *text_plural(enum lang l, const char *one, const char *many, int64_t n);

/* Fill {1}, {2}, ... with values[0], values[1], ... (NULL at the end).  A place without a value
   stays as it is.  The result lives in `a`; "" when the arena is full. */
const char *text_fill(struct arena *a, const char *pattern, const char *const *values);

/* Fill every {n} with the number. */
const char *text_count(struct arena *a, const char *pattern, int64_t n);

/* Which plural form a language takes for n: 0.. (one, few, many in Slavic languages;
   one, other). */
unsigned text_plural_form(enum lang l, int64_t n);

/* "22 ноября 2026", "22 November 2026", "22. November 2026".  `day` counts from 1970-01-01. */
const char *text_date(struct arena *a, enum lang l, int64_t day);

/* "22 ноября", for a day that comes every year. */
const char *text_day_month(struct arena *a, enum lang l, int64_t day);

/* "ноябрь 2026": a date of which only the month is known. */
const char *text_month(struct arena *a, enum lang l, int64_t day);

/* "пятница, 27 ноября": for a day that is near. */
const char *text_near_date(struct arena *a, enum lang l, int64_t day);

/* 12 345 / 12,345 / 12.345 */
const char *text_number(struct arena *a, enum lang l, int64_t n);

#endif
