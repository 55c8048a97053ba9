/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_TICKET_H
#define CORE_WIRE_TICKET_H
/* The ticket in a form: it makes scripts wait, and sending twice harmless (`once` names the
   sending). 36 bytes: time 4, once 16, mac 16; 48 characters of base64url. See
   docs/formats/ticket.md. */
#include "core/wire/keys.h"

enum { TICKET_BYTES = 36, TICKET_TEXT = 48, ONCE_BYTES = 16, TICKET_MAC_BYTES = 16 };

/* Random, made by the hub's master at start, in memory only. */
struct ticket_key {
    uint8_t b[KEY_BYTES];
};

struct once {
    uint8_t b[ONCE_BYTES];
};

struct ticket {
    uint32_t made_s; /* seconds since 1970 */
    struct once once;
    uint8_t mac[TICKET_MAC_BYTES];
};

/* A ticket of this moment with this `once` (random_fill it). */
void ticket_make(const struct ticket_key *k, const struct hub_id *hub, uint32_t now_s,
    const struct once *once, struct ticket *out);

/* ERR_FORGED: not ours; ERR_BUSY: too early, *wait_s is set; ERR_EXPIRED: older than max_age_s, or
   made more than a minute in the future. */
MUST_USE enum err ticket_check(const struct ticket *t, const struct ticket_key *k,
    const struct hub_id *hub, int64_t now_s, uint32_t min_age_s, uint32_t max_age_s,
    uint32_t *wait_s);

/* 36 bytes, big-endian time. */
void ticket_encode(const struct ticket *t, uint8_t out[TICKET_BYTES]);
void ticket_decode(const uint8_t in[TICKET_BYTES], struct ticket *out);

/* 48 characters; parse takes exactly 48 or is ERR_MALFORMED. */
void ticket_print(const struct ticket *t, char out[TICKET_TEXT + 1]);
MUST_USE enum err ticket_parse(struct bytes text, struct ticket *out);

#endif
