/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/paper.h"
#include "base/file.h"
#include "core/open/sign.h"
#include "core/wire/content.h"
#include "core/wire/roster.h"
#include "desk/access/factors.h"
#include "desk/audit/beside.h"
#include "desk/keys/kept.h"
#include "keys.gen.h"
#include <stdio.h>

enum { NOTE_MAX = 4 << 20, SIGNED_EXTRA = 4096, ROSTER_TEXT_MAX = 64 * 1024 };

struct office {
    const char *folder;
    struct db *keys;
    struct vaults *vaults;
    struct org_id org;
    struct network_id network;
    struct root *root;
    struct sign_secret *identity;
    struct arena *a;
    char *why;
};

static enum err
say(struct office *f, enum err e, const char *sentence)
{
    (void)snprintf(f->why, BACKUP_WHY_CAP, "%s", sentence);
    return e;
}

static enum err
read_note(struct office *f, const char *name, struct bytes *out)
{
    const char *path = arena_printf(f->a, "%s/%s", f->folder, name);

    return path ? file_read(path, NOTE_MAX, f->a, out) : ERR_INTERNAL;
}

static enum err
write_note(struct office *f, const char *name, struct bytes text)
{
    const char *path = arena_printf(f->a, "%s/%s", f->folder, name);
    uint8_t *note = arena_alloc(f->a, text.n + SIGNED_EXTRA);
    struct writer w = writer_of(note, note ? text.n + SIGNED_EXTRA : 0);
    char signer[ORG_SIGNER_CAP];

    if (!note || !path)
        return ERR_INTERNAL;
    org_signer_name(&f->org, signer);
    enum err e = note_sign(text, signer, f->identity, &w);
    return e ? e : w.full ? ERR_INTERNAL : file_replace(path, (struct bytes){ note, w.n });
}

/* Keys, root note and list of vaults of a folder. */
static enum err
office_open(struct office *f, struct db **keys)
{
    char words[DB_WHY_BYTES] = "";
    const char *path = arena_printf(f->a, "%s/keys.db", f->folder);
    struct bytes note;

    f->root = arena_alloc(f->a, sizeof *f->root);
    f->vaults = arena_alloc(f->a, sizeof *f->vaults);
    f->identity = sign_secret_new();
    if (!path || !f->root || !f->vaults || !f->identity)
        return ERR_INTERNAL;
    if (access(path, F_OK) != 0)
        return say(f, ERR_NOT_FOUND, "There is no desk in this folder");
    enum err e = keys_open(path, keys, words);
    if (e)
        return say(f, e, words);
    f->keys = *keys;
    e = keys_fact_get(*keys, "org", f->org.b, ID_BYTES);
    e = e ? e : vaults_load(*keys, f->vaults);
    if (e)
        return say(f, e, "keys.db cannot be read");
    e = read_note(f, "root", &note);
    e = e ? e : root_open(note, f->root, &f->network);
    return e ? say(f, e, "The root note is missing or does not verify; join the network first")
             : OK;
}

static void
office_close(struct office *f)
{
    if (f->vaults)
        vaults_close_all(f->vaults);
    sign_secret_drop(&f->identity);
}

/* The identity key, which the open office vault opens. */
static enum err
identity_open(struct office *f)
{
    struct vault *office = vaults_by_role(f->vaults, "office");
    uint8_t seed[KEY_BYTES];
    struct wrap w;

    if (!office || !office->secret)
        return say(f, ERR_FORBIDDEN,
            "The organisation's identity key cannot be opened: a member of the office is needed");
    struct wrap_about about = {
        .org = f->org, .purpose = WRAP_IDENTITY, .epoch = office->row.epoch
    };
    memcpy(about.object, f->org.b, ID_BYTES);
    memcpy(about.recipient, office->row.id.b, ID_BYTES);
    enum err e = keys_wrap_get(f->keys, &about, &w);
    e = e ? e : wrap_open(&w, &about, office->secret, &office->row.public, seed);
    if (!e)
        sign_secret_from_seed(seed, f->identity);
    secret_wipe(seed, sizeof seed);
    return e ? say(f, e, "The organisation's identity key does not open") : OK;
}

