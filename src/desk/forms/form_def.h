/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FORMS_FORM_DEF_H
#define DESK_FORMS_FORM_DEF_H
/* The forms of the desk as constant tables, compiled from content/forms by tools/formc.py; see
   docs/forms.md.  The names of the numbers are in forms.gen.h.  Labels are texts of the catalogue:
   text_get() gives them in the reader's language. */
#include "desk/keys/keys.h"

enum field_type {
    FIELD_UNSET,
    FIELD_TEXT,   /* one line */
    FIELD_LONG,   /* several lines */
    FIELD_CHOICE, /* one of a table */
    FIELD_CHOICES,
    FIELD_DATE,     /* a day, or as much of it as is known */
    FIELD_MOMENT,   /* day and time on the clock of a place */
    FIELD_NUMBER,   /* whole */
    FIELD_YESNO,    /* yes, no, unknown */
    FIELD_COUNTRY,  /* code of two capitals */
    FIELD_LANGUAGE, /* code of two or three small letters */
    FIELD_MEMBER,   /* name of a member */
    FIELD_HOURS,    /* hours of the day, by the clock of a place */
    FIELD_ITEM,     /* another filled form of the same case or book */
};

/* A value of FIELD_HOURS: minutes of the day from which and until when; over midnight when the
   first is the later one. */
enum { HOURS_DAY = 24 * 60 };
static inline int64_t
hours_of(int64_t from_min, int64_t to_min)
{
    return from_min * HOURS_DAY + to_min;
}

/* Stored: numbers never change meaning. */
enum yesno { YESNO_YES = 1, YESNO_NO, YESNO_UNKNOWN };
enum date_precision { DATE_EXACT, DATE_ABOUT, DATE_MONTH, DATE_YEAR, N_DATE_PRECISIONS };

struct form_choice {
    uint16_t number;
    bool retired; /* shown where it was chosen, offered no more */
    const char *code, *label;
};

struct form_field {
    uint16_t number;
    enum field_type type;
    bool required, several, exact, retired;
    uint16_t max;        /* characters of a text */
    uint16_t of;         /* the form that an item must be of */
    int64_t least, most; /* of a number */
    const char *code, *label, *hint;
    const char *secret; /* roles of the vaults that show it, with blanks between; NULL: all do */
    const struct form_choice *choices;
    size_t n_choices;
};

struct form_def {
    uint16_t number;
    bool in_book; /* it belongs to the organisation, not to a case */
    bool one;     /* a case has one of these at most */
    uint32_t by;  /* enum role_bits: one of them is needed to fill it; 0: everybody may */
    const char *code, *title;
    const char *many; /* title of a list of them */
    const char *about;
    const struct form_field *fields;
    size_t n_fields;
};

extern const struct form_def form_defs[]; /* by number */
extern const size_t n_form_defs;

/* NULL when there is no such form, field or choice. */
const struct form_def *form_def_of(uint32_t number);
const struct form_field *form_field_of(const struct form_def *d, uint32_t number);
const struct form_choice *form_choice_of(const struct form_field *f, int64_t number);

/* Does a vault of this role show the field?  What it does not show it does not take either. */
bool form_field_shown(const struct form_field *f, const char *vault_role);

/* May somebody with these roles fill the form? */
bool form_may(const struct form_def *d, uint32_t roles);

#endif
