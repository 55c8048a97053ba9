/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_TALK_DESK_H
#define TESTS_UNIT_DESK_TALK_DESK_H
/* A desk with one request in which the canary stands, a recovery key, and Olga logged in. */
#include "desk/keep/paper.h"
#include "desk/keep/talk.h"
#include "desk/post/contact.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"

#define CANARY "канарейка"

extern struct fixture fx;
extern struct browser olga;
extern struct seeker_keys *seeker; /* of the request */
extern struct arena *mem;
extern struct recovery_halves halves;

int talk_set_up(void **state);
int talk_tear_down(void **state);
/* Olga logs in, and everything is read. */
void enter(void);

struct casebook book(void);
/* Olga, so many days ago. */
struct actor actor(int64_t days_ago);
void answer(int64_t id, const char *text);
/* Somebody called so many days ago, and was answered or not: -1. */
int64_t call(int64_t days_ago, int64_t answered_days_ago);

struct talk talk_of(int64_t id);
struct stream_id stream_of(int64_t id);
/* Does an entry of the case hold this text? */
bool entries_hold(int64_t id, const char *text);

/* What reading a stream comes to. */
struct heard {
    size_t n, n_words, n_broken;
};
struct heard read_with(struct db *keys, struct db *records, int64_t id);

#endif
