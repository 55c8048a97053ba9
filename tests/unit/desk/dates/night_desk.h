/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_DATES_NIGHT_DESK_H
#define TESTS_UNIT_DESK_DATES_NIGHT_DESK_H
/* A desk at night whose program that wakes people is the test itself. */
#include "desk/post/night.h"
#include "desk/post/ring.h"
#include "tests/unit/desk/dates/at_desk.h"

enum { HOUR_S = 3600 };

extern struct at_desk desk;
extern struct post_pipe *channel; /* the other end: the program that wakes people */

int night_set_up(void **state);
int night_tear_down(void **state);

/* This hour of a day. */
int64_t at(int64_t day, int hour);
struct alert_state alerts_now(void);
/* How many dates ring from now on. */
int64_t ring_at(int64_t now_s);
/* A date so many days from now, at its end in UTC; gives its end. */
int64_t new_date(int64_t days, int64_t *id);
void copy_night(void);
/* A way to wake a member. */
void way(int64_t place, const char *member);
/* Whose ways are tried at this moment: their names, one after the other. */
const char *woken(int64_t now_s, char to[64]);
/* A message in danger, named by two numbers. */
void raise_one(uint8_t first, uint8_t second, int64_t now_s);
/* In records.db, behind the desk's back. */
void night_sql(const char *sql);
int64_t night_count(const char *sql);

#endif
