/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_ONCE_H
#define CORE_OPEN_ONCE_H
/* Sending twice must be harmless: everything random in a request sent through the gate is derived
   from the epoch key R and the `once` of the form's ticket, so that the same text sealed again
   is the same envelope with the same words, for as long as R lives (in memory only). */
#include "core/open/secrets.h"
#include "core/seal/envelope_seal.h"
#include "core/wire/parts.h"
#include "core/wire/ticket.h"

/* BLAKE2b-256("once/1" || once, key = R), first 15 bytes. */
void once_seed(const struct epoch_key *r, const struct once *once, struct seed *out);

/* A name for the parts of one text: BLAKE2b-256("once/5" || once || BLAKE2b-256(text), key = R), 8
   bytes. */
void once_group(const struct epoch_key *r, const struct once *once, struct bytes text,
    uint8_t out[PART_GROUP_BYTES]);

/* As request_seal(), with randomness derived from R, once, the keys sealed to and the whole
   message: a changed message never meets the same ephemeral key. */
MUST_USE enum err once_request_seal(const struct epoch_key *r, const struct once *once,
    const struct request_to *to, const struct message *m, enum bell bell, struct envelope *out);

#endif
