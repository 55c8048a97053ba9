/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Leaving, and losing a role: the vaults that must not be read any more begin a new epoch. */
#include "base/clock.h"
#include "core/wire/content.h"
#include "desk/audit/audit.h"
#include "desk/keys/kept.h"
#include "desk/keys/notes.h"
#include "desk/keys/rekey.h"
#include "keys.gen.h"

struct leaving {
    const struct members_at *at;
    const struct member *m;
    uint32_t roles; /* that she keeps; 0: she goes */
    bool travels;   /* her wraps are away, and a copy of them may be anywhere */
    struct roster roster;
    struct card card;
    bool new_card;
    struct rekeyed done[MAX_VAULTS];
    size_t n;
    char which[ROSTER_ROLE_MAX + 1]; /* the vault that is in the way */
};

/* Whose keys travel has every vault that her roles needed: the wraps come back, or were copied. */
static enum err
has_key(const struct leaving *l, const struct vault *v, bool *out)
{
    const struct roster_member *r = roster_member_find(l->at->roster, &l->m->id);

    if (l->travels && r && roles_need(r->roles, v->row.role)) {
        *out = true;
        return OK;
    }
    struct wrap_about about = vault_wrap_about(&l->at->org, &v->row, &l->m->id);
    struct wrap w;
    enum err e = keys_wrap_get(l->at->keys, &about, &w);

    *out = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

static void
note_in_roster(struct leaving *l, const struct vault_row *row)
{
    for (size_t i = 0; i < l->roster.n_vaults; i++)
        if (id_equal(l->roster.vaults[i].id.b, row->id.b)) {
            l->roster.vaults[i].epoch = row->epoch;
            l->roster.vaults[i].key = row->public;
        }
    if (strcmp(row->role, "intake") == 0) {
        l->card.people_epoch = row->epoch;
        l->card.people = row->public;
        l->card.version++;
        l->card.issued_day = (uint32_t)day_of(l->at->now_s);
        l->new_card = true;
    }
}

/* Boxes under earlier keys are on the way, and only so many keys can be kept for them.  What is
   left of that is for removals. */
static bool
is_too_often(const struct leaving *l, const struct vault *v)
{
    return l->roles && strcmp(v->row.role, "intake") == 0 && v->n_past >= VAULT_OLDER_ROLES;
}

static enum err
rekey_all(struct leaving *l)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < l->at->vaults->n; i++) {
        struct vault *v = &l->at->vaults->v[i];
        bool has = false;
        if (!roles_need(l->roles, v->row.role))
            e = has_key(l, v, &has);
        if (e || !has)
            continue;
        memcpy(l->which, v->row.role, sizeof l->which);
        e = is_too_often(l, v) ? ERR_TOO_LARGE : rekey_without(l->at, v, &l->m->id, &l->done[l->n]);
        e = e ? e : keys_vault_take(l->at->keys, &v->row.id, &l->m->id);
        if (!e)
            note_in_roster(l, &l->done[l->n++].row);
    }
    return e;
}

static void
leave_roster(struct leaving *l)
{
    size_t k = 0;

    for (size_t i = 0; i < l->roster.n_members; i++)
        if (!id_equal(l->roster.members[i].id.b, l->m->id.b))
            l->roster.members[k++] = l->roster.members[i];
    l->roster.n_members = k;
}

static enum err
find_travel(struct leaving *l)
{
    OWN(db_stmt) s = db_use(l->at->keys, KEYS_MEMBER_TRAVELS);

    db_bind_bytes(s, 1, (struct bytes){ l->m->id.b, ID_BYTES });
    return db_step(s, &l->travels);
}

/* What she took along is not taken back again, and opens nothing that is written from now on. */
static enum err
end_travel(const struct leaving *l)
{
    OWN(db_stmt) turn = db_use(l->at->keys, KEYS_TURNING_PUT_EVERY);
    OWN(db_stmt) erase = db_use(l->at->keys, KEYS_MEMBER_ERASE_TRAVEL);

    db_bind_bytes(erase, 1, (struct bytes){ l->m->id.b, ID_BYTES });
    enum err e = db_run(turn);
    return e ? e : db_run(erase);
}

