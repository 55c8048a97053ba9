/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/store/streams.h"
#include "core/open/record.h"
#include "core/wire/content.h"

enum { FIRST_EPOCH = 1, MAX_NEW_KEPT = 256 };

static struct wrap_about
about_stream(const struct stream_place *p, const struct stream_id *stream)
{
    struct wrap_about about = { .org = p->org, .purpose = WRAP_STREAM, .epoch = FIRST_EPOCH };

    memcpy(about.object, stream->b, ID_BYTES);
    memcpy(about.recipient, p->vault->row.id.b, ID_BYTES);
    return about;
}

static bool
vault_is_in_roster(const struct stream_place *p)
{
    const struct roster_vault *v = roster_vault_find(p->roster, &p->vault->row.id);

    return v && v->epoch == p->vault->row.epoch &&
           bytes_equal((struct bytes){ v->key.b, KEY_BYTES },
               (struct bytes){ p->vault->row.public.b, KEY_BYTES });
}

enum err
stream_new(const struct stream_place *p, struct stream_id *out)
{
    OWN(stream_key) key = stream_key_new();
    struct stream_id stream;
    struct wrap w;
    struct kept kept;

    if (!key)
        return ERR_INTERNAL;
    if (!vault_is_in_roster(p))
        return ERR_FORBIDDEN;
    random_fill(stream.b, sizeof stream.b);
    random_fill(key->b, sizeof key->b);
    struct wrap_about about = about_stream(p, &stream);
    enum err e = wrap_seal(&about, &p->vault->row.public, key->b, NULL, &w);
    if (e)
        return e;
    kept_seal(p->vault->kept_key, &about, key->b, NULL, &kept);
    e = p->keys_begun ? OK : db_begin(p->keys, TX_WRITE);
    if (e)
        return e;
    e = keys_wrap_put(p->keys, &about, &w);
    e = e ? e : keys_kept_put(p->keys, &about, &kept);
    e = p->keys_begun ? e : db_end(p->keys, e);
    if (!e)
        *out = stream;
    return e;
}

/* From the kept key, or from the wrap. */
enum err
stream_record_key(
    const struct stream_place *p, const struct stream_id *stream, struct record_key *out)
{
    OWN(stream_key) key = stream_key_new();
    struct wrap_about about = about_stream(p, stream);
    struct kept kept;
    struct wrap w;

    if (!key)
        return ERR_INTERNAL;
    enum err e = keys_kept_get(p->keys, &about, &kept);
    if (!e) {
        e = kept_open(p->vault->kept_key, &about, &kept, key->b);
    } else if (e == ERR_NOT_FOUND) {
        e = keys_wrap_get(p->keys, &about, &w);
        e = e ? e : wrap_open(&w, &about, p->vault->secret, &p->vault->row.public, key->b);
    }
    if (!e)
        record_key_of(key, out);
    return e;
}

static struct record_about
about_record(const struct stream_place *p, const struct stream_id *stream, uint64_t seq,
    uint16_t kind, const struct digest *previous)
{
    return (struct record_about){ .org = p->org,
        .stream = *stream,
        .epoch = FIRST_EPOCH,
        .seq = seq,
        .kind = kind,
        .previous = *previous };
}

enum err
stream_append(const struct stream_place *p, const struct stream_id *stream, const struct record *r,
    int64_t *id)
{
    OWN(record_key) key = record_key_new();
    uint8_t plain[RECORD_PLAIN_MAX];
    uint8_t sealed[RECORD_PLAIN_MAX + RECORD_EXTRA_BYTES];
    struct writer w = writer_of(plain, sizeof plain);
    struct digest previous;
    uint64_t seq = 0;

    if (!key)
        return ERR_INTERNAL;
    enum err e = record_encode(r, &w);
    e = e ? e : stream_record_key(p, stream, key);
    e = e ? e : store_stream_end(p->records, stream, &seq, &previous);
    if (!e) {
        struct record_about about = about_record(p, stream, seq + 1, (uint16_t)r->kind, &previous);
        e = record_seal(key, &about, (struct bytes){ plain, w.n }, NULL, sealed);
    }
    secret_wipe(plain, sizeof plain);
    if (e)
        return e;
    struct stored row = { .stream = *stream,
        .epoch = FIRST_EPOCH,
        .seq = seq + 1,
        .kind = (uint16_t)r->kind,
        .sealed = { sealed, w.n + RECORD_EXTRA_BYTES } };
    e = store_record_put(p->records, &row);
    if (!e)
        *id = row.id;
    return e;
}

