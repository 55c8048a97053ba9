/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/file.h"
#include "desk/keys/doors.h"
#include "desk/setup/setup.h"

/* The seed of a signing key sealed to a vault. */
static enum err
wrap_to_vault(struct db *keys, const struct org_id *org, enum wrap_purpose purpose,
    const struct vault_row *vault, const uint8_t key[KEY_BYTES])
{
    struct wrap_about about = { .org = *org, .purpose = purpose, .epoch = vault->epoch };
    struct wrap w;

    memcpy(about.object, org->b, ID_BYTES);
    memcpy(about.recipient, vault->id.b, ID_BYTES);
    enum err e = wrap_seal(&about, &vault->public, key, NULL, &w);
    return e ? e : keys_wrap_put(keys, &about, &w);
}

static enum err
make_member(
    struct db *keys, const struct org_id *org, struct setup_member *from, struct member *out)
{
    OWN(box_secret) secret = box_secret_new();
    OWN(member_kek) kek = member_kek_new();
    struct member m = { .roles = from->roles, .cost = kek_cost_real() };

    if (!secret || !kek)
        return ERR_INTERNAL;
    if (strlen(from->name) > MEMBER_NAME_MAX || strlen(from->lang) != 2 || !from->name[0])
        return ERR_MALFORMED;
    memcpy(m.name, from->name, strlen(from->name) + 1);
    memcpy(m.lang, from->lang, sizeof m.lang);
    random_fill(m.id.b, sizeof m.id.b);
    random_fill(m.salt, sizeof m.salt);
    box_secret_random(secret);
    m.public = box_public_of(secret);
    member_passphrase_new(from->passphrase);
    enum err e = member_kek_of(bytes_of(from->passphrase), m.salt, &m.cost, kek);
    if (e)
        return e;
    member_seal(kek, org, &m.id, secret, NULL, m.sealed);
    e = keys_member_put(keys, &m);
    if (!e)
        *out = m;
    return e;
}

/* Members whose roles need the vault get its key.  One that nobody needs yet is not made: nobody
   could ever open it. */
static enum err
make_vault(struct db *keys, const struct org_id *org, const char *role, const struct member *all,
    size_t n, struct vault_row *out)
{
    struct member some[SETUP_MAX_MEMBERS];
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if (roles_need(all[i].roles, role))
            some[k++] = all[i];
    return k ? vault_new(keys, org, role, some, k, out) : ERR_NOT_FOUND;
}

/* The vaults that a desk may do without. */
static enum err
make_others(struct db *keys, const struct org_id *org, const struct member *all, size_t n)
{
    static const char *const others[] = { "legal", "documentation", "audit" };
    struct vault_row row;
    enum err e = OK;

    for (size_t i = 0; !e && i < sizeof others / sizeof *others; i++) {
        e = make_vault(keys, org, others[i], all, n, &row);
        e = e == ERR_NOT_FOUND ? OK : e;
    }
    return e;
}

static enum err
make_keys(struct db *keys, const struct org_id *org, const struct vault_row *intake,
    const struct vault_row *office, int64_t now_s, struct sign_public *identity)
{
    OWN(sign_secret) id = sign_secret_new();
    OWN(sign_secret) auth = sign_secret_new();
    OWN(box_secret) referral = box_secret_new();
    struct box_public doors[CARD_DOORS];
    uint8_t seed[KEY_BYTES];

    if (!id || !auth || !referral)
        return ERR_INTERNAL;
    sign_secret_random(id);
    sign_secret_random(auth);
    box_secret_random(referral);
    sign_secret_seed(id, seed);
    enum err e = wrap_to_vault(keys, org, WRAP_IDENTITY, office, seed);
    secret_wipe(seed, sizeof seed);
    e = e ? e : wrap_to_vault(keys, org, WRAP_REFERRAL, intake, referral->b);
    struct box_public referral_pk = box_public_of(referral);
    e = e ? e : keys_fact_put(keys, "referral", (struct bytes){ referral_pk.b, KEY_BYTES });
    e = e ? e : keys_online_put(keys, auth);
    e = e ? e : doors_make(keys, org, intake, (uint32_t)week_of(now_s), CARD_DOORS, doors);
    if (!e)
        *identity = sign_public_of(id);
    return e;
}

static enum err
make_all(struct db *keys, struct setup_member *members, size_t n, int64_t now_s, struct org_id *org,
    struct sign_public *identity)
{
    struct member made[SETUP_MAX_MEMBERS];
    struct vault_row intake, office;
    enum err e = OK;

    random_fill(org->b, sizeof org->b);
    for (size_t i = 0; !e && i < n; i++)
        e = make_member(keys, org, &members[i], &made[i]);
    e = e ? e : keys_fact_put(keys, "org", (struct bytes){ org->b, sizeof org->b });
    e = e ? e : make_vault(keys, org, "intake", made, n, &intake);
    e = e ? e : make_vault(keys, org, "office", made, n, &office);
    e = e ? e : make_others(keys, org, made, n);
    return e ? e : make_keys(keys, org, &intake, &office, now_s, identity);
}

enum err
setup_init(const char *folder, struct setup_member *members, size_t n, int64_t now_s,
    struct org_id *org, struct sign_public *identity, char why[static DB_WHY_BYTES])
{
    OWN(arena) a = arena_new(1 << 20);
    const char *path = a ? arena_printf(a, "%s/keys.db", folder) : NULL;
    OWN(db) keys = NULL;

    (void)snprintf(why, DB_WHY_BYTES, "between 1 and %d members are needed", SETUP_MAX_MEMBERS);
    if (!path || n == 0 || n > SETUP_MAX_MEMBERS)
        return ERR_MALFORMED;
    (void)snprintf(why, DB_WHY_BYTES, "there is a desk in this folder already");
    if (access(path, F_OK) == 0)
        return ERR_CONFLICT;
    (void)snprintf(why, DB_WHY_BYTES, "the folder cannot be made");
    enum err e = folder_make(folder);
    e = e ? e : keys_open(path, &keys, why);
    e = e ? e : db_begin(keys, TX_WRITE);
    if (e)
        return e;
    e = db_end(keys, make_all(keys, members, n, now_s, org, identity));
    if (e)
        (void)snprintf(why, DB_WHY_BYTES, "%s", db_why(keys));
    return e;
}
