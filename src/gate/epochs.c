/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/epochs.h"
#include "core/open/pass.h"

static void
epoch_forget(struct epoch *e)
{
    epoch_key_drop(&e->r);
    pass_key_drop(&e->pass);
    e->number = 0;
}

static enum err
epoch_begin(uint32_t number, struct epoch *out)
{
    struct epoch e = { number, epoch_key_new(), pass_key_new() };

    if (!e.r || !e.pass) {
        epoch_forget(&e);
        return ERR_INTERNAL;
    }
    random_fill(e.r->b, sizeof e.r->b);
    pass_key_of(e.r, e.pass);
    *out = e;
    return OK;
}

struct epochs *
epochs_new(int64_t steady_ms)
{
    OWN(epochs) e = guarded_alloc(sizeof *e);

    if (!e)
        return NULL;
    *e = (struct epochs){ .turned_ms = steady_ms };
    return epoch_begin(1, &e->now) ? NULL : TAKE(e);
}

void
epochs_drop(struct epochs **e)
{
    if (!*e)
        return;
    epoch_forget(&(*e)->now);
    epoch_forget(&(*e)->before);
    guarded_free(*e);
    *e = NULL;
}

enum err
epochs_turn(struct epochs *e, int64_t steady_ms)
{
    int64_t age = steady_ms - e->turned_ms;
    struct epoch next;

    if (age < EPOCH_MS)
        return OK;
    if (epoch_begin(e->now.number + 1, &next))
        return ERR_INTERNAL;
    epoch_forget(&e->before);
    e->before = e->now;
    e->now = next;
    e->turned_ms = steady_ms;
    if (age >= 2 * EPOCH_MS) /* nobody was here for long: the last key has had its time too */
        epoch_forget(&e->before);
    return OK;
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
    return number != 0 && e->before.r && e->before.number == number ? &e->before : NULL;
}
