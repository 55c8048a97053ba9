/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_DOORS_H
#define DESK_KEYS_DOORS_H
/* Weekly door keys: the few that open the outer layer of requests while the desk is locked.  Later
   weeks are sealed to the intake vault, each unlock frees the next; old ones are erased
   after five weeks. */
#include "desk/keys/vaults.h"

enum { DOORS_FREE_AHEAD = 3, DOORS_KEEP_WEEKS = 5, DOORS_LOW = 2 };

struct door {
    uint32_t week;
    struct box_secret *secret; /* NULL: still sealed */
    struct box_public public;
};

struct doors {
    size_t n;
    struct door d[MAX_DOORS];
};

/* Make `n` door keys from this week on: the first are free,
   later ones wrapped to the intake vault. */
MUST_USE enum err doors_make(struct db *keys, const struct org_id *org,
    const struct vault_row *intake, uint32_t first_week, size_t n, struct box_public *publics);

/* Read all from keys.db into guarded memory. */
MUST_USE enum err doors_load(struct db *keys, struct doors *out);
void doors_done(struct doors *d);

/* Free the next weeks with the open intake vault, and erase what is older than five weeks.
   *n_left: free keys for this week and later; fewer than DOORS_LOW is an alarm. */
MUST_USE enum err doors_turn(struct db *keys, const struct org_id *org, const struct vault *intake,
    uint32_t week, struct doors *d, size_t *n_left);

#endif
