/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_SECRETS_H
#define CORE_OPEN_SECRETS_H
/* Secret keys, one struct for each kind. They live in guarded memory: x_new() gives zeroed memory
   or NULL, x_drop() wipes and frees (it fits OWN(x) and takes NULL). A copy anywhere else is
   wiped with secret_wipe() before its scope ends. None of them is ever printed.
   crypto_start() must have been called: guarded memory aborts without it. */
#include "base/own.h"
#include "core/wire/crypto.h"
#include "core/wire/keys.h"

enum { SEED_BYTES = 15, SIGN_SECRET_BYTES = 64 };

/* X25519: door, people, vault, member */
struct box_secret {
    uint8_t b[KEY_BYTES];
};
/* Ed25519 as libsodium keeps it: seed, public */
struct sign_secret {
    uint8_t b[SIGN_SECRET_BYTES];
};
/* what twelve words stand for */
struct seed {
    uint8_t b[SEED_BYTES];
};
/* SK of one stream and epoch */
struct stream_key {
    uint8_t b[KEY_BYTES];
};
/* derived from a stream key */
struct record_key {
    uint8_t b[KEY_BYTES];
};
/* derived from a vault secret, for kept wraps */
struct vault_key {
    uint8_t b[KEY_BYTES];
};
/* derived from a passphrase */
struct member_kek {
    uint8_t b[KEY_BYTES];
};
/* the gate's R: random, renewed, memory only */
struct epoch_key {
    uint8_t b[KEY_BYTES];
};
/* derived from an epoch key */
struct pass_key {
    uint8_t b[KEY_BYTES];
};

/* Guarded, zeroed memory for one; NULL when there is none. */
struct box_secret *box_secret_new(void);
struct sign_secret *sign_secret_new(void);
struct seed *seed_new(void);
struct stream_key *stream_key_new(void);
struct record_key *record_key_new(void);
struct vault_key *vault_key_new(void);
struct member_kek *member_kek_new(void);
struct epoch_key *epoch_key_new(void);
struct pass_key *pass_key_new(void);

/* Wipe and free; for OWN(). */
void box_secret_drop(struct box_secret **s);
void sign_secret_drop(struct sign_secret **s);
void seed_drop(struct seed **s);
void stream_key_drop(struct stream_key **s);
void record_key_drop(struct record_key **s);
void vault_key_drop(struct vault_key **s);
void member_kek_drop(struct member_kek **s);
void epoch_key_drop(struct epoch_key **s);
void pass_key_drop(struct pass_key **s);

/* Any other secret of fixed size in guarded memory; NULL when there is none. Freeing wipes. */
void *guarded_alloc(size_t n);
void guarded_free(void *p);

/* In a forked child: lock again what the parent had from guarded_alloc().  The guard pages come
   with the fork, the lock does not. */
void guarded_lock(void *p, size_t n);

/* Can this process lock memory at all?  guarded_alloc() works without, and does not tell. */
bool memory_can_be_locked(void);

/* New key pairs. */
void box_secret_random(struct box_secret *s);
void sign_secret_random(struct sign_secret *s);

/* From a stored 32-byte seed (RFC 8032). */
void sign_secret_from_seed(const uint8_t seed[KEY_BYTES], struct sign_secret *s);
void sign_secret_seed(const struct sign_secret *s, uint8_t out[KEY_BYTES]);

/* The public half. */
struct box_public box_public_of(const struct box_secret *s);
struct sign_public sign_public_of(const struct sign_secret *s);

#endif
