/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_ACCESS_COMINGS_H
#define TESTS_UNIT_DESK_ACCESS_COMINGS_H
/* One house in which members come and go: Ivan is the office, Olga counsels, Maria is invited and
   sits at the browser `guest`. */
#include "desk/pages/access.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"

enum { PACKAGE_CAP = 16384 };

extern struct fixture fx;
extern struct browser ivan, olga, guest;
extern struct setup_member maria;
extern char package[PACKAGE_CAP]; /* the keys that were sealed last */

/* Was the browser sent to this page with this sentence? */
void says(struct browser *with, const char *path, enum access_says s);

/* Post fields with a fresh token. */
void post(struct browser *with, const char *path, const char *more);

struct member stored(const char *name);

/* By keys: is there a wrap of this vault's present secret for her? */
bool has_key(const char *name, const char *vault);

/* The forms that seal keys to a member, and put them back. */
void seal_form(char *form, size_t cap, const char *to, const char *passphrase);
void return_form(char *form, size_t cap, const char *text, const char *passphrase);

/* Tests of comings_travel.c, in this order. */
void test_what_she_alone_reads_stays(void **state);
void test_keys_leave(void **state);
void test_keys_come_back(void **state);
void test_the_only_one_stays(void **state);

#endif
