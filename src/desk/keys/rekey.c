/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keys/rekey.h"
#include "base/clock.h"
#include "core/open/post_box_open.h"
#include "core/wire/content.h"
#include "desk/keys/kept.h"
#include "keys.gen.h"
#include <stdlib.h>

enum {
    MAX_OTHERS = 128,
    MAX_CHANNEL_KEYS = 64,
    CHANNEL_KEY_BYTES = 16 * 1024, /* a box; a longer one was planted, and holds up nobody */
    CHANNEL_KEYS_ROOM = 4 << 20
};

/* A key that must be wrapped again. */
struct kept_key {
    uint8_t object[ID_BYTES];
    uint32_t epoch;
    uint8_t key[KEY_BYTES];
};

struct rekeying {
    const struct members_at *at;
    struct vault *v;
    struct kept_key *keys;
    size_t n, cap;
    struct rekeyed *out;
    struct vault_key *kept_key;
};

static struct wrap_about
about_key(const struct rekeying *k, enum wrap_purpose purpose, const uint8_t object[ID_BYTES],
    uint32_t epoch)
{
    struct wrap_about about = { .org = k->at->org, .purpose = purpose, .epoch = epoch };

    memcpy(about.object, object, ID_BYTES);
    memcpy(about.recipient, k->v->row.id.b, ID_BYTES);
    return about;
}

static enum err
more_room(struct rekeying *k)
{
    size_t cap = k->cap ? 2 * k->cap : 1024;
    struct kept_key *keys = calloc(cap, sizeof *keys);

    if (!keys)
        return ERR_INTERNAL;
    if (k->n > 0)
        memcpy(keys, k->keys, k->n * sizeof *keys);
    if (k->keys)
        secret_wipe(k->keys, k->cap * sizeof *keys);
    free(k->keys);
    k->keys = keys;
    k->cap = cap;
    return OK;
}

static enum err
take_key(void *closure, const struct kept_row *row)
{
    struct rekeying *k = closure;
    struct wrap_about about = about_key(k, WRAP_STREAM, row->object, row->epoch);
    enum err e = k->n == k->cap ? more_room(k) : OK;

    if (e)
        return e;
    struct kept_key *to = &k->keys[k->n];
    memcpy(to->object, row->object, ID_BYTES);
    to->epoch = row->epoch;
    if (!kept_open(k->v->kept_key, &about, &row->kept, to->key))
        k->n++; /* one that does not open was no key before either */
    return OK;
}

/* To everybody who had a key and whose signed roles need it: a row for anybody else was planted. */
static enum err
give_members(struct rekeying *k, const struct member_id *leaving)
{
    const struct roster *r = k->at->roster;
    size_t n_given = 0;
    enum err e = OK;

    for (size_t i = 0; !e && i < r->n_members; i++) {
        const struct roster_member *m = &r->members[i];
        struct wrap_about before = vault_wrap_about(&k->at->org, &k->v->row, &m->id);
        struct wrap_about about = vault_wrap_about(&k->at->org, &k->out->row, &m->id);
        struct wrap w;
        if (id_equal(m->id.b, leaving->b) || !roles_need(m->roles, k->v->row.role))
            continue;
        e = keys_wrap_get(k->at->keys, &before, &w);
        if (e == ERR_NOT_FOUND) {
            e = OK;
            continue;
        }
        e = e ? e : wrap_seal(&about, &m->key, k->out->secret->b, NULL, &w);
        e = e ? e : keys_wrap_put(k->at->keys, &about, &w);
        n_given++;
    }
    return e ? e : n_given ? OK : ERR_CONFLICT;
}

static enum err
put_due(const struct rekeying *k)
{
    OWN(db_stmt) s = db_use(k->at->keys, KEYS_DUE_PUT_VAULT);

    db_bind_bytes(s, 1, (struct bytes){ k->v->row.id.b, ID_BYTES });
    return db_run(s);
}

/* Every stream key, under the new key of the vault only.  Sealing a wrap takes 50 times as long as
   keeping a key: that is done afterwards, in slices. */
