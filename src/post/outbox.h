/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_OUTBOX_H
#define POST_OUTBOX_H
/* What a worker has still to send, in memory only: the desk keeps it sealed and hands it over again
   after a restart. */
#include "base/bytes.h"

enum { OUTBOX_MAX = 500 };

struct outgoing_letter {
    uint64_t id;
    uint8_t *p; /* the encoded letter */
    size_t n;
    unsigned tries;
    int64_t next_ms; /* steady clock */
};

struct outbox {
    struct outgoing_letter o[OUTBOX_MAX];
    size_t n;
};

/* Take a copy; one that is there already by its id is not taken twice.  ERR_BUSY: full. */
MUST_USE enum err outbox_put(struct outbox *b, uint64_t id, struct bytes letter);

/* One that is due, or NULL. */
struct outgoing_letter *outbox_due(struct outbox *b, int64_t now_ms);

/* When the next one is due; -1: never. */
int64_t outbox_next_ms(const struct outbox *b);

/* Forget one by its id, if it is still here. */
void outbox_cancel(struct outbox *b, uint64_t id);

/* Wipe and forget one, or all. */
void outbox_drop(struct outbox *b, struct outgoing_letter *o);
void outbox_done(struct outbox *b);

/* How long to wait after so many failures: the first wait, doubled each time, 90 times the first at
   most; usually 10 s to 15 min. */
int64_t retry_wait_ms(int64_t first_ms, unsigned tries);
/* In whole seconds, as frames carry it; never 0, which means: never again. */
uint32_t wait_s_of(int64_t ms);

#endif
