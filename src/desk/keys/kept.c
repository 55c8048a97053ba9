/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keys/kept.h"
#include "keys.gen.h"

static struct bytes
id_bytes(const uint8_t id[ID_BYTES])
{
    return (struct bytes){ id, ID_BYTES };
}

/* A statement with one id that gives nothing. */
static enum err
run_with_id(struct db *db, int query, const uint8_t id[ID_BYTES])
{
    OWN(db_stmt) s = db_use(db, query);

    db_bind_bytes(s, 1, id_bytes(id));
    return db_run(s);
}

enum err
keys_kept_put(struct db *db, const struct wrap_about *about, const struct kept *k)
{
    OWN(db_stmt) s = db_use(db, KEYS_KEPT_PUT);

    db_bind_bytes(s, 1, id_bytes(about->object));
    db_bind_i64(s, 2, about->epoch);
    db_bind_bytes(s, 3, id_bytes(about->recipient));
    db_bind_bytes(s, 4, (struct bytes){ k->b, sizeof k->b });
    return db_run(s);
}

enum err
keys_kept_get(struct db *db, const struct stream_id *stream, const uint8_t vault[ID_BYTES],
    uint32_t epoch, struct kept_row *out)
{
    OWN(db_stmt) s = db_use(db, KEYS_KEPT_GET);

    db_bind_bytes(s, 1, id_bytes(stream->b));
    db_bind_bytes(s, 2, id_bytes(vault));
    db_bind_i64(s, 3, epoch);
    enum err e = db_one(s);
    if (e)
        return e;
    memcpy(out->object, stream->b, ID_BYTES);
    out->epoch = (uint32_t)db_i64(s, 0);
    return db_fixed(s, 1, out->kept.b, sizeof out->kept.b);
}

enum err
keys_kept_walk(struct db *db, const uint8_t vault[ID_BYTES],
    enum err (*each)(void *closure, const struct kept_row *row), void *closure)
{
    OWN(db_stmt) s = db_use(db, KEYS_KEPT_LIST);
    struct kept_row r;
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, id_bytes(vault));
    while (!e && !(e = db_step(s, &row)) && row) {
        e = db_fixed(s, 0, r.object, sizeof r.object);
        r.epoch = (uint32_t)db_i64(s, 1);
        e = e ? e : db_fixed(s, 2, r.kept.b, sizeof r.kept.b);
        e = e ? e : each(closure, &r);
    }
    return e;
}

static enum err
read_not_kept(struct db_stmt *s, const uint8_t vault[ID_BYTES], size_t cap,
    struct wrap_about *about, struct wrap *wraps, size_t *n)
{
    bool row = true;
    enum err e = OK;

    for (*n = 0; !e && *n < cap && !(e = db_step(s, &row)) && row; (*n)++) {
        about[*n].purpose = WRAP_STREAM;
        about[*n].epoch = (uint32_t)db_i64(s, 1);
        memcpy(about[*n].recipient, vault, ID_BYTES);
        e = db_fixed(s, 0, about[*n].object, ID_BYTES);
        e = e ? e : db_fixed(s, 2, wraps[*n].b, WRAP_BYTES);
    }
    return e;
}

enum err
keys_not_kept(struct db *db, const uint8_t vault[ID_BYTES], const struct wrap_about *after,
    size_t cap, struct wrap_about *about, struct wrap *wraps, size_t *n)
{
    OWN(db_stmt) s = db_use(db, KEYS_WRAP_LIST_NOT_KEPT);

    db_bind_bytes(s, 1, id_bytes(vault));
    db_bind_bytes(s, 2, id_bytes(after->object));
    db_bind_i64(s, 3, after->epoch);
    return read_not_kept(s, vault, cap, about, wraps, n);
}

enum err
keys_not_kept_of(struct db *db, const struct stream_id *stream, const uint8_t vault[ID_BYTES],
    size_t cap, struct wrap_about *about, struct wrap *wraps, size_t *n)
{
    OWN(db_stmt) s = db_use(db, KEYS_WRAP_NOT_KEPT_OF);

    db_bind_bytes(s, 1, id_bytes(stream->b));
    db_bind_bytes(s, 2, id_bytes(vault));
    return read_not_kept(s, vault, cap, about, wraps, n);
}

enum err
keys_readers(
    struct db *db, const struct stream_id *stream, uint8_t to[MAX_READERS][ID_BYTES], size_t *n)
{
    OWN(db_stmt) s = db_use(db, KEYS_WRAP_READERS);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, id_bytes(stream->b));
    for (*n = 0; !e && !(e = db_step(s, &row)) && row; (*n)++)
        e = *n < MAX_READERS ? db_fixed(s, 0, to[*n], ID_BYTES) : ERR_TOO_LARGE;
    return e;
}

enum err
keys_turning(struct db *db, const struct stream_id *stream, bool *out)
{
    OWN(db_stmt) s = db_use(db, KEYS_TURNING_GET);

    db_bind_bytes(s, 1, id_bytes(stream->b));
    return db_step(s, out);
}

enum err
keys_turning_put(struct db *db, const struct stream_id *stream)
{
    return run_with_id(db, KEYS_TURNING_PUT, stream->b);
}

enum err
keys_turning_put_all(struct db *db, const uint8_t reader[ID_BYTES])
{
    return run_with_id(db, KEYS_TURNING_PUT_VAULT, reader);
}

enum err
keys_turning_done(struct db *db, const struct stream_id *stream)
{
    return run_with_id(db, KEYS_TURNING_ERASE, stream->b);
}

enum err
keys_stream_erase(struct db *db, const struct stream_id *stream)
{
    OWN(db_stmt) wraps = db_use(db, KEYS_WRAP_ERASE);

    db_bind_i64(wraps, 1, WRAP_STREAM);
    db_bind_bytes(wraps, 2, id_bytes(stream->b));
    enum err e = run_with_id(db, KEYS_KEPT_ERASE, stream->b);
    e = e ? e : run_with_id(db, KEYS_TURNING_ERASE, stream->b);
    return e ? e : db_run(wraps);
}

enum err
keys_stream_erase_for(struct db *db, const struct stream_id *stream, const uint8_t reader[ID_BYTES])
{
    OWN(db_stmt) wraps = db_use(db, KEYS_WRAP_ERASE_FOR);
    OWN(db_stmt) kept = db_use(db, KEYS_KEPT_ERASE_FOR);

    db_bind_i64(wraps, 1, WRAP_STREAM);
    db_bind_bytes(wraps, 2, id_bytes(stream->b));
    db_bind_bytes(wraps, 3, id_bytes(reader));
    db_bind_bytes(kept, 1, id_bytes(stream->b));
    db_bind_bytes(kept, 2, id_bytes(reader));
    enum err e = db_run(kept);
    return e ? e : db_run(wraps);
}

static enum err
erase_all_for(struct db *db, enum wrap_purpose purpose, const uint8_t reader[ID_BYTES])
{
    OWN(db_stmt) s = db_use(db, KEYS_WRAP_ERASE_ALL_FOR);

    db_bind_i64(s, 1, purpose);
    db_bind_bytes(s, 2, id_bytes(reader));
    return db_run(s);
}

enum err
keys_reader_erase(struct db *db, const uint8_t reader[ID_BYTES])
{
    enum err e = run_with_id(db, KEYS_KEPT_ERASE_VAULT, reader);

    e = e ? e : erase_all_for(db, WRAP_STREAM, reader);
    return e ? e : erase_all_for(db, WRAP_VAULT, reader);
}
