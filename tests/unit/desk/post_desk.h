/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_POST_DESK_H
#define TESTS_UNIT_DESK_POST_DESK_H
/* A desk with one channel of mail whose program is the test itself. */
#include "desk/post/contact.h"
#include "desk/post/post.h"
#include "tests/unit/desk/desk_fixture.h"

enum { POST_SLOT = 1 };

extern struct fixture fx;
extern struct post_pipe *channel; /* the other end: the program of the channels */

int post_set_up(void **state);
int post_tear_down(void **state);

struct casebook book_of(const char *role);
struct actor by(const struct session *s);
struct letter letter(const char *text);
/* The letter becomes a case, as after it was opened. */
enum err receive(const struct letter *l, int64_t at_s, int64_t *id);
enum err answer(const char *role, int64_t id, const char *text, const struct session *s);
/* A round of the desk's loop. */
enum err step(void);
/* What the channel is given to send next: its text in `a`, NULL nothing. */
const char *sent(struct arena *a, struct letter *l);
extern uint8_t sent_by; /* by which channel that was */

#endif
