/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_CHOOSE_ORG_H
#define GATE_CHOOSE_ORG_H
/* To whom a message goes when the writer leaves it to us. */
#include "gate/book.h"

/* The same card for the same book, language, country ("" unknown) and week.  Only cards that can be
   sealed to now; never one that is designated in the country.  Among them, in this order of weight:
   answers in the language; is designated nowhere, if no country is known; names the country; takes
   any country; stands earlier in the root note.  NULL: there is none. */
const struct card *choose_org(
    const struct book *b, const char *lang, const char *country, int64_t now_s);

/* The same among all that can be sealed to, also designated ones: who is left if choose_org finds
   none.  The writer has to confirm it. */
const struct card *choose_org_at_all(
    const struct book *b, const char *lang, const char *country, int64_t now_s);

/* Can be sealed to now: the card has a door key for this week. */
bool org_is_open(const struct card *c, int64_t now_s);

#endif
