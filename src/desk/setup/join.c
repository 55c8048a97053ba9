/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/file.h"
#include "core/open/sign.h"
#include "desk/keys/doors.h"
#include "desk/setup/setup.h"

struct joining {
    const char *folder;
    struct db *keys;
    struct vaults vaults;
    struct org_id org;
    struct network_id network;
    struct root *root;
    struct sign_secret *identity;
    struct arena *a;
};

/* Open the identity key with the member's office vault. */
static enum err
open_identity(struct joining *j, const char *name, struct bytes passphrase)
{
    OWN(box_secret) secret = box_secret_new();
    struct vault_set set = { 0 };
    struct member m;
    struct wrap w;
    uint8_t seed[KEY_BYTES];

    if (!secret)
        return ERR_INTERNAL;
    enum err e = member_unlock(j->keys, &j->org, name, passphrase, &m, secret);
    e = e ? e : vaults_enter(&j->vaults, j->keys, &j->org, &m, secret, &set);
    struct vault *office = e ? NULL : vaults_by_role(&j->vaults, "office");
    if (!e && (!office || !office->secret))
        e = ERR_FORBIDDEN;
    if (e)
        return e;
    struct wrap_about about = {
        .org = j->org, .purpose = WRAP_IDENTITY, .epoch = office->row.epoch
    };
    memcpy(about.object, j->org.b, ID_BYTES);
    memcpy(about.recipient, office->row.id.b, ID_BYTES);
    e = keys_wrap_get(j->keys, &about, &w);
    e = e ? e : wrap_open(&w, &about, office->secret, &office->row.public, seed);
    if (!e)
        sign_secret_from_seed(seed, j->identity);
    secret_wipe(seed, sizeof seed);
    return e;
}

static enum err
fill_card(const struct joining *j, const struct card *profile, int64_t now_s, struct card *c)
{
    OWN(sign_secret) auth = sign_secret_new();
    const struct vault_row *intake = NULL;
    struct door_row doors[MAX_DOORS];
    size_t n = 0;

    *c = *profile;
    c->network = j->network;
    c->org = j->org;
    c->version = 1;
    c->issued_day = (uint32_t)day_of(now_s);
    for (size_t i = 0; i < j->vaults.n; i++)
        if (strcmp(j->vaults.v[i].row.role, "intake") == 0)
            intake = &j->vaults.v[i].row;
    enum err e = auth && intake ? keys_online_get(j->keys, auth) : ERR_INTERNAL;
    e = e ? e : keys_fact_get(j->keys, "referral", c->referral.b, KEY_BYTES);
    e = e ? e : keys_door_list(j->keys, doors, &n);
    if (e || n < CARD_DOORS)
        return e ? e : ERR_INTERNAL;
    c->auth = sign_public_of(auth);
    c->people_epoch = intake->epoch;
    c->people = intake->public;
    c->first_week = doors[0].week;
    for (size_t i = 0; i < CARD_DOORS; i++)
        c->doors[i] = doors[i].public;
    return OK;
}

static enum err
fill_roster(const struct joining *j, struct roster *r)
{
    struct member members[SETUP_MAX_MEMBERS];
    enum err e = keys_member_list(j->keys, members, SETUP_MAX_MEMBERS, &r->n_members);

    r->network = j->network;
    r->org = j->org;
    r->version = 1;
    for (size_t i = 0; i < r->n_members; i++)
        r->members[i] =
            (struct roster_member){ members[i].id, members[i].public, members[i].roles };
    r->n_vaults = j->vaults.n;
    for (size_t i = 0; i < r->n_vaults; i++) {
        const struct vault_row *v = &j->vaults.v[i].row;
        r->vaults[i] = (struct roster_vault){ .id = v->id, .epoch = v->epoch, .key = v->public };
        memcpy(r->vaults[i].role, v->role, sizeof v->role);
    }
    return e;
}

