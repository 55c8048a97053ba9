/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FORMS_CHECK_H
#define DESK_FORMS_CHECK_H
/* What was typed into a form, checked field by field: values to be kept, or what to say about each
   field that will not do.  A field with number 3 is typed under the name f3; the box "about" of a
   date is f3a, the place of a moment or of hours f3z, the end of hours f3u. */
#include "desk/forms/items.h"
#include "http/form.h"

enum item_problem {
    ITEM_FINE,
    ITEM_NEEDED,
    ITEM_TOO_LONG, /* n: characters over */
    ITEM_ONE_LINE,
    ITEM_CHOICE,
    ITEM_DATE,
    ITEM_DATE_EXACT, /* the day itself is needed */
    ITEM_DATE_FAR,   /* before 1970 or after 2100 */
    ITEM_MOMENT,
    ITEM_ZONE,
    ITEM_HOURS,  /* two different times of the day */
    ITEM_NUMBER, /* whole, and within the bounds of the field */
    ITEM_COUNTRY,
    ITEM_LANGUAGE,
    ITEM_MEMBER,
    ITEM_OTHER,    /* no such item */
    ITEM_TOO_MANY, /* values in one field */
    N_ITEM_PROBLEMS
};

enum { FORM_FIELDS_MAX = 64 };

/* What the check may look up. */
struct item_scope {
    const char *vault_role;
    const char *const *members; /* names that may be given */
    size_t n_members;
    const struct item *const *others; /* items of the same case or book */
    size_t n_others;
    const struct item
        *old; /* the item that is changed; what the vault hides stays as it is.  NULL */
};

struct item_checked {
    enum item_problem problem[FORM_FIELDS_MAX]; /* by place in def->fields */
    int64_t problem_n[FORM_FIELDS_MAX];
    size_t n_problems;
    bool too_much; /* all fields together hold more than a record */
    struct field_value *v;
    size_t n;
};

/* Check.  Texts of values live in `a`.  ERR_INTERNAL: no memory; everything else is in *out. */
MUST_USE enum err item_check(const struct form_def *d, const struct form *typed,
    const struct item_scope *scope, struct arena *a, struct item_checked *out);

/* "22.11.2026", "2026-11-22", "11.2026", "2026-11", "2026": a day and how much of it is known.
   ERR_MALFORMED; ERR_TOO_LARGE: outside 1970 to 2100. */
MUST_USE enum err date_of_text(const char *text, int64_t *day, enum date_precision *precision);

/* "2026-11-22T09:30", with seconds or without: seconds on that clock.  Errors as date_of_text. */
MUST_USE enum err moment_of_text(const char *text, int64_t *seconds);

#endif
