/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/spent.h"
#include "base/arena.h"
#include "base/own.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"

enum { HOUR_S = 3600, FIRST_ENTRIES = 64, KEY_LEN = 15, ARENA_ROOM = 4096 };

/* n == 0 with a key: the ticket was named, nothing is stored under it; all zero: a free place. */
struct entry {
    uint8_t key[KEY_LEN];
    uint8_t n;
    uint32_t epoch;
    bool taken;
};

/* Open addressing, never more than half full; nothing is ever removed singly. */
struct table {
    struct arena *arena; /* of this hour; cleared (wiped) as a whole */
    struct entry *entries;
    size_t n, cap;
    int64_t hour;
};

struct spent {
    struct arena *arena;
    struct table hours[SPENT_HOURS];
    size_t n, max;
    uint8_t key[KEY_BYTES];
};

struct spent *
spent_new(size_t max_tickets)
{
    OWN(arena) a = arena_new(sizeof(struct spent) + ARENA_ROOM);
    struct spent *s = a ? arena_alloc(a, sizeof *s) : NULL;

    if (!s)
        return NULL;
    random_fill(s->key, sizeof s->key);
    s->max = max_tickets;
    for (size_t i = 0; i < SPENT_HOURS; i++) {
        s->hours[i].hour = -1;
        /* All sizes a table grows through together are less than twice the last one. */
        s->hours[i].arena = arena_new(8 * (max_tickets + FIRST_ENTRIES) * sizeof(struct entry));
    }
    s->arena = TAKE(a);
    return s;
}

void
spent_drop(struct spent **at)
{
    struct spent *s = *at;

    *at = NULL;
    if (!s)
        return;
    for (size_t i = 0; i < SPENT_HOURS; i++)
        arena_drop(&s->hours[i].arena);
    struct arena *a = s->arena;
    arena_drop(&a);
}

static void
table_forget(struct spent *s, struct table *t)
{
    s->n -= t->n;
    if (t->arena)
        arena_clear(t->arena);
    t->entries = NULL;
    t->n = t->cap = 0;
    t->hour = -1;
}

/* Forget the hours that are over; the table of this ticket's hour, or NULL if it is over itself. */
static struct table *
table_of(struct spent *s, const struct ticket *ticket, int64_t now_s)
{
    int64_t hour = (int64_t)ticket->made_s / HOUR_S;
    int64_t oldest = now_s / HOUR_S - (SPENT_HOURS - 2);

    for (size_t i = 0; i < SPENT_HOURS; i++)
        if (s->hours[i].hour >= 0 && s->hours[i].hour < oldest)
            table_forget(s, &s->hours[i]);
    if (hour < oldest || hour >= oldest + SPENT_HOURS)
        return NULL;
    struct table *t = &s->hours[hour % SPENT_HOURS];
    if (t->hour != hour)
        table_forget(s, t); /* the clock was set back and forth */
    t->hour = hour;
    return t;
}

static void
key_of(const struct spent *s, const struct ticket *t, uint8_t key[KEY_LEN])
{
    struct digest d =
        digest_keyed(s->key, "spent/1", (struct bytes){ t->once.b, sizeof t->once.b });

    memcpy(key, d.b, KEY_LEN);
}

/* The entry of this key, or the free place for it; NULL in an empty table. */
static struct entry *
table_find(const struct table *t, const uint8_t key[KEY_LEN])
{
    size_t at = 0;

    if (t->cap == 0)
        return NULL;
    for (size_t i = 0; i < sizeof at; i++)
        at = at << 8 | key[i];
    for (at &= t->cap - 1; t->entries[at].taken; at = (at + 1) & (t->cap - 1))
        if (secret_equal(t->entries[at].key, key, KEY_LEN))
            break;
    return &t->entries[at];
}

/* Room for one more.  False when out of memory. */
static bool
table_grow(struct table *t)
{
    struct table larger = *t;

    if (2 * (t->n + 1) <= t->cap)
        return true;
    larger.cap = t->cap ? 2 * t->cap : FIRST_ENTRIES;
    larger.entries = t->arena ? arena_alloc(t->arena, larger.cap * sizeof *larger.entries) : NULL;
    if (!larger.entries)
        return false;
    for (size_t i = 0; i < t->cap; i++)
        if (t->entries[i].taken)
            *table_find(&larger, t->entries[i].key) = t->entries[i];
    *t = larger;
    return true;
}

enum err
spent_check(struct spent *s, const struct ticket *ticket, uint32_t epoch, size_t n, int64_t now_s,
    uint32_t *first_epoch)
{
    struct table *t = table_of(s, ticket, now_s);
    uint8_t key[KEY_LEN];

    if (!t)
        return ERR_EXPIRED;
    key_of(s, ticket, key);
    const struct entry *e = table_find(t, key);
    bool used = e && e->taken && e->n > 0;
    *first_epoch = used ? e->epoch : epoch;
    if (used && e->epoch != epoch)
        return ERR_CONFLICT;
    if ((used ? e->n : 0) + n > SPENT_MAX_ENVELOPES)
        return ERR_EXPIRED;
    if (!used && s->n >= s->max)
        return ERR_BUSY;
    return table_grow(t) ? OK : ERR_BUSY;
}

void
spent_add(struct spent *s, const struct ticket *ticket, uint32_t epoch, size_t n, int64_t now_s)
{
    struct table *t = table_of(s, ticket, now_s);
    uint8_t key[KEY_LEN];

    if (!t || n == 0)
        return;
    key_of(s, ticket, key);
    struct entry *e = table_find(t, key);
    if (!e)
        return;
    if (!e->taken) {
        memcpy(e->key, key, sizeof key);
        e->taken = true;
        t->n++;
        s->n++;
    }
    if (e->n == 0)
        e->epoch = epoch;
    e->n = (uint8_t)(e->n + n);
}

void
spent_undo(struct spent *s, const struct ticket *ticket, size_t n, int64_t now_s)
{
    struct table *t = table_of(s, ticket, now_s);
    uint8_t key[KEY_LEN];

    if (!t)
        return;
    key_of(s, ticket, key);
    struct entry *e = table_find(t, key);
    if (e && e->taken && e->n >= n)
        e->n = (uint8_t)(e->n - n);
}

size_t
spent_count(const struct spent *s)
{
    return s->n;
}
