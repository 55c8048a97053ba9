/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_DATES_AT_DESK_H
#define TESTS_UNIT_DESK_DATES_AT_DESK_H
/* A desk with one request, number 1, and two browsers: Olga is a counsellor and reads Russian,
   Pavel is a lawyer too. */
#include "desk/dates/rule.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"

struct at_desk {
    struct fixture fx;
    struct browser olga, pavel;
    struct seeker_keys *seeker;
};

void at_desk_new(struct at_desk *d);
void at_desk_done(struct at_desk *d);

/* The number of the date that the last answer leads to. */
int64_t date_kept(const struct browser *b);

/* Fill in the form "by a rule" of request 1; `act` is its button. */
void date_ask(
    struct browser *b, const char *rule, const char *base, const char *what, const char *act);

/* Do something with a date, with the number of changes that its page shows. */
void date_do(struct browser *b, int64_t id, const char *what, const char *more);

/* Its page holds this text. */
void date_shows(struct browser *b, int64_t id, const char *text);

#endif