static enum err
move_streams(struct rekeying *k)
{
    enum err e = keys_turning_put_all(k->at->keys, k->v->row.id.b);

    e = e ? e : keys_kept_walk(k->at->keys, k->v->row.id.b, take_key, k);
    e = e ? e : keys_reader_erase(k->at->keys, k->v->row.id.b);
    for (size_t i = 0; !e && i < k->n; i++) {
        const struct kept_key *key = &k->keys[i];
        struct wrap_about about = about_key(k, WRAP_STREAM, key->object, key->epoch);
        const struct wrap later = { { 0 } };
        struct kept kept;
        e = keys_wrap_put(k->at->keys, &about, &later);
        kept_seal(k->kept_key, &about, key->key, NULL, &kept);
        e = e ? e : keys_kept_put(k->at->keys, &about, &kept);
    }
    return e ? e : put_due(k);
}

struct other {
    enum wrap_purpose purpose;
    uint8_t object[ID_BYTES];
    struct wrap wrap;
};

static bool
opens(const struct rekeying *k, const struct other *o, struct box_secret *key)
{
    struct wrap_about about = about_key(k, o->purpose, o->object, k->v->row.epoch);

    return !wrap_open(&o->wrap, &about, k->v->secret, &k->v->row.public, key->b);
}

static enum err
list_others(
    const struct rekeying *k, struct box_secret *key, struct other to[MAX_OTHERS], size_t *n)
{
    OWN(db_stmt) s = db_use(k->at->keys, KEYS_WRAP_OTHERS);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, (struct bytes){ k->v->row.id.b, ID_BYTES });
    db_bind_i64(s, 2, k->v->row.epoch);
    for (*n = 0; !e && !(e = db_step(s, &row)) && row;) {
        struct other o = { .purpose = (enum wrap_purpose)db_i64(s, 0) };
        e = db_fixed(s, 1, o.object, ID_BYTES);
        e = e ? e : db_fixed(s, 2, o.wrap.b, WRAP_BYTES);
        if (e || !opens(k, &o, key))
            continue; /* no key before either: it pushes out none that is one */
        if (*n == MAX_OTHERS)
            return ERR_TOO_LARGE;
        to[(*n)++] = o;
    }
    return e;
}

static enum err
erase_others(const struct rekeying *k)
{
    OWN(db_stmt) s = db_use(k->at->keys, KEYS_WRAP_OTHERS_ERASE);

    db_bind_bytes(s, 1, (struct bytes){ k->v->row.id.b, ID_BYTES });
    db_bind_i64(s, 2, k->v->row.epoch);
    return db_run(s);
}

/* Door keys of later weeks, the identity, the referral secret. */
static enum err
move_others(const struct rekeying *k)
{
    struct other others[MAX_OTHERS];
    OWN(box_secret) key = box_secret_new();
    size_t n = 0;
    enum err e = key ? list_others(k, key, others, &n) : ERR_INTERNAL;

    e = e ? e : erase_others(k);
    for (size_t i = 0; !e && i < n; i++) {
        struct wrap_about about =
            about_key(k, others[i].purpose, others[i].object, k->v->row.epoch);
        e = wrap_open(&others[i].wrap, &about, k->v->secret, &k->v->row.public, key->b);
        about.epoch = k->out->row.epoch;
        e = e ? e : wrap_seal(&about, &k->out->row.public, key->b, NULL, &others[i].wrap);
        e = e ? e : keys_wrap_put(k->at->keys, &about, &others[i].wrap);
    }
    return e;
}

struct channel_key {
    int64_t slot;
    struct bytes sealed;
};

static enum err
list_channel_keys(
    const struct rekeying *k, struct arena *a, struct channel_key to[MAX_CHANNEL_KEYS], size_t *n)
{
    OWN(db_stmt) s = db_use(k->at->keys, KEYS_CHANNEL_KEY_LIST);
    bool row = true;
    enum err e = OK;

    for (*n = 0; !e && *n < MAX_CHANNEL_KEYS && !(e = db_step(s, &row)) && row;) {
        struct bytes sealed = db_bytes(s, 1);
        uint8_t *copy = sealed.n <= CHANNEL_KEY_BYTES ? arena_alloc(a, sealed.n + 1) : NULL;
        if (!copy)
            continue;
        memcpy(copy, sealed.p, sealed.n);
        to[(*n)++] = (struct channel_key){ db_i64(s, 0), { copy, sealed.n } };
    }
    return e;
}