static enum err
next_version(struct office *f, uint32_t *out)
{
    struct recovery r;
    enum err e = recovery_load(f->folder, f->root, &f->network, &f->org, f->a, &r);

    *out = e ? 1 : r.version + 1;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
sign_recovery(struct office *f, const struct recovery *r)
{
    uint8_t *text = arena_alloc(f->a, RECOVERY_TEXT_MAX);
    struct writer w = writer_of(text, text ? RECOVERY_TEXT_MAX : 0);
    enum err e = recovery_encode(r, &w);

    return e ? e : write_note(f, RECOVERY_FILE, (struct bytes){ text, w.n });
}

static enum err
make_halves(struct office *f, struct recovery_halves *out)
{
    OWN(box_secret) secret = box_secret_new();
    struct recovery r = { .network = f->network, .org = f->org };

    if (!secret)
        return ERR_INTERNAL;
    seed_random(&out->half[0]);
    seed_random(&out->half[1]);
    recovery_secret_of(&out->half[0], &out->half[1], secret);
    r.key = box_public_of(secret);
    enum err e = next_version(f, &r.version);
    e = e ? e : sign_recovery(f, &r);
    out->version = r.version;
    return e ? e : recovery_wrap_open(f->keys, &f->org, &r, f->vaults);
}

enum err
recovery_make(const char *folder, const char *member, struct bytes passphrase,
    struct recovery_halves *out, char why[static BACKUP_WHY_CAP])
{
    OWN(arena) a = arena_new(16 << 20);
    OWN(db) keys = NULL;
    OWN(box_secret) secret = box_secret_new();
    struct office f = { .folder = folder, .a = a, .why = why };
    struct vault_set set = { 0 };
    struct member m;

    (void)say(&f, OK, "The recovery key could not be made");
    if (!a || !secret)
        return ERR_INTERNAL;
    enum err e = office_open(&f, &keys);
    e = e ? e : member_unlock(keys, &f.org, member, passphrase, &m, secret);
    if (e == ERR_FORBIDDEN)
        (void)say(&f, e, "Name or passphrase are wrong");
    e = e ? e : vaults_enter(f.vaults, keys, &f.org, &m, secret, &set);
    e = e ? e : identity_open(&f);
    e = e ? e : audit_note_beside(folder, AUDIT_SETTINGS, "understory recovery");
    e = e ? e : make_halves(&f, out);
    office_close(&f);
    return e;
}

/* Vault secrets to her new key: those that her roles need and that are open here. */
static enum err
give_vaults(struct office *f, const struct member *m)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < f->vaults->n; i++) {
        const struct vault *v = &f->vaults->v[i];
        struct wrap_about about = vault_wrap_about(&f->org, &v->row, &m->id);
        struct wrap w;
        if (!v->secret || !roles_need(m->roles, v->row.role))
            continue;
        e = wrap_seal(&about, &m->public, v->secret->b, NULL, &w);
        e = e ? e : keys_wrap_put(f->keys, &about, &w);
        for (size_t k = 0; !e && k < v->n_past; k++) {
            about = vault_wrap_about(&f->org, &v->past[k].row, &m->id);
            e = wrap_seal(&about, &m->public, v->past[k].secret->b, NULL, &w);
            e = e ? e : keys_wrap_put(f->keys, &about, &w);
        }
    }
    return e;
}

static enum err
forget_factors(struct db *keys, const struct member_id *m)
{
    struct factor all[FACTORS_MAX];
    size_t n = 0;
    enum err e = factor_list(keys, m, all, &n);

    for (size_t i = 0; !e && i < n; i++)
        e = factor_erase(keys, m, all[i].id);
    e = e ? e : recovery_erase(keys, m);
    return e ? e : known_erase(keys, m);
}

