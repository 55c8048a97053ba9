/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FORMS_ITEMS_H
#define DESK_FORMS_ITEMS_H
/* Filled forms in the projection.  An *item* is a form that was filled once: in a case, or in the
   book of the vault (case 0).  Texts live in the arena that was given. */
#include "desk/cases/applying.h"
#include "desk/forms/body.h"

enum { ITEMS_MAX = 500, ITEM_PAST_MAX = 50 };

struct item_id {
    uint8_t b[ID_BYTES];
};

struct item {
    struct item_id id;
    char hex[2 * ID_BYTES + 1]; /* as in addresses */
    int64_t record;             /* that made it: a short number people may see */
    int64_t case_id;            /* 0: the book */
    const struct form_def *def;
    int64_t first_s, at_s;
    const char *first_by, *by;
    bool withdrawn;
    uint32_t revision;           /* from 1 */
    const struct field_value *v; /* by rising field; none when it is withdrawn */
    size_t n;
};

/* From the 32 hex digits of an address.  ERR_NOT_FOUND. */
MUST_USE enum err item_id_of(const char *hex, struct item_id *out);

/* One item with its values.  ERR_NOT_FOUND. */
MUST_USE enum err item_get(
    struct db *p, const struct item_id *id, struct arena *a, struct item **out);

/* The items of a case (0: of the book), of one form (0: of all), the oldest first; at most
   ITEMS_MAX. */
struct items_ask {
    int64_t case_id;
    uint32_t form;
    bool withdrawn; /* those too */
};
MUST_USE enum err items_list(
    struct db *p, const struct items_ask *ask, struct arena *a, struct item ***out, size_t *n);

/* The newest item of a form in a case, NULL when there is none. */
MUST_USE enum err item_newest(
    struct db *p, int64_t case_id, uint32_t form, struct arena *a, struct item **out);

/* How many of them stand. */
MUST_USE enum err items_count(struct db *p, int64_t case_id, uint32_t form, int64_t *out);

/* Earlier states, the newest first and the one in force among them, at most ITEM_PAST_MAX. */
MUST_USE enum err item_past(
    struct db *p, const struct item *of, struct arena *a, struct item **out, size_t *n);

/* A value of an item: the i-th of the field, NULL when there is none; its number; its text. */
const struct field_value *item_value(const struct item *it, uint32_t field, size_t i);
int64_t item_number(const struct item *it, uint32_t field, int64_t otherwise);
const char *item_text(const struct item *it, uint32_t field); /* "" */
bool item_has_choice(const struct item *it, uint32_t field, int64_t choice);

/* The kind RECORD_ITEM. */
enum err item_apply(struct applying *x);

#endif
