/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_WORK_OFFICE_H
#define TESTS_UNIT_DESK_WORK_OFFICE_H
/* Two members at work on three requests: Olga counsels in Russian, Ivan leads the duty in
   English. */
#include "desk/work/acts.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"

extern struct fixture fx;
extern struct browser olga, ivan;
extern struct seeker_keys *seekers[3]; /* who wrote cases 1 to 3 */

int office_set_up(void **state);
int office_tear_down(void **state);
void office_login(struct browser *b, int who);
struct casebook office_book(void);

/* Where casework stands, with the records of the case read. */
void read_work(int64_t id, struct arena *a, struct case_work *w);
void stage_is(int64_t id, enum work_stage stage);

/* Send a form of a case from its page as it is. */
void act(struct browser *b, const char *path, const char *fields);

#endif
