/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_TYPED_H
#define DESK_ACCESS_TYPED_H
/* A form of a case as it was filled in.  It is shown again when it could not be carried out, and
   carried on when the desk was locked meanwhile: what a member typed is never lost. */
#include <stdint.h>

enum case_form { FORM_NONE, FORM_REPLY, FORM_NOTE, FORM_URGENCY, FORM_CLOSE, FORM_SPOKEN };

/* The largest form of a case that is read, in bytes as sent (a Cyrillic letter takes six): more
   than twice the longest answer.  The way in takes as much and its own few fields. */
enum { CASE_FORM_MAX = 128 * 1024, LOGIN_FORM_MAX = CASE_FORM_MAX + 8 * 1024 };

struct case_typed {
    enum case_form form;
    int64_t case_id;
    int64_t lines;    /* of the case when the form was made; see struct case_full */
    const char *text; /* "" nothing */
    const char *pick; /* the urgency or reason as it was chosen; "" nothing */
    const char *by; /* hex id of the member whose page the form was on: it comes back to no other */
};

#endif
