/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_ENVELOPE_H
#define CORE_WIRE_ENVELOPE_H
/* The outside of an envelope and the sizes of its layers; see docs/formats/envelope.md.

   offset size
        0    1  version, 1
        1    1  suite, 1 = HPKE base, X25519, HKDF-SHA256, ChaCha20-Poly1305
        2    2  zero
        4   32  enc, the ephemeral public key
       36 4060  sealed: 4,044 bytes and a tag of 16 */
#include "core/wire/keys.h"

enum {
    ENVELOPE_HEAD_BYTES = 4,
    ENVELOPE_PLAIN_BYTES = 4044,
    LAYER_HEAD_BYTES = 8,
    HPKE_ENC_BYTES = 32,
    HPKE_TAG_BYTES = 16,
    HPKE_EXTRA_BYTES = HPKE_ENC_BYTES + HPKE_TAG_BYTES,
    INNER_BOX_BYTES = ENVELOPE_PLAIN_BYTES - LAYER_HEAD_BYTES, /* 4,036 */
    INNER_PLAIN_BYTES = INNER_BOX_BYTES - HPKE_EXTRA_BYTES,    /* 3,988 */
    REQUEST_MESSAGE_MAX = INNER_PLAIN_BYTES - 1,               /* padding takes at least a byte */
    ANSWER_MESSAGE_MAX = ENVELOPE_PLAIN_BYTES - LAYER_HEAD_BYTES - 1,
};

/* What a desk may do about an envelope while it is locked. */
enum bell { BELL_RING_NONE = 0, BELL_RING_DATE = 1, BELL_RING_DANGER = 2 };

/* The 8 bytes before a message. In a lane envelope: type, version 1, bell, language, 3 zeros; they
   are also the associated data of the inner box. In a drop envelope: type, version 1, 6 zeros. */
struct layer_head {
    uint8_t type;   /* enum message_type */
    enum bell bell; /* lanes only */
    char lang[3];   /* lanes only; two small letters, or "" for unknown */
};

/* ERR_MALFORMED if the first 4 bytes are not those of version 1, suite 1. Says nothing about what
   is inside: anybody can make an envelope that passes. */
MUST_USE enum err envelope_check(const struct envelope *e);

/* Write 8 bytes.  ERR_MALFORMED for a language that is neither empty nor two small letters. */
MUST_USE enum err lane_head_encode(const struct layer_head *h, uint8_t to[LAYER_HEAD_BYTES]);
MUST_USE enum err lane_head_decode(const uint8_t from[LAYER_HEAD_BYTES], struct layer_head *out);
void drop_head_encode(uint8_t type, uint8_t to[LAYER_HEAD_BYTES]);
MUST_USE enum err drop_head_decode(const uint8_t from[LAYER_HEAD_BYTES], uint8_t *type);

#endif
