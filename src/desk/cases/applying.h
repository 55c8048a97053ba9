/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_APPLYING_H
#define DESK_CASES_APPLYING_H
/* One record on its way into the projection: what the apply function of each kind gets, and the few
   things that most of them do.  The table of kinds is src/desk/kinds.c. */
#include "base/arena.h"
#include "db/db.h"
#include "desk/store/record.h"

struct applying {
    struct db *p;
    const struct stream_id *stream;
    int64_t id;      /* the record's number in records.db */
    int64_t case_id; /* 0: the stream is a book, or this is its first record */
    bool is_new;     /* the stream's first record */
    const struct record *r;
    struct arena *a; /* for the length of this call */
};

typedef enum err (*apply_fn)(struct applying *x);

/* Who applies this kind, NULL: nobody; may a stream begin with it? */
apply_fn kind_apply(enum record_kind kind);
bool kind_begins(enum record_kind kind);

/* Run a statement of the projection on the case: $1 is the case, $2 what is given. */
MUST_USE enum err applying_run(const struct applying *x, int query);
MUST_USE enum err applying_run_text(const struct applying *x, int query, const char *text);
MUST_USE enum err applying_run_number(const struct applying *x, int query, int64_t n);

/* A line of the thread with this text, found by search; `entry_id` is the record's number unless it
   continues an older line. */
MUST_USE enum err applying_entry(const struct applying *x, int64_t entry_id, struct bytes body);

/* Set when the answer is due, after urgency or waiting changed. */
MUST_USE enum err applying_clock(const struct applying *x);

/* For the kinds that may begin a case: its row; what the rules proposed (x->r->rating), with the
   language that the person's program says ("" none); its title, the first line of a text; what it
   is compared by. */
MUST_USE enum err applying_new_case(
    struct applying *x, const struct thread_id *thread, const struct psk *psk);
MUST_USE enum err applying_rating(const struct applying *x, const char *said_lang);
MUST_USE enum err applying_subject(const struct applying *x, struct bytes text);
MUST_USE enum err applying_likeness(const struct applying *x, struct bytes text);

/* The kinds of src/desk/cases. */
enum err case_apply_message(struct applying *x);
enum err case_apply_answer(struct applying *x);
enum err case_apply_note(struct applying *x);
enum err case_apply_urgency(struct applying *x);
enum err case_apply_closed(struct applying *x);
enum err case_apply_reopened(struct applying *x);
enum err case_apply_assigned(struct applying *x);
enum err case_apply_opened(struct applying *x);
enum err case_apply_book(struct applying *x);

#endif
