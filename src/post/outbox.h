/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_OUTBOX_H
#define POST_OUTBOX_H
/* What a worker has still to send, in memory only: the desk keeps it sealed and hands it over again
   after a restart. */
#include "postlink/frame.h"

/* Letters that wait for hours must not keep out those that may leave, and neither of them a call
   that wakes somebody. */
enum {
    OUTBOX_HELD = 300,  /* letters that there may be when one comes that waits for hours */
    OUTBOX_USUAL = 450, /* ... when one comes that may leave */
    OUTBOX_MAX = 500,   /* ... when somebody must be woken */
    OUTBOX_SENT = 500   /* names of what was sent, the latest */
};

/* Names a letter for ever: numbers of rows come again once rows are erased. */
struct letter_name {
    uint64_t id;
    struct content_id source;
};

struct outgoing_letter {
    struct letter_name name;
    uint8_t *p; /* the encoded letter */
    size_t n;
    unsigned tries;
    int64_t next_ms; /* steady clock */
};

struct outbox {
    struct outgoing_letter o[OUTBOX_MAX];
    size_t n;
    struct letter_name sent[OUTBOX_SENT];
    size_t n_sent; /* since the beginning */
};

/* Take a copy; one that is there already by its name is not taken twice.  `room`: how many letters
   there may be.  ERR_BUSY: full. */
MUST_USE enum err outbox_put(
    struct outbox *b, const struct letter_name *name, size_t room, struct bytes letter);

/* It was sent.  Was it, lately?  Then it is not sent a second time. */
void outbox_note_sent(struct outbox *b, const struct letter_name *name);
bool outbox_was_sent(const struct outbox *b, const struct letter_name *name);

/* One that is due, or NULL: who must be woken first, then in their order. */
struct outgoing_letter *outbox_due(struct outbox *b, int64_t now_ms);

/* When the next one is due; -1: never. */
int64_t outbox_next_ms(const struct outbox *b);

/* Forget one by its name.  Was it here? */
bool outbox_cancel(struct outbox *b, const struct letter_name *name);

/* Wipe and forget one, or all. */
void outbox_drop(struct outbox *b, struct outgoing_letter *o);
void outbox_done(struct outbox *b);

/* How long to wait after so many failures: the first wait, doubled each time, 90 times the first at
   most; usually 10 s to 15 min. */
int64_t retry_wait_ms(int64_t first_ms, unsigned tries);
/* In whole seconds, as frames carry it; never 0, which means: never again. */
uint32_t wait_s_of(int64_t ms);

#endif
