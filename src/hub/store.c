/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/store.h"
#include "core/wire/crypto.h"
#include "store.gen.h"
#include <limits.h>

enum err
store_open(const char *folder, enum db_mode mode, struct db **out, char why[static DB_WHY_BYTES])
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/store.db", folder);

    if (n < 0 || (size_t)n >= sizeof path) {
        (void)snprintf(why, DB_WHY_BYTES, "the folder's name is too long");
        return ERR_INTERNAL;
    }
    return db_open(path, mode, &store_sqlite, out, why);
}

enum err
store_facts_get(struct db *db, struct store_facts *out)
{
    OWN(db_stmt) s = db_use(db, STORE_STORE_GET);
    struct store_facts f;
    enum err e = db_one(s);

    if (!e)
        e = db_fixed(s, 0, f.id, sizeof f.id);
    if (!e)
        e = db_fixed(s, 1, f.junk_key, sizeof f.junk_key);
    if (e)
        return e;
    f.last_batch = (uint64_t)db_i64(s, 2);
    *out = f;
    return OK;
}

enum err
store_facts_make(struct db *db, struct store_facts *out)
{
    struct store_facts f = { 0 };
    enum err e = store_facts_get(db, out);

    if (e != ERR_NOT_FOUND)
        return e;
    random_fill(f.id, sizeof f.id);
    random_fill(f.junk_key, sizeof f.junk_key);
    OWN(db_stmt) s = db_use(db, STORE_STORE_ADD);
    db_bind_bytes(s, 1, (struct bytes){ f.id, sizeof f.id });
    db_bind_bytes(s, 2, (struct bytes){ f.junk_key, sizeof f.junk_key });
    e = db_run(s);
    if (!e)
        *out = f;
    return e;
}

enum err
store_last_batch_set(struct db *db, uint64_t batch)
{
    OWN(db_stmt) s = db_use(db, STORE_STORE_SET_LAST_BATCH);

    db_bind_i64(s, 1, (int64_t)batch);
    return db_run(s);
}

enum err
store_envelope_add(struct db *db, uint64_t batch, const struct routed *r)
{
    OWN(db_stmt) s = db_use(db, STORE_ENVELOPE_ADD);

    db_bind_bytes(s, 1, (struct bytes){ r->id.b, sizeof r->id.b });
    db_bind_i64(s, 2, (int64_t)batch);
    db_bind_i64(s, 3, r->kind);
    db_bind_i64(s, 4, r->p);
    db_bind_i64(s, 5, r->n);
    db_bind_i64(s, 6, r->expiry_day);
    db_bind_bytes(s, 7, r->envelope);
    return db_run(s);
}

enum err
store_envelope_is_known(struct db *db, const struct content_id *id, bool *out)
{
    OWN(db_stmt) s = db_use(db, STORE_ENVELOPE_IS_KNOWN);

    db_bind_bytes(s, 1, (struct bytes){ id->b, sizeof id->b });
    return db_step(s, out);
}

enum err
store_envelope_count(struct db *db, int64_t *out)
{
    OWN(db_stmt) s = db_use(db, STORE_ENVELOPE_COUNT);
    enum err e = db_one(s);

    if (!e)
        *out = db_i64(s, 0);
    return e;
}

enum err
store_lane_count(struct db *db, int64_t *out)
{
    OWN(db_stmt) s = db_use(db, STORE_ENVELOPE_COUNT_LANE);
    enum err e = db_one(s);

    if (!e)
        *out = db_i64(s, 0);
    return e;
}

static enum err
expired_lane_count(struct db *db, uint32_t today, int64_t *out)
{
    OWN(db_stmt) s = db_use(db, STORE_ENVELOPE_COUNT_EXPIRED_LANE);

    db_bind_i64(s, 1, today);
    enum err e = db_one(s);
    if (!e)
        *out = db_i64(s, 0);
    return e;
}

enum err
store_expired_drop(struct db *db, uint32_t today, int64_t *n_dropped, int64_t *n_lane)
{
    OWN(db_stmt) s = db_use(db, STORE_ENVELOPE_DROP_EXPIRED);
    int64_t n = 0;
    enum err e = expired_lane_count(db, today, &n);

    db_bind_i64(s, 1, today);
    if (!e)
        e = db_run(s);
    if (e)
        return e;
    *n_dropped = db_n_changed(db);
    *n_lane = n;
    return OK;
}

enum err
store_shelf_count(struct db *db, uint8_t p, uint16_t n, uint32_t today, int64_t *out)
{
    OWN(db_stmt) s = db_use(db, STORE_SHELF_COUNT);

    db_bind_i64(s, 1, p);
    db_bind_i64(s, 2, n);
    db_bind_i64(s, 3, today);
    enum err e = db_one(s);
    if (!e)
        *out = db_i64(s, 0);
    return e;
}
