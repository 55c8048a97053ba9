/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words that leave a stream for ever: its records are written anew under a new key, and then the
   earlier keys go.  Older copies of records.db lie around; nothing opens them any more. */
#include "core/open/record.h"
#include "core/wire/content.h"
#include "desk/store/epochs.h"
#include "keys.gen.h"
#include "records.gen.h"
#include <stdlib.h>

enum { SHED_ARENA_BYTES = 1 << 20, SHED_AT_ONCE = 100 };

static enum err
put_mark(struct db *keys, const struct stream_id *stream, uint32_t epoch)
{
    OWN(db_stmt) s = db_use(keys, KEYS_SHEDDING_PUT);

    db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
    db_bind_i64(s, 2, epoch);
    return db_run(s);
}

enum err
stream_shed_begin(const struct stream_place *p, const struct stream_id *stream)
{
    struct stream_place inside = *p;
    struct stream_key *key = p->vault->stream_key;
    uint32_t epoch = 0;
    enum err e = db_begin(p->keys, TX_WRITE);

    if (e)
        return e;
    inside.keys_begun = true;
    e = epoch_open(&inside, stream, 0, key, &epoch);
    e = e ? e : epoch_next(&inside, stream, key, &epoch);
    secret_wipe(key->b, sizeof key->b);
    return db_end(p->keys, e ? e : put_mark(p->keys, stream, epoch));
}

/* ---- Writing anew. */

struct shedding {
    const struct stream_place *place;
    const struct stream_id *stream;
    stream_change change;
    void *closure;
    struct arena *arena;
    struct stream_end was, is;
    struct record_key *old_key, *new_key;
    uint32_t old_epoch, new_epoch; /* 0: that key was not opened yet */
};

static struct record_about
about(const struct shedding *d, const struct stream_end *before, uint32_t epoch, uint16_t kind)
{
    return (struct record_about){ .org = d->place->org,
        .stream = *d->stream,
        .epoch = epoch,
        .seq = before->seq + 1,
        .kind = kind,
        .previous = before->link };
}

/* ERR_FORGED: it is not what was written, or this vault has no key of its epoch. */
static enum err
open_old(struct shedding *d, const struct stored *r, struct record *out)
{
    struct record_about a = about(d, &d->was, r->epoch, r->kind);
    uint8_t *plain = r->sealed.n > RECORD_EXTRA_BYTES ? arena_alloc(d->arena, r->sealed.n) : NULL;
    enum err e = OK;

    if (r->epoch != d->old_epoch)
        e = stream_epoch_key(d->place, d->stream, r->epoch, d->old_key);
    d->old_epoch = e ? 0 : r->epoch;
    if (e)
        return e == ERR_NOT_FOUND ? ERR_FORGED : e;
    if (!plain || r->seq != a.seq)
        return ERR_FORGED;
    e = record_open(d->old_key, &a, r->sealed, plain);
    e = e ? e
          : record_decode((enum record_kind)r->kind,
                (struct bytes){ plain, r->sealed.n - RECORD_EXTRA_BYTES }, d->arena, out);
    return e == ERR_MALFORMED ? ERR_FORGED : e;
}

static enum err
erase_row(struct db *records, int64_t id)
{
    OWN(db_stmt) s = db_use(records, RECORDS_RECORD_ERASE_ONE);

    db_bind_i64(s, 1, id);
    return db_run(s);
}

static enum err
seal_anew(struct shedding *d, int64_t id, const struct record *r)
{
    OWN(db_stmt) s = db_use(d->place->records, RECORDS_RECORD_REPLACE);
    struct record_about a = about(d, &d->is, d->new_epoch, (uint16_t)r->kind);
    uint8_t *plain = arena_alloc(d->arena, RECORD_PLAIN_MAX);
    uint8_t *sealed = arena_alloc(d->arena, RECORD_PLAIN_MAX + RECORD_EXTRA_BYTES);
    struct writer w = writer_of(plain, plain ? RECORD_PLAIN_MAX : 0);

    if (!plain || !sealed)
        return ERR_INTERNAL;
    enum err e = record_encode(r, &w);
    struct bytes row = { sealed, w.n + RECORD_EXTRA_BYTES };
    e = e ? e : record_seal(d->new_key, &a, (struct bytes){ plain, w.n }, NULL, sealed);
    db_bind_i64(s, 1, id);
    db_bind_i64(s, 2, (int64_t)a.seq);
    db_bind_i64(s, 3, d->new_epoch);
    db_bind_bytes(s, 4, row);
    e = e ? e : db_run(s);
    if (!e)
        d->is = (struct stream_end){ a.seq, d->new_epoch, record_link(row) };
    return e;
}

