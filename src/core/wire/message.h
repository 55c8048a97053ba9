/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_MESSAGE_H
#define CORE_WIRE_MESSAGE_H
/* What stands inside the seal: nonce(8), then fields tag(1) length(2) value. Unknown tags 00-7F
   refuse the message, 80-FF are passed over; only 04 and 06 may repeat. See
   docs/formats/message.md. Numbers are frozen. */
#include "core/wire/envelope.h"

enum message_type {
    MESSAGE_UNSET = 0,
    MESSAGE_REQUEST = 1,
    MESSAGE_FOLLOW_UP = 2,
    MESSAGE_ANSWER = 3,
    MESSAGE_REFERRAL = 5,
    MESSAGE_REFERRAL_STATE = 6,
    MESSAGE_DESK_NOTE = 7,
    MESSAGE_SIGNATURE = 8,
    MESSAGE_DUMMY = 9,
    MESSAGE_NEW_WORDS = 10,
    MESSAGE_CONSENT = 11,
};

enum {
    MESSAGE_NONCE_BYTES = 8,
    MESSAGE_MAX_CONSENTS = 8,
    MESSAGE_MAX_BLOBS = 8,
    MESSAGE_CONSENT_BYTES = 136,
    BLOB_NAME_MAX = 100,
    PART_MAX_COUNT = 4,
    PART_GROUP_BYTES = 8,
};

/* How much text fits, in bytes of UTF-8.
   A request with card, psk, language and every optional answer: 3,873 bytes in one envelope; in all
   REQUEST_TEXT_MAX = 15,431 bytes in up to 4 envelopes (4 x 3,860, less 3 at each of 3 cuts that
   must not part a character).  Any text up to that length fits, whatever its characters.
   An answer with psk, language, seq, previous id, organisation and hour: 3,932 bytes in one
   envelope; in all ANSWER_TEXT_MAX = 15,667 bytes (4 x 3,919 - 9). */
enum {
    REQUEST_TEXT_ONE = 3873,
    REQUEST_TEXT_PART = 3860,
    REQUEST_TEXT_MAX = 4 * REQUEST_TEXT_PART - 9,
    ANSWER_TEXT_ONE = 3932,
    ANSWER_TEXT_PART = 3919,
    ANSWER_TEXT_MAX = 4 * ANSWER_TEXT_PART - 9,
};

enum message_bits {        /* which fields are there */
    HAS_TEXT = 1 << 0,     /* 01 */
    HAS_CARD = 1 << 1,     /* 02 */
    HAS_PSK = 1 << 2,      /* 03 */
    HAS_LANG = 1 << 3,     /* 05 */
    HAS_SEQ = 1 << 4,      /* 07 */
    HAS_PREVIOUS = 1 << 5, /* 08 */
    HAS_ORG = 1 << 6,      /* 0C */
    HAS_HOUR = 1 << 7,     /* 0D */
    HAS_PART = 1 << 8,     /* 0E */
    HAS_ANSWERS = 1 << 9,  /* 0F */
};

struct blob_ref {
    uint8_t id[ID_BYTES];
    uint8_t key[KEY_BYTES];
    uint8_t size_class;
    struct bytes name; /* UTF-8, at most 100 bytes; borrowed */
};

struct message_part {
    uint8_t index, count; /* index from 0; count 2 to 4 */
    uint8_t group[PART_GROUP_BYTES];
};

/* Answers to the optional questions; 0 and "" are "not answered". The numbers belong to form 1. */
struct answers {
    uint8_t form;    /* 1; another: nothing below is set */
    uint8_t who;     /* 1 to 9 as in docs/formats/message.md: 1 self, 2 relative ... */
    char country[3]; /* two capital letters */
    bool has_day;
    int32_t day;      /* days since 1970-01-01 */
    uint8_t day_kind; /* what the date is: 1 to 11 as in docs/formats/message.md */
    uint8_t danger;   /* 1 no, 2 soon, 3 now */
    uint8_t safe;     /* may an answer mention the matter: 1 yes, 2 no, 3 not sure */
};

struct message {
    enum message_type type;
    uint8_t nonce[MESSAGE_NONCE_BYTES];
    uint32_t has;      /* enum message_bits */
    struct bytes text; /* UTF-8; borrowed */
    struct seeker_card card;
    struct psk psk;
    char lang[3];
    uint32_t seq;
    struct content_id previous;
    struct org_id org;
    uint32_t hour; /* hours since 1970: floor(unix / 3600) */
    struct message_part part;
    struct answers answers;
    size_t n_consents, n_blobs;
    struct bytes consents[MESSAGE_MAX_CONSENTS]; /* sealed, opaque here; borrowed */
    struct blob_ref blobs[MESSAGE_MAX_BLOBS];
};

/* Decode nonce and fields. A request needs text, card and psk; a follow-up text and psk; an answer
   text, psk and organisation: without them, and for unknown types, ERR_MALFORMED. *out borrows
   from `in`, and holds the psk: message_wipe() it. */
MUST_USE enum err message_decode(enum message_type type, struct bytes in, struct message *out);

/* Write nonce and fields, tags ascending. ERR_MALFORMED for what decode would refuse;
   ERR_TOO_LARGE when it does not fit the writer. */
MUST_USE enum err message_encode(const struct message *m, struct writer *w);

/* Overwrite it; it held a psk. */
void message_wipe(struct message *m);

/* Constant time. */
bool psk_equal(const struct psk *a, const struct psk *b);

#endif
