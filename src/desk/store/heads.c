/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Heads: what the records of a stream come to, so that an unlock opens one box for a stream and not
   every record.  Only a cache: the records decide. */
#include "core/open/record.h"
#include "core/wire/content.h"
#include "desk/store/epochs.h"
#include <stdlib.h>

enum { HEAD_PLAIN_MAX = 64 * 1024 };

static struct record_about
about_head(
    const struct stream_place *p, const struct stream_id *stream, const struct stream_end *end)
{
    return (struct record_about){ .org = p->org,
        .stream = *stream,
        .epoch = end->epoch,
        .seq = end->seq,
        .previous = end->link };
}

enum err
stream_head_put(const struct stream_place *p, const struct stream_id *stream, struct bytes plain)
{
    OWN(record_key) key = record_key_new();
    uint8_t sealed[HEAD_PLAIN_MAX + RECORD_EXTRA_BYTES];
    struct stored_head h = { .stream = *stream };

    if (!key || plain.n > HEAD_PLAIN_MAX)
        return ERR_INTERNAL;
    enum err e = store_stream_end(p->records, stream, &h.end);
    e = e ? e : stream_epoch_key(p, stream, h.end.epoch, key);
    if (e)
        return e;
    struct record_about about = about_head(p, stream, &h.end);
    e = head_seal(key, &about, plain, NULL, sealed);
    h.sealed = (struct bytes){ sealed, plain.n + RECORD_EXTRA_BYTES };
    return e ? e : store_head_put(p->records, &h);
}

/* One stream key on the way from keys.db to the head that it opens. */
struct waiting_key {
    struct stream_id stream;
    uint32_t epoch;
    bool used; /* a head of this stream was opened, with this epoch's key or a later one's */
    struct stream_key key;
};

struct unlocking {
    const struct stream_place *place;
    const struct head_walk *walk;
    struct waiting_key *keys; /* in the order of streams, then epochs */
    size_t n, cap;
    struct record_key *record_key;
    uint8_t *plain;
};

static enum err
more_room(struct unlocking *u)
{
    size_t cap = u->cap ? 2 * u->cap : 1024;
    struct waiting_key *keys = calloc(cap, sizeof *keys);

    if (!keys)
        return ERR_INTERNAL;
    if (u->n > 0)
        memcpy(keys, u->keys, u->n * sizeof *keys);
    if (u->keys)
        secret_wipe(u->keys, u->n * sizeof *keys); /* realloc() would leave the old copy behind */
    free(u->keys);
    u->keys = keys;
    u->cap = cap;
    return OK;
}

static enum err
take_key(void *closure, const struct kept_row *row)
{
    struct unlocking *u = closure;
    struct waiting_key k = { .epoch = row->epoch };

    memcpy(k.stream.b, row->object, ID_BYTES);
    struct wrap_about about =
        epoch_about(u->place, &k.stream, row->epoch, u->place->vault->row.id.b);
    enum err e = u->n == u->cap ? more_room(u) : OK;
    if (e)
        return e;
    if (kept_open(u->place->vault->kept_key, &about, &row->kept, k.key.b))
        memset(k.key.b, 0, sizeof k.key.b); /* opens nothing: the stream is read, and is broken */
    u->keys[u->n++] = k;
    secret_wipe(&k, sizeof k);
    return OK;
}

/* The key of a stream's epoch; NULL: not this vault's. */
static struct waiting_key *
find_key(struct unlocking *u, const struct stream_id *stream, uint32_t epoch)
{
    size_t low = 0;
    size_t high = u->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = id_order(u->keys[mid].stream.b, stream->b);
        if (order < 0 || (order == 0 && u->keys[mid].epoch < epoch))
            low = mid + 1;
        else
            high = mid;
    }
    bool found =
        low < u->n && u->keys[low].epoch == epoch && id_equal(u->keys[low].stream.b, stream->b);
    return found ? &u->keys[low] : NULL;
}

static enum err
open_one(void *closure, const struct stored_head *h)
{
    struct unlocking *u = closure;
    struct waiting_key *k = find_key(u, &h->stream, h->end.epoch);
    struct record_about about = about_head(u->place, &h->stream, &h->end);

    if (!k || h->sealed.n < RECORD_EXTRA_BYTES || h->sealed.n > HEAD_PLAIN_MAX + RECORD_EXTRA_BYTES)
        return OK;
    record_key_of(&k->key, u->record_key);
    if (head_open(u->record_key, &about, h->sealed, u->plain))
        return OK;
    enum err e = u->walk->each(u->walk->closure, &h->stream, h->id,
        (struct bytes){ u->plain, h->sealed.n - RECORD_EXTRA_BYTES });
    k->used = !e;
    return e == ERR_MALFORMED ? OK : e;
}

/* Streams of which no head was taken. */
static enum err
tell_without(struct unlocking *u)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < u->n;) {
        size_t first = i;
        bool used = false;
        for (; i < u->n && id_equal(u->keys[i].stream.b, u->keys[first].stream.b); i++)
            used = used || u->keys[i].used;
        if (!used)
            e = u->walk->without(u->walk->closure, &u->keys[first].stream);
    }
    return e;
}

enum err
stream_heads(const struct stream_place *p, const struct head_walk *walk)
{
    OWN(record_key) key = record_key_new();
    struct unlocking u = { .place = p, .walk = walk, .record_key = key };

    u.plain = malloc(HEAD_PLAIN_MAX);
    enum err e = key && u.plain ? OK : ERR_INTERNAL;
    e = e ? e : keys_kept_walk(p->keys, p->vault->row.id.b, take_key, &u);
    e = e ? e : store_head_walk(p->records, open_one, &u);
    e = e ? e : tell_without(&u);
    if (u.plain)
        secret_wipe(u.plain, HEAD_PLAIN_MAX);
    free(u.plain);
    if (u.keys)
        secret_wipe(u.keys, u.cap * sizeof *u.keys);
    free(u.keys);
    return e;
}
