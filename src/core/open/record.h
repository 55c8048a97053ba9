/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_RECORD_H
#define CORE_OPEN_RECORD_H
/* Sealed records of a desk: nonce(24), ciphertext, tag(16). Each is bound to its place:
   organisation, stream, epoch, number, kind, and the hash of the stream's previous stored
   record. See docs/formats/record.md. */
#include "core/open/secrets.h"

enum {
    RECORD_NONCE_BYTES = 24,
    RECORD_TAG_BYTES = 16,
    RECORD_EXTRA_BYTES = 40,
    RECORD_MAX_BYTES = 1 << 20
};

struct record_about {
    struct org_id org;
    struct stream_id stream;
    uint32_t epoch;
    uint64_t seq;
    uint16_t kind;
    struct digest previous; /* record_link() of the previous stored record; zero for the first */
};

/* kdf(id 1, "stream/1", stream key). */
void record_key_of(const struct stream_key *sk, struct record_key *out);

/* Write plain.n + 40 bytes to `out`. `nonce` is NULL (random) outside tests. ERR_TOO_LARGE over 1
   MiB. */
MUST_USE enum err record_seal(const struct record_key *k, const struct record_about *about,
    struct bytes plain, const uint8_t nonce[RECORD_NONCE_BYTES], uint8_t *out);

/* Write stored.n - 40 bytes to `out`. Every failure is ERR_FORGED, and then `out` holds no
   plaintext. */
MUST_USE enum err record_open(const struct record_key *k, const struct record_about *about,
    struct bytes stored, uint8_t *out);

/* The head of a stream: what its records come to, sealed anew after each of them.  `about` names
   the last record: its number, and its link as `previous`; the kind is not bound. Otherwise as
   above. */
MUST_USE enum err head_seal(const struct record_key *k, const struct record_about *about,
    struct bytes plain, const uint8_t nonce[RECORD_NONCE_BYTES], uint8_t *out);
MUST_USE enum err head_open(const struct record_key *k, const struct record_about *about,
    struct bytes stored, uint8_t *out);

/* What the next record of the stream carries as `previous`: BLAKE2b-256 of the stored bytes. */
struct digest record_link(struct bytes stored);

#endif
