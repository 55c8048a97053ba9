/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keys/vaults.h"
#include "core/wire/content.h"
#include <stdlib.h>

enum { OWN_EPOCH = 1 };

enum err
vaults_load(struct db *keys, struct vaults *out)
{
    memset(out, 0, sizeof *out);
    return vaults_refresh(keys, out);
}

static struct vault *
find(struct vault *in, size_t n, const uint8_t id[ID_BYTES])
{
    for (size_t i = 0; i < n; i++)
        if (id_equal(in[i].row.id.b, id))
            return &in[i];
    return NULL;
}

enum err
vaults_refresh(struct db *keys, struct vaults *v)
{
    struct vault_row rows[MAX_VAULTS];
    size_t n = 0;
    enum err e = keys_vault_list(keys, rows, &n);

    for (size_t i = 0; !e && i < n; i++) {
        struct vault *known = find(v->v, v->n, rows[i].id.b);
        if (!known && v->n < MAX_VAULTS)
            v->v[v->n++].row = rows[i];
        else if (known && !known->secret)
            known->row = rows[i];
    }
    return e;
}

void
vault_past_drop(struct vault *v)
{
    for (size_t i = 0; i < v->n_past; i++)
        box_secret_drop(&v->past[i].secret);
    free(v->past);
    v->past = NULL;
    v->n_past = v->cap_past = 0;
}

/* Nothing waits for it as long as for the others. */
static void
drop_oldest(struct vault *v)
{
    size_t k = 0;

    for (size_t i = 1; i < v->n_past; i++)
        k = v->past[i].row.epoch < v->past[k].row.epoch ? i : k;
    box_secret_drop(&v->past[k].secret);
    v->past[k] = v->past[--v->n_past];
}

enum err
vault_past_add(struct vault *v, const struct vault_row *row, struct box_secret **secret)
{
    if (v->n_past == VAULT_MAX_OLDER)
        drop_oldest(v);
    if (v->n_past == v->cap_past) {
        size_t cap = v->cap_past ? 2 * v->cap_past : 4;
        struct vault_past *past = calloc(cap, sizeof *past);
        if (!past)
            return ERR_INTERNAL;
        if (v->n_past > 0)
            memcpy(past, v->past, v->n_past * sizeof *past);
        free(v->past);
        v->past = past;
        v->cap_past = cap;
    }
    v->past[v->n_past++] = (struct vault_past){ *row, TAKE(*secret) };
    return OK;
}

static void
vault_close(struct vault *v)
{
    db_drop(&v->projection);
    box_secret_drop(&v->secret);
    vault_key_drop(&v->kept_key);
    stream_key_drop(&v->stream_key);
    record_key_drop(&v->record_key);
    vault_past_drop(v);
    free(v->reading.headless);
    free(v->reading.ids);
    v->reading = (struct vault_reading){ 0 };
    v->n_broken = 0;
    v->n_sessions = 0;
}

void
vaults_close_all(struct vaults *v)
{
    for (size_t i = 0; i < v->n; i++)
        vault_close(&v->v[i]);
    for (size_t i = 0; i < MAX_OWN; i++)
        vault_close(&v->own[i]);
}

struct vault *
vaults_by_role(struct vaults *v, const char *role)
{
    for (size_t i = 0; i < v->n; i++)
        if (strcmp(v->v[i].row.role, role) == 0)
            return &v->v[i];
    return NULL;
}

struct vault *
vaults_by_id(struct vaults *v, const uint8_t id[ID_BYTES])
{
    struct vault *found = find(v->v, v->n, id);

    for (size_t i = 0; !found && i < MAX_OWN; i++)
        if (v->own[i].n_sessions > 0 && id_equal(v->own[i].row.id.b, id))
            found = &v->own[i];
    return found;
}

struct vault *
vaults_next_open(struct vaults *v, const struct vault *after)
{
    bool past = !after;

    for (size_t i = 0; i < v->n + MAX_OWN; i++) {
        struct vault *x = i < v->n ? &v->v[i] : &v->own[i - v->n];
        if (past && x->secret)
            return x;
        past = past || x == after;
    }
    return NULL;
}

