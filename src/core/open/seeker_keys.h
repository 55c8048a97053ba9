/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_SEEKER_KEYS_H
#define CORE_OPEN_SEEKER_KEYS_H
/* All keys of a seeker, from the seed and the network.  See docs/formats/words.md. */
#include "core/open/secrets.h"

struct seeker_keys { /* in guarded memory only */
    struct box_secret secret;
    struct box_public pk;
    uint16_t shelf16;
    uint8_t psk_root[KEY_BYTES]; /* KP */
};

/* Derive into guarded memory that is there already. */
void seeker_keys_fill(
    const struct seed *s, const struct network_id *network, struct seeker_keys *out);

/* Derive.  NULL when there is no memory. */
struct seeker_keys *seeker_keys_new(const struct seed *s, const struct network_id *network);
void seeker_keys_drop(struct seeker_keys **k);

/* What this organisation and the seeker share.  Wipe *out. */
void seeker_psk(const struct seeker_keys *k, const struct org_id *org, struct psk *out);

/* What an organisation needs to answer. */
struct seeker_card seeker_card_of(const struct seeker_keys *k);

/* A new random seed. */
void seed_random(struct seed *s);

#endif
