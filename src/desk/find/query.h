/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FIND_QUERY_H
#define DESK_FIND_QUERY_H
/* What is typed into the search field:

       повестка -армия "рапорт об отказе" country:am u:1,2 lang:uk is:waiting lead:me due<7d

   Words are found in all their forms, a phrase in quotation marks exactly; a minus excludes.  The
   names of operators may be written in any of the five languages; each part is shown as a chip that
   can be taken away.  What is not understood is searched as a word and said: nothing is guessed. */
#include "base/arena.h"

enum { FIND_TYPED_MAX = 200, FIND_PARTS_MAX = 16, FIND_WORDS_MAX = 6 };

enum find_kind {
    FIND_WORD,
    FIND_PHRASE,
    FIND_WITHOUT, /* a word that must not be there */
    FIND_COUNTRY,
    FIND_LANGUAGE,
    FIND_URGENCY, /* number: bits 1 to 4 */
    FIND_STATE,   /* number: enum find_state */
    FIND_LEAD,    /* value: a name, "me", or "-" for nobody */
    FIND_DUE,     /* the date of the case; number: days from today; `less` */
    FIND_OPENED,  /* number: seconds ago; less: younger than that */
    FIND_WAITS,   /* number: seconds; more than that */
    FIND_UNKNOWN, /* an operator nobody knows, or a value it does not take; searched as a word */
};

enum find_state { FIND_OPEN = 1, FIND_CLOSED, FIND_WAITING, FIND_UNREAD, FIND_LATE };

struct find_part {
    enum find_kind kind;
    const char *typed; /* as it stands in the field */
    const char *value; /* word or phrase folded; country in capitals; language; name */
    int64_t number;
    bool less;
};

struct find_query {
    struct find_part p[FIND_PARTS_MAX];
    size_t n;
    bool more; /* parts or words beyond what is looked at */
};

/* Take apart what was typed.  ERR_MALFORMED: not UTF-8; ERR_TOO_LARGE: over FIND_TYPED_MAX bytes;
   ERR_INTERNAL: no memory.  Everything in *out lives in `a`. */
MUST_USE enum err find_parse(const char *typed, struct arena *a, struct find_query *out);

/* The same query without its i-th part, or with one part more: what a chip or a facet asks next.
   NULL: no memory. */
const char *find_without(const struct find_query *q, size_t i, struct arena *a);
const char *find_with(const struct find_query *q, const char *part, struct arena *a);

#endif
