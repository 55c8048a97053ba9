/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_HUBS_HUBS_H
#define DESK_HUBS_HUBS_H
/* The desk's side of the hubs: what to fetch and to deposit, when, and what came of it.  The desk's
   loop owns this; the courier thread only carries. */
#include "core/open/sign.h"
#include "core/wire/edition_note.h"
#include "db/db.h"
#include "desk/hubs/courier.h"

enum { HUB_WHY_BYTES = 128 };

enum hub_health { HUB_NOT_YET, HUB_GOOD, HUB_DOWN, HUB_REFUSES, HUB_CLOCK, HUB_BAD_EDITION };

struct hub {
    struct hub_id id;
    const char *address;
    enum hub_health health;
    char why[HUB_WHY_BYTES]; /* words on the last failure, for the status page */
    int64_t last_pull_s;     /* 0: never */
    int64_t clock_off_s;     /* the hub's clock minus ours, from its Date */
    uint32_t edition;        /* version of the last good edition; 0: none seen */
    bool edition_expired;
    unsigned drop_bits, slot_envelopes;
    int64_t next_pull_ms, next_slot_ms, next_edition_ms; /* steady clock */
    unsigned slot_left; /* how many answers may still go in this slot */
    bool busy;          /* a job of this hub is with the courier */
};

struct hubs_conf {
    int64_t poll_ms, slot_ms, edition_ms;
};

struct hubs {
    struct hubs_conf conf;
    size_t n;
    struct hub h[ROOT_MAX_HUBS];
    struct sign_secret *auth; /* guarded; owned */
    struct content_id key_id;
    struct courier *courier; /* borrowed */
    const struct root *root; /* borrowed */
    const struct network_id *network;
};

/* Fill from the root note.  `auth` goes over to *out. */
MUST_USE enum err hubs_init(struct hubs *out, const struct root *root,
    const struct network_id *network, struct sign_secret **auth, struct courier *courier,
    struct hubs_conf conf);
void hubs_done(struct hubs *h);

/* Give the courier what is due now. */
MUST_USE enum err hubs_step(struct hubs *h, struct db *records, int64_t steady_ms, int64_t now_s);

/* How long the loop may sleep until the next thing is due. */
int hubs_wait_ms(const struct hubs *h, int64_t steady_ms);

/* What filing needs to know of a pulled envelope. */
struct pulled {
    struct envelope envelope;
    uint32_t expiry_day;
};

/* Take a finished job.  For a pull: calls `file` for every envelope, inside one transaction on
   `records` with the batch mark, so that a batch is remembered only with everything that was in it.
   For a deposit: marks what the hub has taken.  For an edition: remembers the highest version that
   any hub has shown; an older one is HUB_BAD_EDITION. */
MUST_USE enum err hubs_take(struct hubs *h, struct db *records, const struct courier_job *done,
    int64_t now_s, enum err (*file)(void *closure, const struct pulled *p), void *closure);

#endif