struct walk {
    const struct stream_place *place;
    enum err (*each)(
        void *closure, const struct stream_id *stream, int64_t id, const struct record *r);
    void *closure;
    struct arena *arena;
    struct record_key *key;
    struct stream_id stream; /* whose key is in `key` */
    bool has_stream, is_ours;
    uint64_t seq;
    struct digest link;
    size_t n_broken;
};

/* Turn to another stream: its key, and the chain's beginning. */
static enum err
walk_enter(struct walk *w, const struct stored *r)
{
    enum err e = stream_record_key(w->place, &r->stream, w->key);

    w->stream = r->stream;
    w->has_stream = true;
    w->is_ours = !e;
    w->seq = 0;
    w->link = (struct digest){ { 0 } };
    if (e == ERR_FORGED)
        w->n_broken++;
    return e == ERR_NOT_FOUND || e == ERR_FORGED ? OK : e;
}

static enum err
walk_record(void *closure, const struct stored *r)
{
    struct walk *w = closure;
    struct record record;
    enum err e = OK;

    if (!w->has_stream || !id_equal(w->stream.b, r->stream.b))
        e = walk_enter(w, r);
    if (e || !w->is_ours)
        return e;
    struct record_about about = about_record(w->place, &r->stream, r->seq, r->kind, &w->link);
    uint8_t *plain = r->sealed.n > RECORD_EXTRA_BYTES ? arena_alloc(w->arena, r->sealed.n) : NULL;
    bool follows = r->seq == w->seq + 1;
    e = plain && follows ? record_open(w->key, &about, r->sealed, plain) : ERR_FORGED;
    e = e ? e
          : record_decode((enum record_kind)r->kind,
                (struct bytes){ plain, r->sealed.n - RECORD_EXTRA_BYTES }, w->arena, &record);
    w->seq = r->seq;
    w->link = record_link(r->sealed);
    if (e)
        w->n_broken++;
    else
        e = w->each(w->closure, &r->stream, r->id, &record);
    arena_clear(w->arena);
    return e == ERR_FORGED || e == ERR_MALFORMED ? OK : e;
}

/* Open wraps that came from elsewhere once, and keep the keys: the next unlock is fast. */
static enum err
keep_new_wraps(const struct stream_place *p)
{
    struct wrap_about about[MAX_NEW_KEPT] = { 0 };
    struct wrap wraps[MAX_NEW_KEPT];
    size_t n = 0;
    enum err e = keys_not_kept(p->keys, &p->vault->row.id, MAX_NEW_KEPT, about, wraps, &n);
    OWN(stream_key) key = stream_key_new();

    if (e || n == 0 || !key)
        return key ? e : ERR_INTERNAL;
    e = db_begin(p->keys, TX_WRITE);
    if (e)
        return e;
    for (size_t i = 0; !e && i < n; i++) {
        struct kept kept;
        about[i].org = p->org;
        if (wrap_open(&wraps[i], &about[i], p->vault->secret, &p->vault->row.public, key->b))
            continue; /* shows as broken when its stream is read */
        kept_seal(p->vault->kept_key, &about[i], key->b, NULL, &kept);
        e = keys_kept_put(p->keys, &about[i], &kept);
    }
    return db_end(p->keys, e);
}

enum err
stream_walk(const struct stream_place *p,
    enum err (*each)(
        void *closure, const struct stream_id *stream, int64_t id, const struct record *r),
    void *closure, size_t *n_broken)
{
    OWN(arena) arena = arena_new(1 << 20);
    OWN(record_key) key = record_key_new();
    enum err e = keep_new_wraps(p);

    if (e || !arena || !key)
        return e ? e : ERR_INTERNAL;
    struct walk w = { .place = p, .each = each, .closure = closure, .arena = arena, .key = key };
    e = store_record_walk(p->records, walk_record, &w);
    *n_broken = w.n_broken;
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
