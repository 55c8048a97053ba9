/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_TALK_H
#define DESK_KEEP_TALK_H
/* What was said in a case has a clock of its own, shorter than the case's: so many days after the
   last word of either side the texts of messages, answers and translations are erased for ever, by
   the desk itself.  The case stays: who, when, how urgent, answers to questions, notes, forms,
   dates, files.  A hold stops it, and so does a person who waits for an answer. */
#include "desk/cases/applying.h"
#include "desk/cases/rules.h"
#include "desk/keep/retention.h"

struct app;

/* After every record of a case. */
MUST_USE enum err talk_after(struct applying *x);

/* What the page of a case says of it. */
struct talk {
    int64_t last_s;    /* the last word; 0: nothing is left to erase */
    bool waits;        /* a person waits: the clock stands */
    int64_t erased_id; /* texts of entries before this one are gone; 0: none */
    int64_t erased_s;
};
MUST_USE enum err talk_get(struct db *p, int64_t case_id, struct talk *out);

/* Did this entry hold words that are gone? */
bool talk_is_gone(const struct talk *t, const struct case_entry *e);

/* At most `cap` cases whose last word was said not after `until_s`, the longest silent first; held
   ones, stuck ones and those in which somebody waits are not among them. */
MUST_USE enum err talk_due(
    struct db *p, int64_t until_s, size_t cap, struct arena *a, struct kept_case **out, size_t *n);

/* Cases whose words are due and could not be erased, because a record does not open.  They are
   tried again when the vault was closed and opened. */
MUST_USE enum err talk_stuck(
    struct db *p, size_t cap, struct arena *a, struct kept_case **out, size_t *n);
MUST_USE enum err talk_is_stuck(struct db *p, int64_t case_id, bool *out);

/* Whose keys are on a journey, so that no words are erased: at most TALK_JOURNEY_DAYS for the sake
   of each.  *name is "" when nobody's are. */
enum { TALK_JOURNEY_DAYS = 14 };
MUST_USE enum err talk_in_way(
    struct db *keys, int64_t now_s, struct arena *a, const char **name, int64_t *since_s);

/* What stays of each record: a stream_change. */
enum err talk_without(void *closure, struct arena *a, int64_t id, struct record *r, bool *drop);

/* Erase the words now.  Outside transactions.  ERR_CONFLICT: held, somebody waits, or nothing is
   left; ERR_FORGED: a record does not open, and nothing was changed. */
MUST_USE enum err talk_erase(const struct casebook *b, int64_t id, int64_t now_s);

/* What the running desk does: some cases at a time, in vaults that are open and read.  *more: there
   is more to do at once. */
MUST_USE enum err talk_step(struct app *app, int64_t until_ms, bool *more);

/* Cases that were brought along in this stream begin their clock now.  Inside the caller's
   transactions. */
MUST_USE enum err talk_brought(
    const struct casebook *b, const struct stream_id *stream, const struct actor *by);

#endif
