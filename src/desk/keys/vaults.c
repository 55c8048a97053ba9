/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keys/vaults.h"

enum err
vaults_load(struct db *keys, struct vaults *out)
{
    struct vault_row rows[MAX_VAULTS];
    struct vaults v = { 0 };
    enum err e = keys_vault_list(keys, rows, &v.n);

    for (size_t i = 0; !e && i < v.n; i++)
        v.v[i].row = rows[i];
    if (!e)
        *out = v;
    return e;
}

static void
vault_close(struct vault *v)
{
    db_drop(&v->projection);
    box_secret_drop(&v->secret);
    vault_key_drop(&v->kept_key);
    v->n_sessions = 0;
}

void
vaults_close_all(struct vaults *v)
{
    for (size_t i = 0; i < v->n; i++)
        vault_close(&v->v[i]);
}

struct vault *
vaults_by_role(struct vaults *v, const char *role)
{
    for (size_t i = 0; i < v->n; i++)
        if (strcmp(v->v[i].row.role, role) == 0)
            return &v->v[i];
    return NULL;
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

static struct wrap_about
about_vault(const struct org_id *org, const struct vault_row *row, const struct member *m)
{
    struct wrap_about about = { .org = *org, .purpose = WRAP_VAULT, .epoch = row->epoch };

    memcpy(about.object, row->id.b, ID_BYTES);
    memcpy(about.recipient, m->id.b, ID_BYTES);
    return about;
}

/* Open one vault for a member.  ERR_NOT_FOUND: she has no wrap for it. */
static enum err
vault_open(struct vault *v, struct db *keys, const struct org_id *org, const struct member *m,
    const struct box_secret *secret)
{
    struct wrap_about about = about_vault(org, &v->row, m);
    struct wrap w;
    enum err e = keys_wrap_get(keys, &about, &w);

    if (e)
        return e;
    OWN(box_secret) opened = box_secret_new();
    OWN(vault_key) kept = vault_key_new();
    if (!opened || !kept)
        return ERR_INTERNAL;
    e = wrap_open(&w, &about, secret, &m->public, opened->b);
    if (e)
        return e;
    struct box_public check = box_public_of(opened);
    if (!bytes_equal(
            (struct bytes){ check.b, KEY_BYTES }, (struct bytes){ v->row.public.b, KEY_BYTES }))
        return ERR_FORGED; /* the public key beside it was swapped */
    vault_key_of(opened, kept);
    v->secret = TAKE(opened);
    v->kept_key = TAKE(kept);
    return OK;
}

enum err
vaults_enter(struct vaults *v, struct db *keys, const struct org_id *org, const struct member *m,
    const struct box_secret *secret, uint32_t *mask, uint32_t *fresh)
{
    uint32_t entered = 0;
    uint32_t opened = 0;

    for (size_t i = 0; i < v->n; i++) {
        struct wrap_about about = about_vault(org, &v->v[i].row, m);
        struct wrap w;
        enum err e = keys_wrap_get(keys, &about, &w);
        if (e == ERR_NOT_FOUND)
            continue;
        if (!e && !v->v[i].secret) {
            e = vault_open(&v->v[i], keys, org, m, secret);
            opened |= e ? 0 : 1u << i;
        }
        if (e) {
            vaults_leave(v, entered | opened);
            return e;
        }
        v->v[i].n_sessions++;
        entered |= 1u << i;
    }
    *mask = entered;
    *fresh = opened;
    return OK;
}

void
vaults_leave(struct vaults *v, uint32_t mask)
{
    for (size_t i = 0; i < v->n; i++) {
        if (!(mask & 1u << i))
            continue;
        if (v->v[i].n_sessions > 0)
            v->v[i].n_sessions--;
        if (v->v[i].n_sessions == 0)
            vault_close(&v->v[i]);
    }
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
        struct wrap_about about = about_vault(org, &row, &members[i]);
        struct wrap w;
        e = wrap_seal(&about, &members[i].public, secret->b, NULL, &w);
        e = e ? e : keys_wrap_put(keys, &about, &w);
    }
    if (!e)
        *out = row;
    return e;
}