static enum err
go(struct leaving *l)
{
    enum err e = find_travel(l);

    e = e ? e : rekey_all(l);
    if (!e && l->travels)
        e = end_travel(l);
    if (e || l->roles)
        return e;
    leave_roster(l);
    e = keys_turning_put_all(l->at->keys, l->m->id.b);
    return e ? e : keys_member_erase(l->at->keys, &l->m->id);
}

/* The signed roles are those that count. */
static void
note_roles(struct leaving *l)
{
    for (size_t i = 0; i < l->roster.n_members; i++)
        if (id_equal(l->roster.members[i].id.b, l->m->id.b))
            l->roster.members[i].roles = l->roles;
}

/* Commit, and go on with the new keys in memory. */
static enum err
finish(struct leaving *l, const struct sign_secret *identity, enum err e)
{
    if (!e && l->new_card)
        e = notes_keep_card(l->at, identity, &l->card);
    e = members_commit(l->at, identity, &l->roster, e);
    for (size_t i = 0; i < l->n; i++) {
        enum err taken = e ? OK : rekey_take(&l->done[i]);
        e = e ? e : taken;
        rekey_drop(&l->done[i]);
    }
    if (!e && l->new_card)
        *l->at->card = l->card;
    return e;
}

static bool
is_acting(const struct members_at *at, const struct member_id *id)
{
    for (size_t i = 0; i < at->hers->n; i++)
        if (vault_is_own(at->hers->v[i]) && id_equal(at->hers->v[i]->row.id.b, id->b))
            return true;
    return false;
}

enum err
member_remove(
    const struct members_at *at, const struct member_id *id, char which[static ROSTER_ROLE_MAX + 1])
{
    OWN(sign_secret) identity = sign_secret_new();
    struct member m;
    struct leaving l = { .at = at, .m = &m, .roster = *at->roster, .card = *at->card };

    if (!identity)
        return ERR_INTERNAL;
    which[0] = '\0';
    enum err e = is_acting(at, id) ? ERR_FORBIDDEN : notes_identity(at, identity);
    e = e ? e : keys_member_by_id(at->keys, id, &m);
    e = e ? e : db_begin(at->keys, TX_WRITE);
    if (e)
        return e;
    e = finish(&l, identity, go(&l));
    if (e == ERR_BUSY || e == ERR_CONFLICT)
        memcpy(which, l.which, sizeof l.which);
    if (!e)
        members_audit(at, AUDIT_MEMBER_REMOVED, m.name, "");
    return e;
}

enum err
member_set_roles(
    const struct members_at *at, const struct member_id *id, uint32_t roles, size_t *lacking)
{
    OWN(sign_secret) identity = sign_secret_new();
    struct member m;
    struct leaving l = {
        .at = at, .m = &m, .roles = roles, .roster = *at->roster, .card = *at->card
    };
    size_t n = 0;

    if (!identity)
        return ERR_INTERNAL;
    enum err e = roles ? notes_identity(at, identity) : ERR_MALFORMED;
    e = e ? e : keys_member_by_id(at->keys, id, &m);
    if (!e && !roster_member_find(at->roster, id))
        e = ERR_NOT_FOUND;
    e = e ? e : db_begin(at->keys, TX_WRITE);
    if (e)
        return e;
    e = go(&l);
    note_roles(&l);
    e = e ? e : keys_member_set_roles(at->keys, id, roles);
    e = e ? e : members_provide(at, &m, roles, &l.roster, &n);
    e = finish(&l, identity, e);
    if (e)
        return e;
    members_audit(at, AUDIT_MEMBER_CHANGED, m.name, "");
    *lacking = n;
    return OK;
}
