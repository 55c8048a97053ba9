/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joining: enrol, admit, give.  Leaving: leaving.c. */
#include "desk/keys/members.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/audit/audit.h"
#include "desk/keys/notes.h"

static bool
name_is_good(const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 0x7F)
            return false;
    return n > 0 && n <= MEMBER_NAME_MAX && name[0] != ' ' && name[n - 1] != ' ' &&
           name[0] != '@' && utf8_is_valid(bytes_of(name));
}

/* A key pair and a passphrase that opens it. */
static enum err
make_keys(const struct org_id *org, struct member *m, char passphrase[PASSPHRASE_CAP])
{
    OWN(box_secret) secret = box_secret_new();
    OWN(member_kek) kek = member_kek_new();

    if (!secret || !kek)
        return ERR_INTERNAL;
    random_fill(m->id.b, sizeof m->id.b);
    random_fill(m->salt, sizeof m->salt);
    box_secret_random(secret);
    m->public = box_public_of(secret);
    member_passphrase_new(passphrase);
    enum err e = member_kek_of(bytes_of(passphrase), m->salt, &m->cost, kek);
    if (!e)
        member_seal(kek, org, &m->id, secret, NULL, m->sealed);
    return e;
}

enum err
member_enrol(struct db *keys, const struct org_id *org, const struct enrolment *from,
    char passphrase[PASSPHRASE_CAP], struct member *out)
{
    struct member m = { .cost = kek_cost_real() };
    struct member taken;

    if (!name_is_good(from->name) || strlen(from->lang) != 2)
        return ERR_MALFORMED;
    enum err e = keys_member_get(keys, from->name, &taken);
    if (e != ERR_NOT_FOUND)
        return e ? e : ERR_CONFLICT;
    memcpy(m.name, from->name, strlen(from->name) + 1);
    memcpy(m.lang, from->lang, sizeof m.lang);
    e = make_keys(org, &m, passphrase);
    e = e ? e : db_begin(keys, TX_WRITE);
    e = e ? e : db_end(keys, keys_member_put(keys, &m));
    if (!e)
        *out = m;
    return e;
}

enum err
member_new_passphrase(struct db *keys, const struct org_id *org, const char *name, struct bytes old,
    char passphrase[PASSPHRASE_CAP])
{
    OWN(box_secret) secret = box_secret_new();
    OWN(member_kek) kek = member_kek_new();
    struct member m;

    if (!secret || !kek)
        return ERR_INTERNAL;
    enum err e = member_unlock(keys, org, name, old, &m, secret);
    if (e)
        return e;
    random_fill(m.salt, sizeof m.salt);
    m.cost = kek_cost_real();
    member_passphrase_new(passphrase);
    e = member_kek_of(bytes_of(passphrase), m.salt, &m.cost, kek);
    if (e)
        return e;
    member_seal(kek, org, &m.id, secret, NULL, m.sealed);
    e = db_begin(keys, TX_WRITE);
    return e ? e : db_end(keys, keys_member_set_seal(keys, &m));
}

/* ---- Giving vaults. */

/* Wrap one epoch's secret to a key of the roster. */
static enum err
give_epoch(const struct members_at *at, const struct vault_row *row,
    const struct box_secret *secret, const struct roster_member *to)
{
    struct wrap_about about = vault_wrap_about(&at->org, row, &to->id);
    struct wrap w;
    enum err e = wrap_seal(&about, &to->key, secret->b, NULL, &w);

    return e ? e : keys_wrap_put(at->keys, &about, &w);
}

/* The vault as it is now, and the epochs whose boxes are still on the way. */
static enum err
give(const struct members_at *at, const struct vault *v, const struct roster_member *to)
{
    enum err e = give_epoch(at, &v->row, v->secret, to);

    for (size_t i = 0; !e && i < v->n_past; i++)
        e = give_epoch(at, &v->past[i].row, v->past[i].secret, to);
    return e;
}