/* With the epoch that ends now, or one before it.  ERR_FORGED: with none that is left. */
static enum err
open_channel_key(const struct rekeying *k, struct bytes sealed, struct arena *a, struct bytes *out)
{
    const struct vault *v = k->v;
    const struct org_id *org = &k->at->org;
    enum err e = post_box_open(org, POST_PGP_KEY, v->secret, &v->row.public, sealed, a, out);

    for (size_t i = 0; e == ERR_FORGED && i < v->n_past; i++)
        e = post_box_open(
            org, POST_PGP_KEY, v->past[i].secret, &v->past[i].row.public, sealed, a, out);
    return e;
}

static enum err
move_channel_key(const struct rekeying *k, const struct channel_key *c, struct arena *a)
{
    OWN(db_stmt) s = db_use(k->at->keys, KEYS_CHANNEL_KEY_PUT);
    struct bytes secret = { NULL, 0 };
    enum err e = open_channel_key(k, c->sealed, a, &secret);

    if (e)
        return e == ERR_FORGED ? OK : e; /* it opened nothing before either */
    size_t n = post_box_size(secret.n);
    uint8_t *box = arena_alloc(a, n);
    e = box ? post_box_seal(&k->at->org, POST_PGP_KEY, &k->out->row.public, secret, box)
            : ERR_INTERNAL;
    db_bind_i64(s, 1, c->slot);
    db_bind_bytes(s, 2, (struct bytes){ box, n });
    return e ? e : db_run(s);
}

/* The secret halves of the mailboxes' OpenPGP keys.  They must not wait for the next encrypted
   mail: epochs that are over are erased before one may come. */
static enum err
move_channel_keys(const struct rekeying *k)
{
    OWN(arena) a = arena_new(CHANNEL_KEYS_ROOM);
    struct channel_key keys[MAX_CHANNEL_KEYS];
    size_t n = 0;

    if (strcmp(k->v->row.role, "intake") != 0)
        return OK;
    enum err e = a ? list_channel_keys(k, a, keys, &n) : ERR_INTERNAL;
    for (size_t i = 0; !e && i < n; i++)
        e = move_channel_key(k, &keys[i], a);
    return e;
}

/* Boxes to intake are on the way; what was sealed to the log stays the log. */
static bool
keeps_past(const char *role)
{
    return strcmp(role, "intake") == 0 || strcmp(role, "audit") == 0 || strcmp(role, "office") == 0;
}

static enum err
rekey(struct rekeying *k, const struct member_id *leaving)
{
    struct vault_row *row = &k->out->row;

    box_secret_random(k->out->secret);
    vault_key_of(k->out->secret, k->kept_key);
    *row = k->v->row;
    row->epoch++;
    row->public = box_public_of(k->out->secret);
    enum err e = keys_vault_put(k->at->keys, row);
    e = e ? e : give_members(k, leaving);
    e = e ? e : move_streams(k);
    e = e ? e : move_others(k);
    e = e ? e : move_channel_keys(k);
    if (!e && !keeps_past(row->role))
        e = keys_vault_forget_past(k->at->keys, row);
    return e;
}

enum err
rekey_without(const struct members_at *at, struct vault *v, const struct member_id *leaving,
    struct rekeyed *out)
{
    OWN(vault_key) kept_key = vault_key_new();
    struct rekeyed r = { .vault = v, .secret = box_secret_new() };
    struct rekeying k = { .at = at, .v = v, .out = &r, .kept_key = kept_key };
    enum err e = !kept_key || !r.secret ? ERR_INTERNAL : v->secret ? OK : ERR_BUSY;

    e = e ? e : rekey(&k, leaving);
    if (k.keys)
        secret_wipe(k.keys, k.cap * sizeof *k.keys);
    free(k.keys);
    if (e)
        rekey_drop(&r);
    else
        *out = r;
    return e;
}

