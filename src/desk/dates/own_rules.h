/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DATES_OWN_RULES_H
#define DESK_DATES_OWN_RULES_H
/* Rules that the lawyers of this organisation keep in its book, beside those of content/deadlines.
   What the form leaves open is taken so that the date comes early. */
#include "desk/dates/rule.h"
#include "desk/forms/items.h"

enum { OWN_RULES_MAX = 200, OWN_ID_CAP = 4 + 2 * ID_BYTES + 1 };

struct own_rule {
    char id[OWN_ID_CAP];   /* "own-" and the item in hex: what the page sends */
    struct date_rule rule; /* its code is the name that was typed */
};

/* All that stand in the book of this vault.  They are not checked: date_propose() does. */
MUST_USE enum err own_rules(struct db *p, struct arena *a, const struct own_rule **out, size_t *n);

/* The rule with this id; NULL. */
const struct date_rule *own_rule_find(const struct own_rule *all, size_t n, const char *id);

#endif
