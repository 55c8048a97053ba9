/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/deposits.h"
#include "base/clock.h"
#include "base/own.h"
#include "core/wire/content.h"
#include "core/wire/root.h"
#include "core/wire/shelf.h"
#include <stdlib.h>

enum {
    TABLE_SIZE = 1 << 20, /* a power of two; 12 MB, touched only as far as it is used */
    TABLE_FULL = TABLE_SIZE / 4 * 3,
    LAST_QUARTER = SHELF_MAX_SLOTS / 4 * 3,
};

struct count { /* of one desk on one shelf on one day; n is 0 in an empty place */
    uint32_t day;
    uint16_t desk, shelf, n;
    uint8_t p;
};

struct table {
    struct count *places;
    size_t n_used;
};

struct deposits {
    int64_t daily, started_s;
    uint32_t keep_days, today;
    struct table table;
    int64_t totals[ROOT_MAX_ORGS]; /* of today */
    struct content_id recent[DEPOSITS_RECENT];
    size_t n_remembered;
};

struct deposits *
deposits_new(int64_t desk_daily, uint32_t keep_days, int64_t now_s)
{
    OWN(deposits) d = calloc(1, sizeof *d);

    if (!d)
        return NULL;
    d->daily = desk_daily;
    d->keep_days = keep_days;
    d->started_s = now_s;
    d->today = (uint32_t)day_of(now_s);
    d->table.places = calloc(TABLE_SIZE, sizeof *d->table.places);
    return d->table.places ? TAKE(d) : NULL;
}

void
deposits_drop(struct deposits **at)
{
    struct deposits *d = *at;

    *at = NULL;
    if (d)
        free(d->table.places);
    free(d);
}

static size_t
hash_of(const struct count *c)
{
    uint64_t h = ((uint64_t)c->day << 32) ^ ((uint64_t)c->desk << 24) ^ ((uint64_t)c->p << 16);

    h = (h ^ c->shelf) * 0x9E3779B97F4A7C15u;
    return (size_t)(h >> 32) & (TABLE_SIZE - 1);
}

/* The place of this count, or the empty one where it would stand. */
static struct count *
place_of(const struct table *t, const struct count *c)
{
    for (size_t i = hash_of(c);; i = (i + 1) & (TABLE_SIZE - 1)) {
        struct count *at = &t->places[i];
        if (at->n == 0 ||
            (at->day == c->day && at->desk == c->desk && at->shelf == c->shelf && at->p == c->p))
            return at;
    }
}

/* Keep what is at most so many days old.  Without memory all stays as it is. */
static void
sweep(struct deposits *d, uint32_t n_days)
{
    struct table fresh = { calloc(TABLE_SIZE, sizeof *fresh.places), 0 };

    if (!fresh.places)
        return;
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        const struct count *c = &d->table.places[i];
        if (c->n == 0 || (c->day < d->today && d->today - c->day > n_days))
            continue;
        *place_of(&fresh, c) = *c;
        fresh.n_used++;
    }
    free(d->table.places);
    d->table = fresh;
}

/* A new day: what has expired on the shelves is forgotten here as well. */
static void
turn(struct deposits *d, int64_t now_s)
{
    uint32_t today = (uint32_t)day_of(now_s);

    if (today == d->today)
        return;
    d->today = today;
    memset(d->totals, 0, sizeof d->totals);
    sweep(d, d->keep_days);
}

static size_t
on_day(const struct deposits *d, const struct deposit *what, uint32_t day)
{
    struct count key = { day, (uint16_t)what->desk, what->shelf, 0, what->p };

    return place_of(&d->table, &key)->n;
}

/* All that may still stand on the shelf. */
static size_t
on_shelf(const struct deposits *d, const struct deposit *what)
{
    size_t n = 0;

    for (uint32_t i = 0; i <= d->keep_days && i <= d->today; i++)
        n += on_day(d, what, d->today - i);
    return n;
}

enum err
deposits_check(struct deposits *d, const struct deposit *what, int64_t now_s)
{
    turn(d, now_s);
    size_t share = SHELF_MAX_SLOTS / (what->n_desks > 0 ? what->n_desks : 1);
    int64_t times = now_s - d->started_s < DAY_S ? DEPOSITS_FIRST_DAY : 1;

    if (share < DEPOSITS_SHELF_LEAST)
        share = DEPOSITS_SHELF_LEAST;
    if (d->daily > 0 && d->totals[what->desk] + (int64_t)what->n > d->daily * times)
        return ERR_BUSY;
    if (on_day(d, what, d->today) + what->n > share * (size_t)times)
        return ERR_TOO_LARGE;
    if (what->n_live + what->n > LAST_QUARTER && on_shelf(d, what) + what->n > share)
        return ERR_TOO_LARGE;
    return OK;
}

void
deposits_add(struct deposits *d, const struct deposit *what, int64_t now_s)
{
    struct count key = { 0, (uint16_t)what->desk, what->shelf, (uint16_t)what->n, what->p };

    if (what->n == 0)
        return;
    turn(d, now_s);
    key.day = d->today;
    d->totals[what->desk] += (int64_t)what->n;
    if (d->table.n_used >= TABLE_FULL)
        sweep(d, 0); /* only today's: the day's bounds hold in any case */
    struct count *at = place_of(&d->table, &key);
    if (at->n > 0) {
        at->n = (uint16_t)(at->n + what->n);
    } else if (d->table.n_used < TABLE_FULL) {
        *at = key;
        d->table.n_used++;
    }
}

void
deposits_remember(struct deposits *d, const struct content_id *id)
{
    d->recent[d->n_remembered++ % DEPOSITS_RECENT] = *id;
}

bool
deposits_is_recent(const struct deposits *d, const struct content_id *id)
{
    size_t n = d->n_remembered < DEPOSITS_RECENT ? d->n_remembered : DEPOSITS_RECENT;

    for (size_t i = 0; i < n; i++)
        if (id_equal(d->recent[i].b, id->b))
            return true;
    return false;
}