void
rekey_drop(struct rekeyed *r)
{
    box_secret_drop(&r->secret);
}

enum err
rekey_take(struct rekeyed *r)
{
    struct vault *v = r->vault;
    OWN(vault_key) kept = vault_key_new();

    if (!kept)
        return ERR_INTERNAL;
    vault_key_of(r->secret, kept);
    if (keeps_past(v->row.role) && vault_past_add(v, &v->row, &v->secret))
        return ERR_INTERNAL;
    box_secret_drop(&v->secret);
    vault_key_drop(&v->kept_key);
    v->row = r->row;
    v->secret = TAKE(r->secret);
    v->kept_key = TAKE(kept);
    v->wraps_due = true;
    return OK;
}

/* ---- Wraps of stream keys, one after the other. */

struct wrapping {
    struct db *keys;
    const struct org_id *org;
    struct vault *v;
    struct stream_key *key;
};

static enum err
next_due(const struct wrapping *g, struct stream_id *stream, uint32_t *epoch)
{
    OWN(db_stmt) s = db_use(g->keys, KEYS_DUE_NEXT);

    db_bind_bytes(s, 1, (struct bytes){ g->v->row.id.b, ID_BYTES });
    enum err e = db_one(s);
    *epoch = e ? 0 : (uint32_t)db_i64(s, 1);
    return e ? e : db_fixed(s, 0, stream->b, ID_BYTES);
}

static enum err
fill(const struct wrapping *g, const struct wrap_about *about, const struct kept *kept)
{
    OWN(db_stmt) s = db_use(g->keys, KEYS_WRAP_FILL);
    struct wrap w;
    enum err e = kept_open(g->v->kept_key, about, kept, g->key->b);

    e = e ? e : wrap_seal(about, &g->v->row.public, g->key->b, NULL, &w);
    if (e)
        return e == ERR_FORGED ? OK : e; /* what does not open was no key before either */
    db_bind_bytes(s, 1, (struct bytes){ about->object, ID_BYTES });
    db_bind_i64(s, 2, about->epoch);
    db_bind_bytes(s, 3, (struct bytes){ about->recipient, ID_BYTES });
    db_bind_bytes(s, 4, (struct bytes){ w.b, sizeof w.b });
    return db_run(s);
}

static enum err
wrap_next(const struct wrapping *g)
{
    OWN(db_stmt) done = db_use(g->keys, KEYS_DUE_DONE);
    struct stream_id stream;
    struct kept_row row;
    uint32_t epoch = 0;
    enum err e = next_due(g, &stream, &epoch);

    if (e)
        return e;
    struct wrap_about about = { .org = *g->org, .purpose = WRAP_STREAM, .epoch = epoch };
    memcpy(about.object, stream.b, ID_BYTES);
    memcpy(about.recipient, g->v->row.id.b, ID_BYTES);
    e = keys_kept_get(g->keys, &stream, g->v->row.id.b, epoch, &row);
    e = e == ERR_NOT_FOUND ? OK : e ? e : fill(g, &about, &row.kept); /* erased meanwhile: none */
    db_bind_bytes(done, 1, (struct bytes){ g->v->row.id.b, ID_BYTES });
    db_bind_bytes(done, 2, (struct bytes){ stream.b, ID_BYTES });
    db_bind_i64(done, 3, epoch);
    return e ? e : db_run(done);
}

enum err
rekey_wrap_some(struct db *keys, const struct org_id *org, struct vault *v, int64_t until_ms)
{
    OWN(stream_key) key = stream_key_new();
    struct wrapping g = { keys, org, v, key };
    enum err e = key ? db_begin(keys, TX_WRITE) : ERR_INTERNAL;

    if (e)
        return e;
    while (!(e = wrap_next(&g)) && clock_steady_ms() < until_ms) {
    }
    bool all = e == ERR_NOT_FOUND;
    e = db_end(keys, all ? OK : e);
    v->wraps_due = e || !all;
    return e;
}