bool
vault_is_own(const struct vault *v)
{
    return strcmp(v->row.role, VAULT_OWN) == 0;
}

bool
vault_has_cases(const struct vault *v)
{
    return strcmp(v->row.role, "office") != 0 && strcmp(v->row.role, "audit") != 0;
}

bool
vault_set_has(const struct vault_set *set, const struct vault *v)
{
    for (size_t i = 0; v && i < set->n; i++)
        if (set->v[i] == v)
            return true;
    return false;
}

enum err
member_unlock(struct db *keys, const struct org_id *org, const char *name, struct bytes passphrase,
    struct member *out, struct box_secret *secret)
{
    OWN(member_kek) kek = member_kek_new();
    struct member m = { .cost =
                            kek_cost_real() }; /* an unknown name costs as much as a known one */
    enum err found = keys_member_get(keys, name, &m);

    if (!kek)
        return ERR_INTERNAL;
    if (found && found != ERR_NOT_FOUND)
        return found;
    enum err e = member_kek_of(passphrase, m.salt, &m.cost, kek);
    if (e)
        return e == ERR_INTERNAL ? e : ERR_FORBIDDEN;
    if (found || member_open(kek, org, &m.id, &m.public, m.sealed, secret))
        return ERR_FORBIDDEN;
    *out = m;
    return OK;
}

struct wrap_about
vault_wrap_about(const struct org_id *org, const struct vault_row *row, const struct member_id *m)
{
    struct wrap_about about = { .org = *org, .purpose = WRAP_VAULT, .epoch = row->epoch };

    memcpy(about.object, row->id.b, ID_BYTES);
    memcpy(about.recipient, m->b, ID_BYTES);
    return about;
}

/* Open the secret of one epoch for a member.  ERR_NOT_FOUND: she has no wrap for it. */
static enum err
epoch_open(const struct vault_row *row, struct db *keys, const struct org_id *org,
    const struct member *m, const struct box_secret *secret, struct box_secret **out)
{
    struct wrap_about about = vault_wrap_about(org, row, &m->id);
    struct wrap w;
    enum err e = keys_wrap_get(keys, &about, &w);

    if (e)
        return e;
    OWN(box_secret) opened = box_secret_new();
    if (!opened)
        return ERR_INTERNAL;
    e = wrap_open(&w, &about, secret, &m->public, opened->b);
    if (e)
        return e;
    struct box_public check = box_public_of(opened);
    if (!bytes_equal(
            (struct bytes){ check.b, KEY_BYTES }, (struct bytes){ row->public.b, KEY_BYTES }))
        return ERR_FORGED; /* the public key beside it was swapped */
    *out = TAKE(opened);
    return OK;
}

static enum err
room_to_read(struct vault *v)
{
    v->stream_key = stream_key_new();
    v->record_key = record_key_new();
    return v->stream_key && v->record_key ? OK : ERR_INTERNAL;
}

/* Epochs that are over, as far as she has their keys: boxes on the way were sealed to them. */
static enum err
past_open(struct vault *v, struct db *keys, const struct org_id *org, const struct member *m,
    const struct box_secret *secret)
{
    struct vault_row rows[VAULT_MAX_OLDER];
    size_t n = 0;
    enum err e = keys_vault_past(keys, &v->row, rows, VAULT_MAX_OLDER, &n);

    for (size_t i = 0; !e && i < n; i++) {
        OWN(box_secret) opened = NULL;
        e = epoch_open(&rows[i], keys, org, m, secret, &opened);
        e = e ? e : vault_past_add(v, &rows[i], &opened);
        e = e == ERR_NOT_FOUND ? OK : e;
    }
    return e;
}

static enum err
vault_open(struct vault *v, struct db *keys, const struct org_id *org, const struct member *m,
    const struct box_secret *secret)
{
    OWN(vault_key) kept = vault_key_new();
    enum err e = kept ? epoch_open(&v->row, keys, org, m, secret, &v->secret) : ERR_INTERNAL;

    if (e)
        return e;
    e = past_open(v, keys, org, m, secret);
    e = e ? e : room_to_read(v);
    if (e) {
        vault_close(v);
        return e;
    }
    vault_key_of(v->secret, kept);
    v->kept_key = TAKE(kept);
    v->wraps_due = true; /* a removal may not have come to its end */
    return OK;
}

