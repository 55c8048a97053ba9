/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_MEMBER_H
#define CORE_OPEN_MEMBER_H
/* A member's passphrase and what it opens.  See docs/formats/member.md. */
#include "core/open/secrets.h"

enum {
    MEMBER_SALT_BYTES = 16,
    MEMBER_SEALED_BYTES = 24 + KEY_BYTES + 16,
    PASSPHRASE_WORDS = 6, /* of 2,048: 66 bits */
    PASSPHRASE_CAP = 64,
    PASSPHRASE_MAX = 1024,
};

/* The price of one guess. Stored beside the salt, so that it can be raised for new passphrases. */
struct kek_cost {
    uint32_t passes;
    uint32_t mem_kib;
};

/* Argon2id, 3 passes over 256 MiB: what every desk uses, the demonstration too. */
struct kek_cost kek_cost_real(void);

/* Only for tests: tells nothing about speed or safety of the real one. */
struct kek_cost kek_cost_for_tests(void);

/* Six random words with blanks between.  `out` in guarded memory or wiped. */
void member_passphrase_new(char out[PASSPHRASE_CAP]);

/* Argon2id of the passphrase: capital letters A-Z count as small ones, runs of blanks as one,
   blanks at the ends as none. Takes about 0.7 s and 256 MiB at the real cost: never inside a
   transaction. ERR_MALFORMED: empty, not UTF-8, or cost outside 1..16 passes, 8 KiB..1 GiB;
   ERR_TOO_LARGE over 1,024 bytes; ERR_INTERNAL: no memory. */
MUST_USE enum err member_kek_of(struct bytes passphrase, const uint8_t salt[MEMBER_SALT_BYTES],
    const struct kek_cost *cost, struct member_kek *out);

/* Seal and open the member's box secret: nonce(24), key(32), tag(16), bound to organisation,
   member and public key. `nonce` is NULL (random) outside tests. A wrong passphrase is
   ERR_FORGED. */
void member_seal(const struct member_kek *k, const struct org_id *org,
    const struct member_id *member, const struct box_secret *secret, const uint8_t nonce[24],
    uint8_t out[MEMBER_SEALED_BYTES]);
MUST_USE enum err member_open(const struct member_kek *k, const struct org_id *org,
    const struct member_id *member, const struct box_public *pk,
    const uint8_t in[MEMBER_SEALED_BYTES], struct box_secret *out);

#endif
