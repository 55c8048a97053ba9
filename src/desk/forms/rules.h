/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FORMS_RULES_H
#define DESK_FORMS_RULES_H
/* Filling, changing and withdrawing forms.  The caller holds the transactions
   (casebook_begin). */
#include "desk/cases/rules.h"
#include "desk/forms/items.h"

enum book_type { BOOK_UNSET, BOOK_ORGANISATION };

/* A form to be put. */
struct item_put {
    int64_t case_id; /* 0: into the book */
    const struct form_def *def;
    const struct item_id *id;    /* the item to change; NULL: a new one */
    const struct field_value *v; /* by rising field; none: withdraw the item */
    size_t n;
};

/* Put one form; *out is its id.  ERR_MALFORMED: a value that the field may not hold, a required
   field without one, or the form belongs elsewhere; ERR_TOO_LARGE: more than a record holds;
   ERR_NOT_FOUND: no such case or item; ERR_CONFLICT: there is one already and the form is one of
   which a case has but one, or the item is withdrawn already. */
MUST_USE enum err item_put(const struct casebook *b, const struct item_put *put,
    const struct actor *by, struct item_id *out);

/* The stream of this vault's book, made when it is first needed. */
MUST_USE enum err book_need(
    const struct casebook *b, const struct actor *by, struct stream_id *out);

#endif
