/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who may read a stream. */
#include "core/wire/content.h"
#include "desk/store/epochs.h"

enum { KEEP_AT_A_TIME = 64 };

static enum err
reads_already(const struct stream_place *p, const struct stream_id *stream,
    const uint8_t to[ID_BYTES], bool *out)
{
    uint8_t readers[MAX_READERS][ID_BYTES];
    size_t n = 0;
    enum err e = keys_readers(p->keys, stream, readers, &n);

    *out = false;
    for (size_t i = 0; !e && i < n; i++)
        *out = *out || id_equal(readers[i], to);
    return e;
}

/* Wrap the key of every epoch, the newest last: whoever has it has them all. */
static enum err
give_all(const struct stream_place *p, const struct stream_id *stream, const uint8_t to[ID_BYTES])
{
    OWN(stream_key) key = stream_key_new();
    uint32_t last = 0;
    uint32_t found = 0;
    enum err e = key ? epoch_open(p, stream, 0, key, &last) : ERR_INTERNAL;

    for (uint32_t epoch = 1; !e && epoch <= last; epoch++) {
        e = epoch_open(p, stream, epoch, key, &found);
        if (e == ERR_NOT_FOUND) { /* from before this vault could read it */
            e = OK;
            continue;
        }
        e = e ? e : epoch_give(p, stream, epoch, key, to);
    }
    return e;
}

enum err
stream_share(
    const struct stream_place *p, const struct stream_id *stream, const uint8_t to[ID_BYTES])
{
    bool already = false;
    enum err e = reads_already(p, stream, to, &already);

    if (e || already)
        return e ? e : ERR_CONFLICT;
    e = p->keys_begun ? OK : db_begin(p->keys, TX_WRITE);
    if (e)
        return e;
    e = give_all(p, stream, to);
    return p->keys_begun ? e : db_end(p->keys, e);
}

enum err
stream_unshare(
    const struct stream_place *p, const struct stream_id *stream, const uint8_t to[ID_BYTES])
{
    bool reads = false;
    enum err e = reads_already(p, stream, to, &reads);

    if (e || !reads || id_equal(to, p->vault->row.id.b))
        return e ? e : reads ? ERR_CONFLICT : ERR_NOT_FOUND;
    e = p->keys_begun ? OK : db_begin(p->keys, TX_WRITE);
    if (e)
        return e;
    e = keys_stream_erase_for(p->keys, stream, to);
    e = e ? e : keys_turning_put(p->keys, stream);
    return p->keys_begun ? e : db_end(p->keys, e);
}

/* Open some wraps and keep what was in them. */
static enum err
keep_some(const struct stream_place *p, const struct wrap_about *about, const struct wrap *wraps,
    size_t n, size_t *n_forged)
{
    OWN(stream_key) key = stream_key_new();
    enum err e = key ? OK : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        struct kept kept;
        if (wrap_open(&wraps[i], &about[i], p->vault->secret, &p->vault->row.public, key->b)) {
            ++*n_forged;
            continue;
        }
        kept_seal(p->vault->kept_key, &about[i], key->b, NULL, &kept);
        e = keys_kept_put(p->keys, &about[i], &kept);
    }
    return e;
}

enum err
stream_keep_new(const struct stream_place *p, size_t *n_forged)
{
    struct wrap_about about[KEEP_AT_A_TIME] = { 0 };
    struct wrap wraps[KEEP_AT_A_TIME];
    struct wrap_about after = { 0 };
    size_t n = KEEP_AT_A_TIME;
    enum err e = OK;

    while (!e && n == KEEP_AT_A_TIME) {
        e = keys_not_kept(p->keys, p->vault->row.id.b, &after, KEEP_AT_A_TIME, about, wraps, &n);
        if (e || n == 0)
            return e;
        for (size_t i = 0; i < n; i++)
            about[i].org = p->org;
        e = p->keys_begun ? OK : db_begin(p->keys, TX_WRITE);
        if (e)
            return e;
        e = keep_some(p, about, wraps, n, n_forged);
        e = p->keys_begun ? e : db_end(p->keys, e);
        after = about[n - 1];
    }
    return e;
}

enum err
stream_keep_of(const struct stream_place *p, const struct stream_id *stream)
{
    struct wrap_about about[KEEP_AT_A_TIME] = { 0 };
    struct wrap wraps[KEEP_AT_A_TIME];
    size_t n_forged = 0;
    size_t n = 0;
    enum err e =
        keys_not_kept_of(p->keys, stream, p->vault->row.id.b, KEEP_AT_A_TIME, about, wraps, &n);

    if (e || n == 0)
        return e;
    for (size_t i = 0; i < n; i++)
        about[i].org = p->org;
    e = db_begin(p->keys, TX_WRITE);
    return e ? e : db_end(p->keys, keep_some(p, about, wraps, n, &n_forged));
}
