/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_SHELF_H
#define CORE_WIRE_SHELF_H
/* Pigeonholes: 2^p shelves shared by all seekers. A reader takes a whole shelf, so that nobody
   learns whose answer was fetched. */
#include "core/wire/keys.h"

enum { SHELF_MAX_BITS = 16, SHELF_MAX_SLOTS = 256 };

/* The shelf of a seeker: the first p bits (0 to 16) of shelf16. */
uint16_t shelf_number(uint16_t shelf16, unsigned p);

/* How many slots a reply about n live envelopes has: 64, 128 or 256. Over 256: 256; the hub
   refuses deposits beyond that. */
size_t shelf_slots(size_t n);

/* What stands in an empty slot: the same bytes for the same key, shelf and slot, and nothing that
   tells it from a sealed envelope (its enc is a true public key).  `key` is the hub's own secret.
   Costs one multiplication on the curve, about 25 us: callers keep what they made. */
void shelf_junk(
    const uint8_t key[KEY_BYTES], unsigned p, uint16_t n, uint16_t slot, struct envelope *out);

#endif
