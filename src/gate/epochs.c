/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/epochs.h"
#include "core/open/pass.h"

static void
epoch_begin(uint32_t number, struct epoch *e)
{
    e->number = number;
    random_fill(e->r.b, sizeof e->r.b);
    pass_key_of(&e->r, &e->pass);
}

struct epochs *
epochs_new(int64_t steady_ms)
{
    struct epochs *e = guarded_alloc(sizeof *e);

    if (!e)
        return NULL;
    e->turned_ms = steady_ms;
    epoch_begin(1, &e->now);
    return e;
}

void
epochs_drop(struct epochs **e)
{
    guarded_free(*e);
    *e = NULL;
}

void
epochs_turn(struct epochs *e, int64_t steady_ms)
{
    int64_t age = steady_ms - e->turned_ms;

    if (age < EPOCH_MS)
        return;
    memcpy(&e->before, &e->now, sizeof e->before);
    epoch_begin(e->before.number + 1, &e->now);
    e->turned_ms = steady_ms;
    if (age >= 2 * EPOCH_MS) /* nobody was here for long: the last key has had its time too */
        secret_wipe(&e->before, sizeof e->before);
}

int64_t
epochs_left_ms(const struct epochs *e, int64_t steady_ms)
{
    int64_t left = e->turned_ms + EPOCH_MS - steady_ms;

    return left > 0 ? left : 0;
}

const struct epoch *
epochs_find(const struct epochs *e, uint32_t number)
{
    if (number != 0 && e->now.number == number)
        return &e->now;
    return number != 0 && e->before.number == number ? &e->before : NULL;
}