/* Sign a text as the organisation and write it into the folder. */
static enum err
write_signed(const struct joining *j, const char *file, struct bytes text)
{
    uint8_t *note = arena_alloc(j->a, text.n + 4096);
    struct writer w = writer_of(note, note ? text.n + 4096 : 0);
    char signer[ORG_SIGNER_CAP];

    if (!note)
        return ERR_INTERNAL;
    org_signer_name(&j->org, signer);
    enum err e = note_sign(text, signer, j->identity, &w);
    if (e || w.full)
        return e ? e : ERR_INTERNAL;
    const char *path = arena_printf(j->a, "%s/%s", j->folder, file);
    return path ? file_replace(path, (struct bytes){ note, w.n }) : ERR_INTERNAL;
}

static enum err
write_card(const struct joining *j, const struct card *profile, int64_t now_s)
{
    struct card *c = arena_alloc(j->a, sizeof *c);
    uint8_t *text = arena_alloc(j->a, CARD_TEXT_MAX);
    struct writer w = writer_of(text, text ? CARD_TEXT_MAX : 0);

    if (!c || !text)
        return ERR_INTERNAL;
    enum err e = fill_card(j, profile, now_s, c);
    e = e ? e : card_encode(c, &w);
    return e ? e : write_signed(j, "card", (struct bytes){ text, w.n });
}

static enum err
write_roster(const struct joining *j)
{
    enum { ROSTER_TEXT_MAX = 64 * 1024 };
    struct roster *r = arena_alloc(j->a, sizeof *r);
    uint8_t *text = arena_alloc(j->a, ROSTER_TEXT_MAX);
    struct writer w = writer_of(text, text ? ROSTER_TEXT_MAX : 0);

    if (!r || !text)
        return ERR_INTERNAL;
    enum err e = fill_roster(j, r);
    e = e ? e : roster_encode(r, &w);
    return e ? e : write_signed(j, "roster", (struct bytes){ text, w.n });
}

/* The root note must verify, and list us with the key we hold. */
static enum err
check_root(struct joining *j, struct bytes root_file)
{
    enum err e = root_open(root_file, j->root, &j->network);

    if (e)
        return e;
    const struct root_org *us = root_org_find(j->root, &j->org);
    struct sign_public pk = sign_public_of(j->identity);
    bool ours = us && bytes_equal((struct bytes){ us->identity.b, KEY_BYTES },
                          (struct bytes){ pk.b, KEY_BYTES });
    return ours ? OK : ERR_NOT_FOUND;
}

static enum err
join(struct joining *j, struct bytes root_file, const struct card *profile, const char *member,
    struct bytes passphrase, int64_t now_s, const char **why)
{
    *why = "keys.db cannot be read; was `understory desk init` run?";
    enum err e = keys_fact_get(j->keys, "org", j->org.b, ID_BYTES);
    e = e ? e : vaults_load(j->keys, &j->vaults);
    if (e)
        return e;
    *why =
        "name or passphrase are wrong, or this member may not use the organisation's identity key";
    e = open_identity(j, member, passphrase);
    if (e)
        return e;
    *why = "the root note does not verify, or does not list this organisation with this key";
    e = check_root(j, root_file);
    if (e)
        return e;
    *why = "card, roster or root could not be written";
    e = write_card(j, profile, now_s);
    e = e ? e : write_roster(j);
    return e ? e : file_replace(arena_printf(j->a, "%s/root", j->folder), root_file);
}

enum err
setup_join(const char *folder, struct bytes root_file, const struct card *profile,
    const char *member, struct bytes passphrase, int64_t now_s, const char **why, struct arena *a)
{
    char words[DB_WHY_BYTES] = "";
    OWN(db) keys = NULL;
    OWN(sign_secret) identity = sign_secret_new();
    struct joining j = {
        .folder = folder, .identity = identity, .a = a, .root = arena_alloc(a, sizeof *j.root)
    };

    if (!identity || !j.root)
        return ERR_INTERNAL;
    enum err e = keys_open(arena_printf(a, "%s/keys.db", folder), &keys, words);
    if (e) {
        *why = arena_text(a, words);
        return e;
    }
    j.keys = keys;
    e = join(&j, root_file, profile, member, passphrase, now_s, why);
    vaults_close_all(&j.vaults);
    return e;
}
