/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_EPOCHS_H
#define GATE_EPOCHS_H
/* R, the random key from which the words of a sending are made and under which passes are sealed.
   It lives in the parent's guarded memory only: a new one every 15 minutes, the one before it is
   kept, all older ones are gone.  After that nobody can make the words again. */
#include "core/open/secrets.h"

enum { EPOCH_MS = 15 * 60 * 1000 };

struct epoch {
    uint32_t number; /* from 1; 0: there is none */
    struct epoch_key r;
    struct pass_key pass; /* made from r */
};

struct epochs {               /* one guarded allocation: each more would cost every child a copy */
    struct epoch now, before; /* there is none before in the first 15 minutes */
    int64_t turned_ms;
};

/* The first epoch.  NULL when there is no memory. */
struct epochs *epochs_new(int64_t steady_ms);
void epochs_drop(struct epochs **e);

/* Turn when it is time. */
void epochs_turn(struct epochs *e, int64_t steady_ms);

/* Milliseconds until the next turn. */
int64_t epochs_left_ms(const struct epochs *e, int64_t steady_ms);

/* The epoch of this number, if it is still held; else NULL. */
const struct epoch *epochs_find(const struct epochs *e, uint32_t number);

#endif
