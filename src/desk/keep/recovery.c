/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/recovery.h"
#include "base/file.h"
#include "core/wire/content.h"
#include "desk/keys/doors.h"
#include "keys.gen.h"

enum { NOTE_FILE_MAX = 64 * 1024, ESCROW_EPOCH = 1 };

enum err
recovery_load(const char *folder, const struct root *root, const struct network_id *network,
    const struct org_id *org, struct arena *a, struct recovery *out)
{
    const char *path = arena_printf(a, "%s/" RECOVERY_FILE, folder);
    struct bytes note;
    struct recovery r;
    enum err e = path ? file_read(path, NOTE_FILE_MAX, a, &note) : ERR_INTERNAL;

    e = e ? e : recovery_open(note, root, network, &r);
    if (!e && !id_equal(r.org.b, org->b))
        e = ERR_FORGED;
    if (!e)
        *out = r;
    return e;
}

static struct wrap_about
about_vault(const struct org_id *org, const struct vault_row *v, const struct box_public *key)
{
    struct wrap_about about = { .org = *org, .purpose = WRAP_RECOVERY, .epoch = v->epoch };

    memcpy(about.object, v->id.b, ID_BYTES);
    recovery_id_of(key, about.recipient);
    return about;
}

static struct wrap_about
about_door(const struct org_id *org, uint32_t week, const struct box_public *key)
{
    struct wrap_about about = { .org = *org, .purpose = WRAP_ESCROW, .epoch = ESCROW_EPOCH };

    keys_week_object(week, about.object);
    recovery_id_of(key, about.recipient);
    return about;
}

