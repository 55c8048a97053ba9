/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_KEYS_H
#define CORE_WIRE_KEYS_H
/* The public keys and identifiers of the formats: one struct for each kind, so that a mix-up does
   not compile. All are plain values, copied freely. Secret keys live in core/open/secrets.h. */
#include "base/bytes.h"

enum { ENVELOPE_BYTES = 4096, ID_BYTES = 16, KEY_BYTES = 32, SIGNATURE_BYTES = 64 };

/* X25519 */
struct box_public {
    uint8_t b[KEY_BYTES];
};
/* Ed25519 */
struct sign_public {
    uint8_t b[KEY_BYTES];
};
/* BLAKE2b-256 of the text of root note version 1 */
struct network_id {
    uint8_t b[KEY_BYTES];
};
/* 32 bytes of BLAKE2b or SHA-256 */
struct digest {
    uint8_t b[KEY_BYTES];
};

/* random, in the root note, never used again */
struct org_id {
    uint8_t b[ID_BYTES];
};
struct hub_id {
    uint8_t b[ID_BYTES];
};
struct member_id {
    uint8_t b[ID_BYTES];
};
struct vault_id {
    uint8_t b[ID_BYTES];
};
struct stream_id {
    uint8_t b[ID_BYTES];
};
/* made from stored bytes: content_id_of() */
struct content_id {
    uint8_t b[ID_BYTES];
};
/* made from a psk: thread_id_of() */
struct thread_id {
    uint8_t b[ID_BYTES];
};

/* What is stored on shelves: always this size, noise to look at after its first 4 bytes. */
struct envelope {
    uint8_t b[ENVELOPE_BYTES];
};

/* The secret that a seeker shares with one organisation. It travels inside the seal; whoever holds
   a copy wipes it. */
struct psk {
    uint8_t b[KEY_BYTES];
};

/* All that an organisation needs to answer a seeker: a public key and a place on the shelves. */
struct seeker_card {
    struct box_public pk;
    uint16_t shelf16;
};

#endif
