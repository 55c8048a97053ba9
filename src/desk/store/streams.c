/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records of streams: append, read.  Who may read which stream: sharing.c; heads: heads.c. */
#include "desk/store/streams.h"
#include "core/open/record.h"
#include "core/wire/content.h"
#include "desk/store/epochs.h"

enum { FIRST_EPOCH = 1 };

enum err
stream_new(const struct stream_place *p, struct stream_id *out)
{
    OWN(stream_key) key = stream_key_new();
    struct stream_id stream;

    if (!key)
        return ERR_INTERNAL;
    random_fill(stream.b, sizeof stream.b);
    random_fill(key->b, sizeof key->b);
    enum err e = p->keys_begun ? OK : db_begin(p->keys, TX_WRITE);
    if (e)
        return e;
    e = epoch_give(p, &stream, FIRST_EPOCH, key, p->vault->row.id.b);
    e = p->keys_begun ? e : db_end(p->keys, e);
    if (!e)
        *out = stream;
    return e;
}

enum err
stream_is_ours(const struct stream_place *p, const struct stream_id *stream, bool *out)
{
    struct kept_row row;
    enum err e = keys_kept_get(p->keys, stream, p->vault->row.id.b, 0, &row);

    *out = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
stream_epoch_now(const struct stream_place *p, const struct stream_id *stream, uint32_t *out)
{
    struct kept_row row;
    enum err e = keys_kept_get(p->keys, stream, p->vault->row.id.b, 0, &row);

    if (!e)
        *out = row.epoch;
    return e;
}

static enum err
open_key(const struct stream_place *p, const struct stream_id *stream, uint32_t epoch,
    struct record_key *out, uint32_t *found)
{
    struct stream_key *key = p->vault->stream_key;
    enum err e = epoch_open(p, stream, epoch, key, found);

    if (!e)
        record_key_of(key, out);
    secret_wipe(key->b, sizeof key->b);
    return e;
}

enum err
stream_epoch_key(const struct stream_place *p, const struct stream_id *stream, uint32_t epoch,
    struct record_key *out)
{
    uint32_t found = 0;

    return open_key(p, stream, epoch, out, &found);
}

enum err
stream_newest_key(const struct stream_place *p, const struct stream_id *stream,
    struct record_key *out, uint32_t *epoch)
{
    return open_key(p, stream, 0, out, epoch);
}

enum err
stream_record_key(
    const struct stream_place *p, const struct stream_id *stream, struct record_key *out)
{
    return stream_epoch_key(p, stream, 0, out);
}

static struct record_about
about_record(const struct stream_place *p, const struct stream_id *stream,
    const struct stream_end *before, uint32_t epoch, uint16_t kind)
{
    return (struct record_about){ .org = p->org,
        .stream = *stream,
        .epoch = epoch,
        .seq = before->seq + 1,
        .kind = kind,
        .previous = before->link };
}

/* The key for the next record. */
static enum err
key_to_seal(const struct stream_place *p, const struct stream_id *stream,
    const struct stream_end *end, struct record_key *out, uint32_t *epoch)
{
    struct stream_key *key = p->vault->stream_key;
    bool turning = false;
    enum err e = keys_turning(p->keys, stream, &turning);

    e = e ? e : epoch_open(p, stream, 0, key, epoch);
    if (!e && *epoch < end->epoch)
        e = ERR_FORBIDDEN; /* it goes on without this vault */
    if (!e && turning)
        e = epoch_next(p, stream, key, epoch);
    if (!e)
        record_key_of(key, out);
    secret_wipe(key->b, sizeof key->b);
    return e;
}

enum err
stream_append(const struct stream_place *p, const struct stream_id *stream, const struct record *r,
    int64_t *id)
{
    OWN(record_key) key = record_key_new();
    uint8_t plain[RECORD_PLAIN_MAX];
    uint8_t sealed[RECORD_PLAIN_MAX + RECORD_EXTRA_BYTES];
    struct writer w = writer_of(plain, sizeof plain);
    struct stream_end end;
    uint32_t epoch = 0;

    if (!key)
        return ERR_INTERNAL;
    enum err e = record_encode(r, &w);
    e = e ? e : store_stream_end(p->records, stream, &end);
    e = e ? e : key_to_seal(p, stream, &end, key, &epoch);
    if (!e) {
        struct record_about about = about_record(p, stream, &end, epoch, (uint16_t)r->kind);
        e = record_seal(key, &about, (struct bytes){ plain, w.n }, NULL, sealed);
    }
    secret_wipe(plain, w.n);
    if (e)
        return e;
    struct stored row = { .stream = *stream,
        .epoch = epoch,
        .seq = end.seq + 1,
        .kind = (uint16_t)r->kind,
        .sealed = { sealed, w.n + RECORD_EXTRA_BYTES } };
    e = store_record_put(p->records, &row);
    if (!e)
        *id = row.id;
    return e;
}

struct reading {
    const struct stream_place *place;
    stream_each each;
    void *closure;
    struct arena *arena;
    struct record_key *key;
    struct stream_end end; /* what was read so far; its epoch is the one of `key` */
    bool has_key;
    size_t n_broken;
};

/* ERR_FORGED for everything that shows that the stored record is not what was written. */
static enum err
open_record(struct reading *d, const struct stored *r, struct record *out)
{
    struct record_about about =
        about_record(d->place, &r->stream, &d->end, r->epoch, (uint16_t)r->kind);
    uint8_t *plain = r->sealed.n > RECORD_EXTRA_BYTES ? arena_alloc(d->arena, r->sealed.n) : NULL;

    if (r->epoch != d->end.epoch || !d->has_key) {
        enum err e = stream_epoch_key(d->place, &r->stream, r->epoch, d->key);
        d->has_key = !e;
        if (e)
            return e == ERR_NOT_FOUND ? ERR_FORGED : e;
    }
    if (!plain || r->seq != about.seq || r->epoch < d->end.epoch)
        return ERR_FORGED;
    enum err e = record_open(d->key, &about, r->sealed, plain);
    return e ? e
             : record_decode((enum record_kind)r->kind,
                   (struct bytes){ plain, r->sealed.n - RECORD_EXTRA_BYTES }, d->arena, out);
}

static enum err
read_one(void *closure, const struct stored *r)
{
    struct reading *d = closure;
    struct record record;
    enum err e = open_record(d, r, &record);

    d->end = (struct stream_end){ r->seq, r->epoch, record_link(r->sealed) };
    e = e ? e : d->each(d->closure, &r->stream, r->id, &record);
    arena_clear(d->arena);
    if (!e || e == ERR_INTERNAL || e == ERR_BUSY)
        return e;
    d->n_broken++;
    return OK;
}

enum err
stream_read(const struct stream_place *p, const struct stream_id *stream, stream_each each,
    void *closure, size_t *n_broken)
{
    OWN(arena) arena = arena_new(1 << 20);
    struct reading d = { p, each, closure, arena, p->vault->record_key, { 0 }, false, 0 };

    if (!arena)
        return ERR_INTERNAL;
    enum err e = store_stream_walk(p->records, stream, read_one, &d);
    secret_wipe(d.key->b, sizeof d.key->b);
    *n_broken += d.n_broken;
    return e;
}

enum err
stream_erase(const struct stream_place *p, const struct stream_id *stream)
{
    enum err e = db_begin(p->keys, TX_WRITE);

    if (e)
        return e;
    e = db_end(p->keys, keys_stream_erase(p->keys, stream));
    e = e ? e : db_begin(p->records, TX_WRITE);
    return e ? e : db_end(p->records, store_stream_erase(p->records, stream));
}