static enum err
is_wrapped(struct db *keys, const struct org_id *org, const struct box_public *key,
    const struct vault_row *v, bool *out)
{
    struct wrap_about about = about_vault(org, v, key);
    struct wrap w;
    enum err e = keys_wrap_get(keys, &about, &w);

    *out = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
wrap_one(struct db *keys, const struct org_id *org, const struct box_public *key,
    const struct vault_row *v, const struct box_secret *secret)
{
    struct wrap_about about = about_vault(org, v, key);
    bool done = false;
    struct wrap w;
    enum err e = is_wrapped(keys, org, key, v, &done);

    if (e || done)
        return e;
    e = wrap_seal(&about, key, secret->b, NULL, &w);
    return e ? e : keys_wrap_put(keys, &about, &w);
}

static enum err
wrap_vault(
    struct db *keys, const struct org_id *org, const struct box_public *key, const struct vault *v)
{
    enum err e = wrap_one(keys, org, key, &v->row, v->secret);

    for (size_t i = 0; !e && i < v->n_past; i++)
        e = wrap_one(keys, org, key, &v->past[i].row, v->past[i].secret);
    return e;
}

/* Wraps of an earlier recovery key, and of epochs that are forgotten. */
static enum err
erase_stale(struct db *keys, const struct box_public *key)
{
    OWN(db_stmt) others = db_use(keys, KEYS_PAPER_ERASE_OTHERS);
    OWN(db_stmt) past = db_use(keys, KEYS_PAPER_ERASE_PAST);
    uint8_t id[ID_BYTES];

    recovery_id_of(key, id);
    db_bind_i64(others, 1, WRAP_RECOVERY);
    db_bind_bytes(others, 2, (struct bytes){ id, sizeof id });
    db_bind_i64(past, 1, WRAP_RECOVERY);
    enum err e = db_run(others);
    return e ? e : db_run(past);
}

static bool
is_ours(const struct vault *v)
{
    return v->secret && !vault_is_own(v);
}

enum err
recovery_wrap_open(
    struct db *keys, const struct org_id *org, const struct recovery *r, struct vaults *vaults)
{
    bool all = true;
    enum err e = OK;

    for (struct vault *v = NULL; !e && (v = vaults_next_open(vaults, v));) {
        bool done = true;
        e = is_ours(v) ? is_wrapped(keys, org, &r->key, &v->row, &done) : OK;
        all = all && done;
    }
    if (e || all)
        return e;
    e = db_begin(keys, TX_WRITE);
    if (e)
        return e;
    for (struct vault *v = NULL; !e && (v = vaults_next_open(vaults, v));)
        e = is_ours(v) ? wrap_vault(keys, org, &r->key, v) : OK;
    return db_end(keys, e ? e : erase_stale(keys, &r->key));
}

enum err
recovery_lacks(struct db *keys, const struct org_id *org, const struct box_public *key,
    struct recovery_lacks *out)
{
    struct vault_row rows[MAX_VAULTS];
    size_t n = 0;
    enum err e = keys_vault_list(keys, rows, &n);

    out->n = 0;
    for (size_t i = 0; !e && i < n; i++) {
        bool done = false;
        e = is_wrapped(keys, org, key, &rows[i], &done);
        if (!e && !done)
            out->v[out->n++] = rows[i];
    }
    return e;
}

static enum err
open_one(struct db *keys, const struct org_id *org, const struct box_secret *recovery,
    const struct vault_row *row, struct box_secret **out)
{
    OWN(box_secret) opened = box_secret_new();
    struct box_public key = box_public_of(recovery);
    struct wrap_about about = about_vault(org, row, &key);
    struct wrap w;
    enum err e = opened ? keys_wrap_get(keys, &about, &w) : ERR_INTERNAL;

    e = e ? e : wrap_open(&w, &about, recovery, &key, opened->b);
    if (e)
        return e;
    struct box_public public = box_public_of(opened);
    if (!bytes_equal(
            (struct bytes){ public.b, KEY_BYTES }, (struct bytes){ row->public.b, KEY_BYTES }))
        return ERR_FORGED;
    *out = TAKE(opened);
    return OK;
}

static enum err
open_past(
    struct db *keys, const struct org_id *org, const struct box_secret *recovery, struct vault *v)
{
    struct vault_row rows[VAULT_MAX_OLDER];
    size_t n = 0;
    enum err e = keys_vault_past(keys, &v->row, rows, VAULT_MAX_OLDER, &n);

    for (size_t i = 0; !e && i < n; i++) {
        OWN(box_secret) opened = NULL;
        e = open_one(keys, org, recovery, &rows[i], &opened);
        e = e ? e : vault_past_add(v, &rows[i], &opened);
        e = e == ERR_NOT_FOUND ? OK : e;
    }
    return e;
}

enum err
recovery_open_vaults(struct db *keys, const struct org_id *org, const struct box_secret *secret,
    struct vaults *vaults, size_t *n)
{
    enum err e = OK;

    *n = 0;
    for (size_t i = 0; !e && i < vaults->n; i++) {
        struct vault *v = &vaults->v[i];
        e = v->secret ? OK : open_one(keys, org, secret, &v->row, &v->secret);
        if (e == ERR_NOT_FOUND) {
            e = OK;
            continue;
        }
        v->kept_key = e ? NULL : vault_key_new();
        v->stream_key = e ? NULL : stream_key_new();
        v->record_key = e ? NULL : record_key_new();
        e = e ? e : v->kept_key && v->stream_key && v->record_key ? OK : ERR_INTERNAL;
        if (e)
            break;
        vault_key_of(v->secret, v->kept_key);
        v->n_sessions++;
        e = open_past(keys, org, secret, v);
        ++*n;
    }
    return e;
}

enum err
recovery_doors_seal(struct db *copy, const struct org_id *org, const struct box_public *key)
{
    OWN(db_stmt) shut = db_use(copy, KEYS_DOOR_SHUT_ALL);
    OWN(box_secret) secret = box_secret_new();
    struct door_row doors[MAX_DOORS];
    size_t n = 0;
    enum err e = secret ? keys_door_list(copy, doors, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        struct wrap_about about = about_door(org, doors[i].week, key);
        struct wrap w;
        if (!doors[i].is_free)
            continue;
        e = keys_door_secret(copy, doors[i].week, secret);
        e = e ? e : wrap_seal(&about, key, secret->b, NULL, &w);
        e = e ? e : keys_wrap_put(copy, &about, &w);
    }
    return e ? e : db_run(shut);
}

enum err
recovery_doors_free(struct db *keys, const struct org_id *org, const struct box_secret *secret)
{
    OWN(db_stmt) erase = db_use(keys, KEYS_PAPER_ERASE);
    OWN(box_secret) door = box_secret_new();
    struct box_public key = box_public_of(secret);
    struct door_row doors[MAX_DOORS];
    size_t n = 0;
    enum err e = door ? keys_door_list(keys, doors, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        struct wrap_about about = about_door(org, doors[i].week, &key);
        struct wrap w;
        e = keys_wrap_get(keys, &about, &w);
        e = e ? e : wrap_open(&w, &about, secret, &key, door->b);
        e = e ? e : keys_door_free(keys, doors[i].week, door);
        e = e == ERR_NOT_FOUND ? OK : e;
    }
    if (e)
        return e;
    db_bind_i64(erase, 1, WRAP_ESCROW);
    return db_run(erase);
}

enum err
recovery_read_halves(struct bytes first, struct bytes second, struct box_secret *out, int *half,
    struct words_problem *why)
{
    OWN(seed) a = seed_new();
    OWN(seed) b = seed_new();

    *half = 0;
    if (!a || !b)
        return ERR_INTERNAL;
    *half = 1;
    enum err e = words_decode(first, a, why);
    if (e)
        return e;
    *half = 2;
    e = words_decode(second, b, why);
    if (!e)
        recovery_secret_of(a, b, out);
    return e;
}
