/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_CONTENT_H
#define CORE_WIRE_CONTENT_H
/* Hashes and the identifiers made from them. BLAKE2b is always asked for 32 bytes and then cut:
   its output length is part of the hash. */
#include "core/wire/keys.h"

/* Of the whole input. */
struct digest digest_blake2b(struct bytes b);
struct digest digest_sha256(struct bytes b);

/* BLAKE2b-256 of label (a C string) and then `b`, keyed with 32 bytes. */
struct digest digest_keyed(const uint8_t key[KEY_BYTES], const char *label, struct bytes b);

/* The identifier of stored bytes: the first 16 bytes of their BLAKE2b-256. */
struct content_id content_id_of(struct bytes b);
struct content_id envelope_id(const struct envelope *e);

/* The desk's name for a conversation: the first 16 bytes of BLAKE2b-256(psk). */
struct thread_id thread_id_of(const struct psk *psk);

/* Compare two identifiers of 16 bytes; not for secrets. */
bool id_equal(const uint8_t a[ID_BYTES], const uint8_t b[ID_BYTES]);
/* Their order as qsort wants it: below, at or above 0. */
int id_order(const uint8_t a[ID_BYTES], const uint8_t b[ID_BYTES]);

#endif
