/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/outbox.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include <stdlib.h>
#include <string.h>

enum { LAST_WAIT = 90, SECOND_MS = 1000 };

static bool
is_same(const struct letter_name *x, const struct letter_name *y)
{
    return x->id == y->id && id_equal(x->source.b, y->source.b);
}

enum err
outbox_put(struct outbox *b, const struct letter_name *name, size_t room, struct bytes letter)
{
    for (size_t i = 0; i < b->n; i++)
        if (is_same(&b->o[i].name, name))
            return OK;
    if (b->n >= OUTBOX_MAX || b->n >= room)
        return ERR_BUSY;
    uint8_t *p = calloc(1, letter.n + 1);
    if (!p)
        return ERR_INTERNAL;
    memcpy(p, letter.p, letter.n);
    b->o[b->n++] = (struct outgoing_letter){ .name = *name, .p = p, .n = letter.n };
    return OK;
}

struct outgoing_letter *
outbox_due(struct outbox *b, int64_t now_ms)
{
    struct outgoing_letter *first = NULL;

    for (size_t i = 0; i < b->n; i++) {
        struct outgoing_letter *o = &b->o[i];
        if (o->next_ms <= now_ms && o->name.id & RING_BIT)
            return o;
        if (!first && o->next_ms <= now_ms)
            first = o;
    }
    return first;
}

int64_t
outbox_next_ms(const struct outbox *b)
{
    int64_t next = -1;

    for (size_t i = 0; i < b->n; i++)
        if (next < 0 || b->o[i].next_ms < next)
            next = b->o[i].next_ms;
    return next;
}

void
outbox_drop(struct outbox *b, struct outgoing_letter *o)
{
    size_t at = (size_t)(o - b->o);

    secret_wipe(o->p, o->n);
    free(o->p);
    memmove(o, o + 1, (b->n - at - 1) * sizeof *o); /* the order stays */
    b->n--;
}

bool
outbox_cancel(struct outbox *b, const struct letter_name *name)
{
    for (size_t i = 0; i < b->n; i++)
        if (is_same(&b->o[i].name, name)) {
            outbox_drop(b, &b->o[i]);
            return true;
        }
    return false;
}

void
outbox_note_sent(struct outbox *b, const struct letter_name *name)
{
    b->sent[b->n_sent++ % OUTBOX_SENT] = *name;
}

bool
outbox_was_sent(const struct outbox *b, const struct letter_name *name)
{
    for (size_t i = 0; i < b->n_sent && i < OUTBOX_SENT; i++)
        if (is_same(&b->sent[i], name))
            return true;
    return false;
}

void
outbox_done(struct outbox *b)
{
    while (b->n > 0)
        outbox_drop(b, &b->o[b->n - 1]);
}

int64_t
retry_wait_ms(int64_t first_ms, unsigned tries)
{
    int64_t wait = 1;

    while (tries-- > 0 && wait < LAST_WAIT)
        wait *= 2;
    return first_ms * (wait < LAST_WAIT ? wait : LAST_WAIT);
}

uint32_t
wait_s_of(int64_t ms)
{
    return (uint32_t)((ms + SECOND_MS - 1) / SECOND_MS);
}
