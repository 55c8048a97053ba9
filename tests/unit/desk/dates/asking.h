/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_DATES_ASKING_H
#define TESTS_UNIT_DESK_DATES_ASKING_H
/* Rules, bases and places as short words, and what came out as one line. */
#include "desk/dates/rule.h"

enum { TOLD_CAP = 64 };

/* "10 days [before] [same] [roll|back] [hour|18:00] [there]" and some broken ones. */
struct date_rule rule_of(const char *text);

/* "2026-03-05 14:30", "2026-03-05 sent:2", "2026-03-05 paper". */
void read_base(const char *text, struct date_ask *ask);

/* "RU/Asia/Omsk@DE": authority, its zone, where the person is; cuts the text. */
void read_place(char *text, struct date_rule *r, struct date_ask *ask);

/* "2026-03-15 24:00 03-15T21:00" with "?" unsure and "!" not binding, or the problem. */
void tell(enum date_problem problem, const struct date_proposal *p, char to[TOLD_CAP]);

#endif
