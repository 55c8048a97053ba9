/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/content.h"
#include <sodium.h>
#include <string.h>

struct digest
digest_blake2b(struct bytes b)
{
    struct digest d;

    (void)crypto_generichash(d.b, sizeof d.b, b.p, b.n, NULL, 0);
    return d;
}

struct digest
digest_sha256(struct bytes b)
{
    struct digest d;

    (void)crypto_hash_sha256(d.b, b.p, b.n);
    return d;
}

struct digest
digest_keyed(const uint8_t key[KEY_BYTES], const char *label, struct bytes b)
{
    crypto_generichash_state st;
    struct digest d;

    (void)crypto_generichash_init(&st, key, KEY_BYTES, sizeof d.b);
    (void)crypto_generichash_update(&st, (const uint8_t *)label, strlen(label));
    (void)crypto_generichash_update(&st, b.p, b.n);
    (void)crypto_generichash_final(&st, d.b, sizeof d.b);
    sodium_memzero(&st, sizeof st);
    return d;
}

struct content_id
content_id_of(struct bytes b)
{
    struct digest d = digest_blake2b(b);
    struct content_id id;

    memcpy(id.b, d.b, sizeof id.b);
    return id;
}

struct content_id
envelope_id(const struct envelope *e)
{
    return content_id_of((struct bytes){ e->b, sizeof e->b });
}

struct thread_id
thread_id_of(const struct psk *psk)
{
    struct digest d = digest_blake2b((struct bytes){ psk->b, sizeof psk->b });
    struct thread_id id;

    memcpy(id.b, d.b, sizeof id.b);
    return id;
}

bool
id_equal(const uint8_t a[ID_BYTES], const uint8_t b[ID_BYTES])
{
    return bytes_equal((struct bytes){ a, ID_BYTES }, (struct bytes){ b, ID_BYTES });
}

int
id_order(const uint8_t a[ID_BYTES], const uint8_t b[ID_BYTES])
{
    for (size_t i = 0; i < ID_BYTES; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}
