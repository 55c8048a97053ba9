/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keys/doors.h"

static struct wrap_about
about_door(const struct org_id *org, const struct vault_row *intake, uint32_t week)
{
    struct wrap_about about = { .org = *org, .purpose = WRAP_DOOR, .epoch = intake->epoch };

    keys_week_object(week, about.object);
    memcpy(about.recipient, intake->id.b, ID_BYTES);
    return about;
}

static enum err
make_one(struct db *keys, const struct org_id *org, const struct vault_row *intake, uint32_t week,
    bool is_free, struct box_secret *secret, struct box_public *public)
{
    struct wrap_about about = about_door(org, intake, week);
    struct wrap w;

    box_secret_random(secret);
    *public = box_public_of(secret);
    enum err e = keys_door_put(keys, week, public, is_free ? secret : NULL);
    if (e || is_free)
        return e;
    e = wrap_seal(&about, &intake->public, secret->b, NULL, &w);
    return e ? e : keys_wrap_put(keys, &about, &w);
}

enum err
doors_make(struct db *keys, const struct org_id *org, const struct vault_row *intake,
    uint32_t first_week, size_t n, struct box_public *publics)
{
    OWN(box_secret) secret = box_secret_new();
    enum err e = secret ? OK : ERR_INTERNAL;

    for (uint32_t i = 0; !e && i < n; i++)
        e = make_one(keys, org, intake, first_week + i, i <= DOORS_FREE_AHEAD, secret, &publics[i]);
    return e;
}

void
doors_done(struct doors *d)
{
    for (size_t i = 0; i < d->n; i++)
        box_secret_drop(&d->d[i].secret);
    d->n = 0;
}

enum err
doors_load(struct db *keys, struct doors *out)
{
    struct door_row rows[MAX_DOORS];
    struct doors d = { 0 };
    enum err e = keys_door_list(keys, rows, &d.n);

    if (e)
        return e;
    for (size_t i = 0; !e && i < d.n; i++) {
        d.d[i].week = rows[i].week;
        d.d[i].public = rows[i].public;
        if (!rows[i].is_free)
            continue;
        d.d[i].secret = box_secret_new();
        e = d.d[i].secret ? keys_door_secret(keys, rows[i].week, d.d[i].secret) : ERR_INTERNAL;
    }
    if (e)
        doors_done(&d);
    else
        *out = d;
    return e;
}

/* Open the wrap of one week and keep its secret readable from now on. */
static enum err
free_one(
    struct db *keys, const struct org_id *org, const struct vault *intake, const struct door *d)
{
    struct wrap_about about = about_door(org, &intake->row, d->week);
    OWN(box_secret) secret = box_secret_new();
    struct wrap w;

    if (!secret)
        return ERR_INTERNAL;
    enum err e = keys_wrap_get(keys, &about, &w);
    e = e ? e : wrap_open(&w, &about, intake->secret, &intake->row.public, secret->b);
    return e ? e : keys_door_free(keys, d->week, secret);
}

enum err
doors_turn(struct db *keys, const struct org_id *org, const struct vault *intake, uint32_t week,
    struct doors *d, size_t *n_left)
{
    enum err e = db_begin(keys, TX_WRITE);

    if (e)
        return e;
    for (size_t i = 0; !e && intake && i < d->n; i++) {
        if (d->d[i].secret || d->d[i].week > week + DOORS_FREE_AHEAD)
            continue;
        e = free_one(keys, org, intake, &d->d[i]);
        if (e == ERR_FORGED || e == ERR_NOT_FOUND)
            e = OK; /* one that was spoilt holds up no other week; *n_left tells */
    }
    if (!e && week > DOORS_KEEP_WEEKS)
        e = keys_door_erase_before(keys, week - DOORS_KEEP_WEEKS);
    e = db_end(keys, e);
    if (e)
        return e;
    struct doors fresh = { 0 };
    e = doors_load(keys, &fresh);
    if (e)
        return e;
    doors_done(d);
    *d = fresh;
    *n_left = 0;
    for (size_t i = 0; i < d->n; i++)
        *n_left += d->d[i].secret && d->d[i].week >= week;
    return OK;
}
