/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_SEALING_H
#define GATE_SEALING_H
/* From a good form to envelopes, and with them to the committer. */
#include "gate/ask.h"
#include "link/hublink.h"

struct sealed {
    size_t n;               /* envelopes, at most HUBLINK_MAX_PUT */
    struct bytes envelopes; /* one after another, in the arena */
    struct gate_pass *pass; /* borrowed: what the page of the words will need */
};

/* Seal under an epoch.  All that is random comes from R, the ticket's `once` and the message, so
   that the same form under the same epoch gives the same envelopes and words.  Also the week of the
   door key and the bell follow the ticket's time, not the clock's.  `pass` is filled. */
MUST_USE enum err seal_ask(const struct app *app, const struct ask *q, const struct epoch *epoch,
    struct arena *a, struct gate_pass *pass, struct sealed *out);

/* Ask the committer to keep them.  Never fails: what could not be asked is HUBLINK_FAILED. */
void deliver(const struct app *app, const struct ticket *ticket, uint32_t epoch,
    struct bytes envelopes, struct arena *a, struct hublink_reply *out);

/* A ticket of this moment, as text. */
void ticket_fresh(const struct app *app, char out[TICKET_TEXT + 1]);

#endif
