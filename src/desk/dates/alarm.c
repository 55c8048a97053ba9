/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/alarm.h"
#include "base/clock.h"
#include "cases.gen.h"

enum {
    HOUR_S = 3600,
    MORNING_S = 8 * HOUR_S, /* from here to EVENING_S is day */
    EVENING_S = 22 * HOUR_S,
    BEFORE_NIGHT_S = 18 * HOUR_S,
    NEAR_S = 3 * DAY_S,
    HOURS_LEFT_S = 3 * HOUR_S,
    BACK_S = 30 * DAY_S, /* what is over for longer is left to the pages */
    AHEAD_S = 32 * DAY_S,
    PAGES = 20
};

static int64_t
time_of_day(int64_t local_s)
{
    return local_s - day_of(local_s) * DAY_S;
}

/* Earlier, to the evening before, when it would ring at night there. */
static int64_t
evening_before(int64_t local_s)
{
    int64_t t = time_of_day(local_s);

    if (t < MORNING_S)
        return local_s - t - DAY_S + BEFORE_NIGHT_S;
    return t >= EVENING_S ? local_s - t + BEFORE_NIGHT_S : local_s;
}

static int64_t
morning_after(int64_t local_s)
{
    int64_t t = time_of_day(local_s);

    if (t < MORNING_S)
        return local_s - t + MORNING_S;
    return t >= EVENING_S ? local_s - t + DAY_S + MORNING_S : local_s;
}

/* In whole hours: what stands outside the seals tells no minute. */
static int64_t
hour_before(int64_t s)
{
    return s - s % HOUR_S;
}

void
date_ring_of(const struct date_due *d, enum ring_stage stage, struct date_ring *out)
{
    int64_t local_s = d->day * DAY_S + d->minute * 60;
    int64_t day_s = d->until_s - local_s + evening_before(local_s - DAY_S);
    struct date_ring r = { .stage = stage, .holder = d->holder, .deputy = d->deputy };

    memcpy(r.item, d->item, sizeof r.item);
    if (stage == RING_DAY) {
        r.from_s = d->until_s - NEAR_S;
        r.ring_s = hour_before(day_s);
    } else if (stage == RING_HOURS) {
        r.from_s = hour_before(day_s);
        r.ring_s =
            hour_before(d->until_s - local_s + evening_before(local_s - (int64_t)HOURS_LEFT_S));
    } else {
        r.ring_s = hour_before(d->until_s - local_s + morning_after(local_s) + HOUR_S - 1);
        r.from_s = d->until_s;
    }
    r.attended = d->changed_s >= r.from_s;
    *out = r;
}

/* One span of dates, their hours behind those that are there. */
static enum err
add_page(struct db *p, int64_t *from_s, int64_t to_s, struct arena *a, struct date_ring **to,
    size_t *n, bool *more)
{
    struct due_ask ask = { .from_s = *from_s, .to_s = to_s, .member = "" };
    struct date_due *rows = NULL;
    size_t n_rows = 0;
    enum err e = dates_due(p, &ask, a, &rows, &n_rows, more);
    size_t room = *n + n_rows * (N_RING_STAGES - 1);
    struct date_ring *all = e ? NULL : arena_alloc(a, (room + 1) * sizeof *all);

    if (!all)
        return e ? e : ERR_INTERNAL;
    if (*n)
        memcpy(all, *to, *n * sizeof *all);
    for (size_t i = 0; i < n_rows; i++)
        for (int stage = RING_DAY; stage < N_RING_STAGES; stage++)
            date_ring_of(&rows[i], (enum ring_stage)stage, &all[(*n)++]);
    if (n_rows) /* once more from the last moment on: the same hours twice do no harm */
        *from_s = rows[n_rows - 1].until_s > *from_s ? rows[n_rows - 1].until_s : *from_s + 1;
    *to = all;
    return OK;
}

enum err
dates_rings(struct db *p, int64_t now_s, struct arena *a, struct date_ring **out, size_t *n)
{
    int64_t from_s = now_s - BACK_S;
    struct date_ring *all = NULL;
    bool more = true;
    size_t k = 0;
    enum err e = OK;

    for (int page = 0; !e && more && page < PAGES; page++)
        e = add_page(p, &from_s, now_s + AHEAD_S, a, &all, &k, &more);
    if (e)
        return e;
    *out = all;
    *n = k;
    return OK;
}

enum err
dates_knows(struct db *p, const uint8_t item[ID_BYTES], bool *out)
{
    OWN(db_stmt) s = db_use(p, CASES_DATE_OF_ITEM);

    db_bind_bytes(s, 1, (struct bytes){ item, ID_BYTES });
    enum err e = db_one(s);
    *out = !e;
    return e == ERR_NOT_FOUND ? OK : e;
}
