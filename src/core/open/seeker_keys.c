/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/seeker_keys.h"
#include <sodium.h>

static const char context[] = "seeker/1";

enum { SUBKEY_BOX = 1, SUBKEY_SHELF = 2, SUBKEY_PSK = 3 };

void
seed_random(struct seed *s)
{
    randombytes_buf(s->b, sizeof s->b);
}

void
seeker_keys_fill(const struct seed *s, const struct network_id *network, struct seeker_keys *k)
{
    uint8_t master[KEY_BYTES], shelf[KEY_BYTES];

    (void)crypto_generichash(
        master, sizeof master, s->b, sizeof s->b, network->b, sizeof network->b);
    (void)crypto_kdf_derive_from_key(k->secret.b, KEY_BYTES, SUBKEY_BOX, context, master);
    (void)crypto_kdf_derive_from_key(shelf, KEY_BYTES, SUBKEY_SHELF, context, master);
    (void)crypto_kdf_derive_from_key(k->psk_root, KEY_BYTES, SUBKEY_PSK, context, master);
    k->pk = box_public_of(&k->secret);
    k->shelf16 = (uint16_t)(shelf[0] << 8 | shelf[1]);
    sodium_memzero(master, sizeof master);
    sodium_memzero(shelf, sizeof shelf);
}

struct seeker_keys *
seeker_keys_new(const struct seed *s, const struct network_id *network)
{
    struct seeker_keys *k = guarded_alloc(sizeof *k);

    if (k)
        seeker_keys_fill(s, network, k);
    return k;
}

void
seeker_keys_drop(struct seeker_keys **k)
{
    guarded_free(*k);
    *k = NULL;
}

void
seeker_psk(const struct seeker_keys *k, const struct org_id *org, struct psk *out)
{
    (void)crypto_generichash(
        out->b, sizeof out->b, org->b, sizeof org->b, k->psk_root, sizeof k->psk_root);
}

struct seeker_card
seeker_card_of(const struct seeker_keys *k)
{
    return (struct seeker_card){ k->pk, k->shelf16 };
}
