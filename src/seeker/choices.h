/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_CHOICES_H
#define SEEKER_CHOICES_H
/* The answers that the form offers: what travels in the field, what the rules make of it, and the
   words on the page.  Every question may be skipped. */
#include "core/triage/triage.h"

struct choice {
    const char *value; /* in the form */
    int code;          /* triage_who, triage_danger, triage_date_kind or safe_reply */
    const char *words; /* English, for text_get */
};

/* Is it safe to answer, when somebody else may see the screen? */
enum safe_reply { SAFE_UNANSWERED, SAFE_YES, SAFE_NO };

struct choices {
    const struct choice *list;
    size_t n;
};

/* In the order of the page. */
extern const struct choices choices_danger, choices_who, choices_date_kind, choices_safe;

/* The code of a value; `otherwise` for NULL, "" and anything not offered. */
int choice_code(struct choices c, const char *value, int otherwise);

#endif