static enum err
read_row(struct shedding *d, int64_t id, struct stored *out)
{
    OWN(db_stmt) s = db_use(d->place->records, RECORDS_RECORD_GET);

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    struct bytes sealed = e ? (struct bytes){ NULL, 0 } : db_bytes(s, 3);
    uint8_t *copy = arena_alloc(d->arena, sealed.n + 1);
    if (e || !copy)
        return e ? e : ERR_INTERNAL;
    if (sealed.n)
        memcpy(copy, sealed.p, sealed.n);
    *out = (struct stored){ .id = id,
        .stream = *d->stream,
        .seq = (uint64_t)db_i64(s, 0),
        .epoch = (uint32_t)db_i64(s, 1),
        .kind = (uint16_t)db_i64(s, 2),
        .sealed = { copy, sealed.n } };
    return OK;
}

static enum err
shed_one(struct shedding *d, int64_t id)
{
    struct stored row;
    struct record r;
    bool drop = false;
    enum err e = read_row(d, id, &row);

    e = e ? e : open_old(d, &row, &r);
    if (e)
        return e;
    d->was = (struct stream_end){ row.seq, row.epoch, record_link(row.sealed) };
    e = d->change(d->closure, d->arena, id, &r, &drop);
    drop = drop && d->is.seq > 0;
    return e ? e : drop ? erase_row(d->place->records, id) : seal_anew(d, id, &r);
}

/* All ids first: rows change under a walk. */
static enum err
list_ids(struct db *records, const struct stream_id *stream, int64_t **out, size_t *n)
{
    OWN(db_stmt) s = db_use(records, RECORDS_RECORD_IDS_OF_STREAM);
    size_t cap = 0;
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
    while (!e && !(e = db_step(s, &row)) && row) {
        if (*n == cap) {
            cap = cap ? 2 * cap : 64;
            int64_t *more = realloc(*out, cap * sizeof **out);
            if (!more)
                return ERR_INTERNAL;
            *out = more;
        }
        (*out)[(*n)++] = db_i64(s, 0);
    }
    return e;
}

enum err
stream_shed_rewrite(const struct stream_place *p, const struct stream_id *stream,
    stream_change change, void *closure)
{
    OWN(arena) arena = arena_new(SHED_ARENA_BYTES);
    OWN(record_key) old_key = record_key_new();
    OWN(record_key) new_key = record_key_new();
    struct shedding d = { .place = p,
        .stream = stream,
        .change = change,
        .closure = closure,
        .arena = arena,
        .old_key = old_key,
        .new_key = new_key };
    int64_t *ids = NULL;
    size_t n = 0;
    enum err e = arena && old_key && new_key ? OK : ERR_INTERNAL;

    e = e ? e : stream_newest_key(p, stream, new_key, &d.new_epoch);
    e = e ? e : list_ids(p->records, stream, &ids, &n);
    for (size_t i = 0; !e && i < n; i++) {
        e = shed_one(&d, ids[i]);
        arena_clear(arena);
    }
    free(ids);
    return e;
}

/* ---- The earlier keys. */

static enum err
run_on(struct db *keys, int query, const struct stream_id *stream, uint32_t epoch)
{
    OWN(db_stmt) s = db_use(keys, query);

    db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
    if (epoch)
        db_bind_i64(s, 2, epoch);
    return db_run(s);
}

enum err
stream_shed_end(struct db *keys, struct db *records, const struct stream_id *stream, uint32_t epoch)
{
    OWN(db_stmt) s = db_use(records, RECORDS_RECORD_FIRST_EPOCH);

    db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
    enum err e = db_one(s);
    if (e && e != ERR_NOT_FOUND)
        return e;
    bool done = !e && db_i64(s, 0) >= epoch; /* epochs never go down */
    e = db_begin(keys, TX_WRITE);
    if (e)
        return e;
    e = done ? run_on(keys, KEYS_KEPT_ERASE_BEFORE, stream, epoch) : OK;
    e = !e && done ? run_on(keys, KEYS_WRAP_ERASE_BEFORE, stream, epoch) : e;
    return db_end(keys, e ? e : run_on(keys, KEYS_SHEDDING_ERASE, stream, 0));
}

enum err
shed_finish(struct db *keys, struct db *records)
{
    struct stream_id streams[SHED_AT_ONCE];
    uint32_t epochs[SHED_AT_ONCE];
    size_t n = 0;
    bool row = true;
    enum err e = OK;

    {
        OWN(db_stmt) s = db_use(keys, KEYS_SHEDDING_LIST);
        while (!e && n < SHED_AT_ONCE && !(e = db_step(s, &row)) && row) {
            epochs[n] = (uint32_t)db_i64(s, 1);
            e = db_fixed(s, 0, streams[n++].b, ID_BYTES);
        }
    }
    for (size_t i = 0; !e && i < n; i++)
        e = stream_shed_end(keys, records, &streams[i], epochs[i]);
    return e;
}
