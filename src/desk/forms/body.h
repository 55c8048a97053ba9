/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FORMS_BODY_H
#define DESK_FORMS_BODY_H
/* The body of a filled form: fields by rising number, each a number, a length and a value; see
   docs/formats/item.md.  There is exactly one encoding of a value. */
#include "base/arena.h"
#include "desk/forms/form_def.h"

enum {
    ITEM_BODY_MAX = 16000,
    ITEM_VALUES_MAX = 400,  /* of one item, choices counted singly */
    FIELD_SEVERAL_MAX = 12, /* countries, languages or members in one field */
    ZONE_MAX = 40,
    DATE_YEAR_FIRST = 1970,
    DATE_YEAR_LAST = 2100
};

/* One value.  A field that holds several has one of these for each. */
struct field_value {
    uint16_t field;
    int64_t n;        /* choice, day since 1970, seconds on the clock of the place, number, yesno */
    int64_t more;     /* enum date_precision of a date */
    const char *text; /* text, code, name, zone of a moment ("" UTC), item in hex; else "" */
};

/* Decode a body into values, in the order of the body; texts live in `a`.  Fields that this form
   does not know are passed over: a later version may have written them.  ERR_MALFORMED. */
MUST_USE enum err item_body_decode(const struct form_def *d, struct bytes body, struct arena *a,
    struct field_value **out, size_t *n);

/* Encode values, which stand by rising field.  ERR_MALFORMED: what decode would refuse;
   ERR_TOO_LARGE: over ITEM_BODY_MAX or the room of `w`. */
MUST_USE enum err item_body_encode(
    const struct form_def *d, const struct field_value *v, size_t n, struct writer *w);

/* Is this a value that a field may hold: of its type, a choice that exists, within bounds?  Says
   nothing on length or need. */
bool field_value_ok(const struct form_field *f, const struct field_value *v);

/* Name of a time zone as the tz database writes them, or "". */
bool zone_is_sane(const char *zone);

#endif