static enum err
replace_key(struct office *f, const struct member *m)
{
    OWN(db_stmt) s = db_use(f->keys, KEYS_MEMBER_REPLACE_KEY);

    db_bind_bytes(s, 1, (struct bytes){ m->id.b, ID_BYTES });
    db_bind_bytes(s, 2, (struct bytes){ m->salt, sizeof m->salt });
    db_bind_i64(s, 3, m->cost.passes);
    db_bind_i64(s, 4, m->cost.mem_kib);
    db_bind_bytes(s, 5, (struct bytes){ m->public.b, KEY_BYTES });
    db_bind_bytes(s, 6, (struct bytes){ m->sealed, sizeof m->sealed });
    enum err e = db_run(s);
    e = e ? e : keys_reader_erase(f->keys, m->id.b);
    e = e ? e : forget_factors(f->keys, &m->id);
    return e ? e : give_vaults(f, m);
}

/* The next roster, with her new key. */
static enum err
sign_roster(struct office *f, const struct member *m)
{
    struct roster *r = arena_alloc(f->a, sizeof *r);
    uint8_t *text = arena_alloc(f->a, ROSTER_TEXT_MAX);
    struct writer w = writer_of(text, text ? ROSTER_TEXT_MAX : 0);
    struct bytes note;
    enum err e = r && text ? read_note(f, "roster", &note) : ERR_INTERNAL;

    e = e ? e : roster_open(note, f->root, &f->network, r);
    for (size_t i = 0; !e && i < r->n_members; i++)
        if (id_equal(r->members[i].id.b, m->id.b))
            r->members[i].key = m->public;
    if (e)
        return e;
    r->version++;
    e = roster_encode(r, &w);
    return e ? e : write_note(f, "roster", (struct bytes){ text, w.n });
}

static enum err
renew_member(struct office *f, const char *name, char passphrase[PASSPHRASE_CAP])
{
    OWN(box_secret) secret = box_secret_new();
    OWN(member_kek) kek = member_kek_new();
    struct member m;
    enum err e = secret && kek ? keys_member_get(f->keys, name, &m) : ERR_INTERNAL;

    if (e)
        return e == ERR_NOT_FOUND ? say(f, e, "There is no member of this name") : e;
    random_fill(m.salt, sizeof m.salt);
    box_secret_random(secret);
    m.public = box_public_of(secret);
    m.cost = kek_cost_real();
    member_passphrase_new(passphrase);
    e = member_kek_of(bytes_of(passphrase), m.salt, &m.cost, kek);
    if (e)
        return e;
    member_seal(kek, &f->org, &m.id, secret, NULL, m.sealed);
    e = db_begin(f->keys, TX_WRITE);
    e = e ? e : db_end(f->keys, replace_key(f, &m));
    return e ? e : sign_roster(f, &m);
}

enum err
recovery_new_passphrase(const char *folder, const struct box_secret *recovery, const char *name,
    char passphrase[PASSPHRASE_CAP], char why[static BACKUP_WHY_CAP])
{
    OWN(arena) a = arena_new(16 << 20);
    OWN(db) keys = NULL;
    struct office f = { .folder = folder, .a = a, .why = why };
    struct member known;
    size_t n = 0;

    (void)say(&f, OK, "The new passphrase could not be made");
    if (!a)
        return ERR_INTERNAL;
    enum err e = office_open(&f, &keys);
    e = e ? e : recovery_open_vaults(keys, &f.org, recovery, f.vaults, &n);
    e = e ? e : identity_open(&f);
    if (!e && !keys_member_get(keys, name, &known))
        e = audit_note_beside(folder, AUDIT_RECOVERED, name);
    e = e ? e : renew_member(&f, name, passphrase);
    office_close(&f);
    return e;
}
