/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_GATE_WORLD_H
#define TESTS_UNIT_GATE_WORLD_H
/* An invented network on disk, a hub that is played by a process of the test, and a browser: what a
   gate meets. */
#include "core/open/envelope_open.h"
#include "core/open/seeker_keys.h"
#include "gate/gate.h"
#include "gate/gate_pass.h"
#include "link/hublink.h"
#include <sys/types.h>

/* ALPHA ru uk, RU UA. BETA ru en, any country, undesirable in RU. GAMMA en de, DE.  OLD ru, any:
   its door keys have run out.  LISTED: in the root note, without a card. */
enum {
    ALPHA,
    BETA,
    GAMMA,
    OLD,
    LISTED,
    N_ORGS,
    N_CARDS = LISTED,
    MAX_PUTS = 40,
    MAX_ANSWER = 1 << 20
};

#define NOW_S INT64_C(1795348800) /* 22 November 2026, 12:00 UTC */

/* Shared with the process that plays the hub. */
struct peer {
    enum hublink_status next[4]; /* for the next PUTs; HUBLINK_STORED is the usual answer */
    size_t n_next;
    uint32_t wait_s, first_epoch;
    bool shelf_broken;
    size_t n_puts;
    struct {
        uint8_t ticket[36];
        uint32_t epoch;
        size_t n;
        struct envelope e[4];
    } puts[MAX_PUTS];
    size_t n_shelf_asks;
    uint8_t p;
    uint16_t n;
    size_t n_slots;
    struct envelope slots[256];
};

struct world {
    struct arena *a;
    char folder[64];
    struct network_id network;
    struct hub_id hub;
    struct org_id org[N_ORGS];
    struct box_secret *people[N_CARDS], *door[N_CARDS]; /* one door key for all weeks */
    struct gate_conf conf;
    struct ticket_key ticket_key;
    struct app app;
    struct book *book;
    struct epochs *epochs;
    struct peer *peer;
    pid_t peer_pid;
};

struct world *world_new(void);
void world_drop(struct world **w);

/* Start and stop the process that plays the hub; for world.c. */
void peer_start(struct world *w);
void peer_stop(struct world *w);

/* What the browser got; texts live in the world. */
struct got {
    unsigned status;
    const char *head, *body;
    size_t n_body;
    const char *location; /* "" if none */
};

/* One request to a child of the gate. */
struct got fetch(struct world *w, const char *method, const char *target, const char *body);
struct got fetch_raw(struct world *w, const void *request, size_t n);

/* name, value, ..., NULL as a form's body. */
const char *fields(struct world *w, ...) __attribute__((sentinel));

/* A ticket made so long ago. */
const char *ticket_of(struct world *w, int64_t age_s);

/* The value of a hidden field in a page, or NULL. */
const char *hidden(struct world *w, const char *page, const char *name);

/* The twelve words on a page of the words, with blanks between. */
const char *words_on(struct world *w, const char *page);

/* Open an envelope as organisation `org` would; the message borrows from the world. */
enum err desk_opens(
    struct world *w, int org, const struct envelope *e, struct layer_head *head, struct message *m);

/* Put an answer of `org` on the shelf, in the slot. `psk_of`: whose psk it carries. */
struct said {
    int org, psk_of;
    uint32_t seq, hour; /* seq 0: none */
    const char *text;
    const struct message_part *part; /* NULL: whole */
};
void answer_at(struct world *w, size_t slot, const struct seeker_keys *to, struct said s);

/* Fill all slots with what opens for nobody. */
void shelf_of_strangers(struct world *w, size_t n_slots);

#endif
