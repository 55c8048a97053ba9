/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/secrets.h"
#include <sodium.h>
#include <string.h>

void *
guarded_alloc(size_t n)
{
    void *p = sodium_malloc(n);

    if (p)
        memset(p, 0, n);
    return p;
}

void
guarded_free(void *p)
{
    sodium_free(p);
}

void
guarded_lock(void *p, size_t n)
{
    (void)sodium_mlock(p, n); /* like guarded_alloc(), which works without */
}

bool
memory_can_be_locked(void)
{
    uint8_t probe[64];
    bool locked = sodium_mlock(probe, sizeof probe) == 0;

    if (locked)
        (void)sodium_munlock(probe, sizeof probe);
    return locked;
}

/* The same two functions for each kind of key. */
#define NEW_AND_DROP(kind)                                                                         \
    struct kind *kind##_new(void)                                                                  \
    {                                                                                              \
        return guarded_alloc(sizeof(struct kind));                                                 \
    }                                                                                              \
    void kind##_drop(struct kind **s)                                                              \
    {                                                                                              \
        sodium_free(*s);                                                                           \
        *s = NULL;                                                                                 \
    }

NEW_AND_DROP(box_secret)
NEW_AND_DROP(sign_secret)
NEW_AND_DROP(seed)
NEW_AND_DROP(stream_key)
NEW_AND_DROP(record_key)
NEW_AND_DROP(vault_key)
NEW_AND_DROP(member_kek)
NEW_AND_DROP(epoch_key)
NEW_AND_DROP(pass_key)

void
box_secret_random(struct box_secret *s)
{
    randombytes_buf(s->b, sizeof s->b);
}

struct box_public
box_public_of(const struct box_secret *s)
{
    struct box_public pk;

    (void)crypto_scalarmult_base(pk.b, s->b);
    return pk;
}

void
sign_secret_from_seed(const uint8_t seed[KEY_BYTES], struct sign_secret *s)
{
    struct sign_public pk;

    (void)crypto_sign_seed_keypair(pk.b, s->b, seed);
}

void
sign_secret_random(struct sign_secret *s)
{
    struct sign_public pk;

    (void)crypto_sign_keypair(pk.b, s->b);
}

void
sign_secret_seed(const struct sign_secret *s, uint8_t out[KEY_BYTES])
{
    (void)crypto_sign_ed25519_sk_to_seed(out, s->b);
}

struct sign_public
sign_public_of(const struct sign_secret *s)
{
    struct sign_public pk;

    (void)crypto_sign_ed25519_sk_to_pk(pk.b, s->b);
    return pk;
}