static enum err
has_vault(
    const struct members_at *at, const struct vault_row *v, const struct member_id *m, bool *out)
{
    struct wrap_about about = vault_wrap_about(&at->org, v, m);
    struct wrap w;
    enum err e = keys_wrap_get(at->keys, &about, &w);

    *out = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

static struct roster_vault
line_of(const struct vault_row *v)
{
    struct roster_vault r = { .id = v->id, .epoch = v->epoch, .key = v->public };

    memcpy(r.role, v->role, sizeof v->role);
    return r;
}

/* The first member whose work needs it: a vault of her own kind is made. */
static enum err
make_vault(
    const struct members_at *at, const char *role, const struct member *m, struct roster *roster)
{
    struct vault_row row;

    if (at->vaults->n == MAX_VAULTS || roster->n_vaults == ROSTER_MAX_VAULTS)
        return ERR_TOO_LARGE;
    enum err e = vault_new(at->keys, &at->org, role, m, 1, &row);
    if (!e)
        roster->vaults[roster->n_vaults++] = line_of(&row);
    return e;
}

/* One vault that her roles need: hers already, made, given, or lacking. */
static enum err
provide(const struct members_at *at, const char *role, const struct member *m,
    struct roster *roster, size_t *lacking)
{
    const struct vault *v = vaults_by_role(at->vaults, role);
    const struct roster_member *to = roster_member_find(roster, &m->id);
    bool has = false;

    if (!v)
        return make_vault(at, role, m, roster);
    enum err e = has_vault(at, &v->row, &m->id, &has);
    if (e || has)
        return e;
    if (v->secret && to && vault_set_has(at->hers, v))
        return give(at, v, to);
    ++*lacking;
    return OK;
}

enum err
members_provide(const struct members_at *at, const struct member *m, uint32_t roles,
    struct roster *roster, size_t *lacking)
{
    uint32_t seen = 0;
    enum err e = OK;

    for (size_t i = 0; !e && i < desk_n_roles; i++) {
        const struct role *r = &desk_roles[i];
        bool done = !(r->bit & roles) || !r->vault;
        for (size_t k = 0; !done && k < i; k++)
            done = seen & 1u << k && strcmp(desk_roles[k].vault, r->vault) == 0;
        if (done)
            continue;
        seen |= 1u << i;
        e = provide(at, r->vault, m, roster, lacking);
    }
    return e;
}

/* The rest of every change: sign, commit, and only then believe it. */
enum err
members_commit(
    const struct members_at *at, const struct sign_secret *identity, struct roster *r, enum err e)
{
    r->version = at->roster->version + 1;
    e = e ? e : notes_keep_roster(at, identity, r);
    e = db_end(at->keys, e);
    if (e)
        return e;
    *at->roster = *r;
    e = vaults_refresh(at->keys, at->vaults);
    notes_write_files(at);
    return e;
}

void
members_audit(const struct members_at *at, int act, const char *name, const char *words)
{
    struct audit_place place = { at->keys, at->records, at->org, at->roster };
    char text[AUDIT_WORDS_MAX];
    struct audit_what what = {
        .act = (enum audit_act)act, .by_name = at->by_name, .at_s = at->now_s, .words = text
    };

    if (!at->records)
        return;
    (void)snprintf(text, sizeof text, "%s%s%s", name, *words ? ": " : "", words);
    for (size_t i = 0; i < at->hers->n; i++)
        if (vault_is_own(at->hers->v[i]))
            memcpy(what.by.b, at->hers->v[i]->row.id.b, ID_BYTES);
    enum err e = audit_put_alone(&place, &what);
    if (e)
        log_event("desk-audit", e, 0, NULL);
}

static enum err
admit(const struct members_at *at, const struct member *m, uint32_t roles, struct roster *roster,
    size_t *lacking)
{
    if (roster->n_members == ROSTER_MAX_MEMBERS)
        return ERR_TOO_LARGE;
    roster->members[roster->n_members++] = (struct roster_member){ m->id, m->public, roles };
    enum err e = keys_member_set_roles(at->keys, &m->id, roles);
    return e ? e : members_provide(at, m, roles, roster, lacking);
}

enum err
member_admit(
    const struct members_at *at, const struct member_id *id, uint32_t roles, size_t *lacking)
{
    OWN(sign_secret) identity = sign_secret_new();
    struct roster roster = *at->roster;
    struct member m;
    size_t n = 0;

    if (!identity)
        return ERR_INTERNAL;
    enum err e = notes_identity(at, identity);
    e = e ? e : keys_member_by_id(at->keys, id, &m);
    if (!e && roster_member_find(at->roster, id))
        e = ERR_CONFLICT;
    e = e ? e : db_begin(at->keys, TX_WRITE);
    if (e)
        return e;
    e = members_commit(at, identity, &roster, admit(at, &m, roles, &roster, &n));
    if (e)
        return e;
    members_audit(at, AUDIT_MEMBER_ADMITTED, m.name, "");
    *lacking = n;
    return OK;
}

enum err
member_refuse(const struct members_at *at, const struct member_id *id)
{
    struct member m;
    enum err e = keys_member_by_id(at->keys, id, &m);

    if (!e && roster_member_find(at->roster, id))
        e = ERR_CONFLICT;
    e = e ? e : db_begin(at->keys, TX_WRITE);
    return e ? e : db_end(at->keys, keys_member_erase(at->keys, id));
}

enum err
member_give(const struct members_at *at, const struct member_id *id, const char *vault_role)
{
    const struct vault *v = vaults_by_role(at->vaults, vault_role);
    const struct roster_member *to = roster_member_find(at->roster, id);
    struct member m;
    bool has = false;
    enum err e = keys_member_by_id(at->keys, id, &m);

    if (e)
        return e;
    if (!v || !v->secret || !vault_set_has(at->hers, v) || !to ||
        !roles_need(to->roles, vault_role))
        return ERR_FORBIDDEN;
    e = has_vault(at, &v->row, id, &has);
    if (e || has)
        return e;
    e = db_begin(at->keys, TX_WRITE);
    e = e ? e : db_end(at->keys, give(at, v, to));
    if (!e)
        members_audit(at, AUDIT_KEY_GIVEN, m.name, vault_role);
    return e;
}

static enum err
lacks_of(const struct members_at *at, const struct member *m, uint32_t roles, struct lack *to,
    size_t cap, size_t *n)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < at->vaults->n; i++) {
        const struct vault_row *v = &at->vaults->v[i].row;
        bool has = true;
        if (roles_need(roles, v->role))
            e = has_vault(at, v, &m->id, &has);
        if (e || has || *n == cap)
            continue;
        struct lack *l = &to[(*n)++];
        l->member = m->id;
        memcpy(l->name, m->name, sizeof l->name);
        memcpy(l->role, v->role, sizeof l->role);
    }
    return e;
}

enum err
member_lacks(const struct members_at *at, struct lack *to, size_t cap, size_t *n)
{
    OWN(arena) a = arena_new(1 << 20);
    struct member *all = a ? arena_alloc(a, MEMBERS_MAX * sizeof *all) : NULL;
    size_t n_all = 0;
    enum err e = all ? keys_member_list(at->keys, all, MEMBERS_MAX, &n_all) : ERR_INTERNAL;

    *n = 0;
    for (size_t i = 0; !e && i < n_all; i++) {
        const struct roster_member *r = roster_member_find(at->roster, &all[i].id);
        if (r)
            e = lacks_of(at, &all[i], r->roles, to, cap, n);
    }
    return e;
}