/* One more session on a vault, which is opened if it is not.  A colleague may have it open: her own
   wrap must open all the same, for a row alone is easily put there.  ERR_NOT_FOUND: not hers. */
static enum err
enter_one(struct vault *v, struct db *keys, const struct org_id *org, const struct member *m,
    const struct box_secret *secret)
{
    OWN(box_secret) opened = NULL;

    return v->secret ? epoch_open(&v->row, keys, org, m, secret, &opened)
                     : vault_open(v, keys, org, m, secret);
}

/* Her own key as a vault: its slot, opened.  ERR_BUSY: too many members at once. */
static enum err
enter_own(
    struct vaults *all, const struct member *m, const struct box_secret *secret, struct vault **out)
{
    struct vault *v = NULL;

    for (size_t i = 0; i < MAX_OWN; i++) {
        struct vault *x = &all->own[i];
        if (x->n_sessions > 0 && id_equal(x->row.id.b, m->id.b)) {
            *out = x;
            return OK;
        }
        v = !v && x->n_sessions == 0 ? x : v;
    }
    if (!v)
        return ERR_BUSY;
    OWN(box_secret) copy = box_secret_new();
    OWN(vault_key) kept = vault_key_new();
    if (!copy || !kept)
        return ERR_INTERNAL;
    memcpy(copy->b, secret->b, sizeof copy->b);
    vault_key_of(copy, kept);
    *v = (struct vault){ .row = { .epoch = OWN_EPOCH, .role = VAULT_OWN, .public = m->public } };
    memcpy(v->row.id.b, m->id.b, ID_BYTES);
    v->secret = TAKE(copy);
    v->kept_key = TAKE(kept);
    *out = v;
    enum err e = room_to_read(v);
    if (e)
        vault_close(v);
    return e;
}

void
vaults_join(struct vault_set *set, struct vault *v)
{
    if (set->n == VAULTS_OF_MEMBER || vault_set_has(set, v))
        return;
    v->n_sessions++;
    set->v[set->n++] = v;
}

enum err
vaults_enter(struct vaults *v, struct db *keys, const struct org_id *org, const struct member *m,
    const struct box_secret *secret, struct vault_set *set)
{
    struct vault_set entered = { 0 };
    struct vault *own = NULL;
    enum err e = OK;

    for (size_t i = 0; !e && i < v->n; i++) {
        e = enter_one(&v->v[i], keys, org, m, secret);
        if (!e)
            vaults_join(&entered, &v->v[i]);
        e = e == ERR_NOT_FOUND || e == ERR_FORGED ? OK : e; /* a forged row is none */
    }
    e = e ? e : enter_own(v, m, secret, &own);
    if (e) {
        vaults_leave(&entered);
        return e;
    }
    vaults_join(&entered, own);
    *set = entered;
    return OK;
}

void
vaults_leave(struct vault_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->v[i]->n_sessions > 0)
            set->v[i]->n_sessions--;
        if (set->v[i]->n_sessions == 0)
            vault_close(set->v[i]);
    }
    set->n = 0;
}

enum err
vault_new(struct db *keys, const struct org_id *org, const char *role, const struct member *members,
    size_t n_members, struct vault_row *out)
{
    OWN(box_secret) secret = box_secret_new();
    struct vault_row row = { .epoch = 1 };

    if (!secret || strlen(role) > ROSTER_ROLE_MAX)
        return ERR_INTERNAL;
    random_fill(row.id.b, sizeof row.id.b);
    memcpy(row.role, role, strlen(role) + 1);
    box_secret_random(secret);
    row.public = box_public_of(secret);
    enum err e = keys_vault_put(keys, &row);
    for (size_t i = 0; !e && i < n_members; i++) {
        struct wrap_about about = vault_wrap_about(org, &row, &members[i].id);
        struct wrap w;
        e = wrap_seal(&about, &members[i].public, secret->b, NULL, &w);
        e = e ? e : keys_wrap_put(keys, &about, &w);
    }
    if (!e)
        *out = row;
    return e;
}
