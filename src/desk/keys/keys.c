/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keys/keys.h"
#include "keys.gen.h"

enum err
keys_open(const char *path, struct db **out, char why[static DB_WHY_BYTES])
{
    return db_open(path, DB_KEYS, &keys_sqlite, out, why);
}

static struct bytes
id_bytes(const uint8_t id[ID_BYTES])
{
    return (struct bytes){ id, ID_BYTES };
}

static enum err
copy_text(struct db_stmt *s, int column, char *to, size_t cap)
{
    const char *text = db_text(s, column);

    if (!text || strlen(text) >= cap)
        return ERR_MALFORMED;
    memcpy(to, text, strlen(text) + 1);
    return OK;
}

enum err
keys_fact_put(struct db *db, const char *name, struct bytes value)
{
    OWN(db_stmt) s = db_use(db, KEYS_FACT_PUT);

    db_bind_text(s, 1, name);
    db_bind_bytes(s, 2, value);
    return db_run(s);
}

enum err
keys_fact_get(struct db *db, const char *name, uint8_t *to, size_t n)
{
    OWN(db_stmt) s = db_use(db, KEYS_FACT_GET);

    db_bind_text(s, 1, name);
    enum err e = db_one(s);
    return e ? e : db_fixed(s, 0, to, n);
}

enum err
keys_fact_bytes(struct db *db, const char *name, struct arena *a, struct bytes *out)
{
    OWN(db_stmt) s = db_use(db, KEYS_FACT_GET);

    db_bind_text(s, 1, name);
    enum err e = db_one(s);
    struct bytes value = e ? (struct bytes){ NULL, 0 } : db_bytes(s, 0);
    char *copy = e ? NULL : arena_text_n(a, value.p, value.n);
    if (!e && !copy)
        e = ERR_INTERNAL;
    if (!e)
        *out = (struct bytes){ (const uint8_t *)copy, value.n };
    return e;
}

enum err
keys_member_put(struct db *db, const struct member *m)
{
    OWN(db_stmt) s = db_use(db, KEYS_MEMBER_PUT);

    db_bind_bytes(s, 1, id_bytes(m->id.b));
    db_bind_text(s, 2, m->name);
    db_bind_text(s, 3, m->lang);
    db_bind_i64(s, 4, m->roles);
    db_bind_bytes(s, 5, (struct bytes){ m->salt, sizeof m->salt });
    db_bind_i64(s, 6, m->cost.passes);
    db_bind_i64(s, 7, m->cost.mem_kib);
    db_bind_bytes(s, 8, (struct bytes){ m->public.b, sizeof m->public.b });
    db_bind_bytes(s, 9, (struct bytes){ m->sealed, sizeof m->sealed });
    return db_run(s);
}

static enum err
read_member(struct db_stmt *s, struct member *out)
{
    struct member m = { .roles = (uint32_t)db_i64(s, 3) };
    enum err e = db_fixed(s, 0, m.id.b, sizeof m.id.b);

    e = e ? e : copy_text(s, 1, m.name, sizeof m.name);
    e = e ? e : copy_text(s, 2, m.lang, sizeof m.lang);
    e = e ? e : db_fixed(s, 4, m.salt, sizeof m.salt);
    m.cost = (struct kek_cost){ (uint32_t)db_i64(s, 5), (uint32_t)db_i64(s, 6) };
    e = e ? e : db_fixed(s, 7, m.public.b, sizeof m.public.b);
    e = e ? e : db_fixed(s, 8, m.sealed, sizeof m.sealed);
    if (!e)
        *out = m;
    return e;
}

enum err
keys_member_get(struct db *db, const char *name, struct member *out)
{
    OWN(db_stmt) s = db_use(db, KEYS_MEMBER_BY_NAME);

    db_bind_text(s, 1, name);
    enum err e = db_one(s);
    return e ? e : read_member(s, out);
}

enum err
keys_member_by_id(struct db *db, const struct member_id *id, struct member *out)
{
    OWN(db_stmt) s = db_use(db, KEYS_MEMBER_BY_ID);

    db_bind_bytes(s, 1, id_bytes(id->b));
    enum err e = db_one(s);
    return e ? e : read_member(s, out);
}

enum err
keys_member_list(struct db *db, struct member *to, size_t cap, size_t *n)
{
    OWN(db_stmt) s = db_use(db, KEYS_MEMBER_LIST);
    bool row = true;
    enum err e = OK;

    *n = 0;
    while (!e && !(e = db_step(s, &row)) && row && *n < cap)
        e = read_member(s, &to[(*n)++]);
    return e;
}

enum err
keys_member_set_lang(struct db *db, const struct member_id *id, const char *lang)
{
    OWN(db_stmt) s = db_use(db, KEYS_MEMBER_SET_LANG);

    db_bind_bytes(s, 1, id_bytes(id->b));
    db_bind_text(s, 2, lang);
    return db_run(s);
}

enum err
keys_member_set_roles(struct db *db, const struct member_id *id, uint32_t roles)
{
    OWN(db_stmt) s = db_use(db, KEYS_MEMBER_SET_ROLES);

    db_bind_bytes(s, 1, id_bytes(id->b));
    db_bind_i64(s, 2, roles);
    return db_run(s);
}

enum err
keys_member_set_seal(struct db *db, const struct member *m)
{
    OWN(db_stmt) s = db_use(db, KEYS_MEMBER_SET_SEAL);

    db_bind_bytes(s, 1, id_bytes(m->id.b));
    db_bind_bytes(s, 2, (struct bytes){ m->salt, sizeof m->salt });
    db_bind_i64(s, 3, m->cost.passes);
    db_bind_i64(s, 4, m->cost.mem_kib);
    db_bind_bytes(s, 5, (struct bytes){ m->sealed, sizeof m->sealed });
    return db_run(s);
}

enum err
keys_member_erase(struct db *db, const struct member_id *id)
{
    static const int all[] = { KEYS_MEMBER_ERASE_WRAPS, KEYS_MEMBER_ERASE_KEPT,
        KEYS_MEMBER_ERASE_HABIT, KEYS_MEMBER_ERASE_FACTORS, KEYS_MEMBER_ERASE_RECOVERY,
        KEYS_MEMBER_ERASE_BROWSERS, KEYS_MEMBER_ERASE_TRAVEL, KEYS_FEED_ERASE, KEYS_MEMBER_ERASE };
    enum err e = OK;

    for (size_t i = 0; !e && i < sizeof all / sizeof *all; i++) {
        OWN(db_stmt) s = db_use(db, all[i]);
        db_bind_bytes(s, 1, id_bytes(id->b));
        e = db_run(s);
    }
    return e;
}

enum err
keys_vault_put(struct db *db, const struct vault_row *v)
{
    OWN(db_stmt) s = db_use(db, KEYS_VAULT_PUT);

    db_bind_bytes(s, 1, id_bytes(v->id.b));
    db_bind_i64(s, 2, v->epoch);
    db_bind_text(s, 3, v->role);
    db_bind_bytes(s, 4, (struct bytes){ v->public.b, sizeof v->public.b });
    return db_run(s);
}

static enum err
read_vaults(struct db_stmt *s, struct vault_row *to, size_t cap, size_t *n)
{
    bool row = true;
    enum err e = OK;

    for (*n = 0; !e && *n < cap && !(e = db_step(s, &row)) && row; (*n)++) {
        struct vault_row v = { .epoch = (uint32_t)db_i64(s, 1) };
        e = db_fixed(s, 0, v.id.b, sizeof v.id.b);
        e = e ? e : copy_text(s, 2, v.role, sizeof v.role);
        e = e ? e : db_fixed(s, 3, v.public.b, sizeof v.public.b);
        to[*n] = v;
    }
    return e;
}

enum err
keys_vault_list(struct db *db, struct vault_row to[MAX_VAULTS], size_t *n)
{
    OWN(db_stmt) s = db_use(db, KEYS_VAULT_LIST);

    return read_vaults(s, to, MAX_VAULTS, n);
}

enum err
keys_vault_past(
    struct db *db, const struct vault_row *now, struct vault_row *to, size_t cap, size_t *n)
{
    OWN(db_stmt) s = db_use(db, KEYS_VAULT_PAST);

    db_bind_bytes(s, 1, id_bytes(now->id.b));
    db_bind_i64(s, 2, now->epoch);
    return read_vaults(s, to, cap, n);
}

enum err
keys_vault_forget_past(struct db *db, const struct vault_row *now)
{
    static const int both[] = { KEYS_VAULT_ERASE_BEFORE, KEYS_VAULT_WRAPS_ERASE_BEFORE };
    enum err e = OK;

    for (size_t i = 0; !e && i < 2; i++) {
        OWN(db_stmt) s = db_use(db, both[i]);
        db_bind_bytes(s, 1, id_bytes(now->id.b));
        db_bind_i64(s, 2, now->epoch);
        e = db_run(s);
    }
    return e;
}

enum err
keys_vault_take(struct db *db, const struct vault_id *vault, const struct member_id *m)
{
    OWN(db_stmt) s = db_use(db, KEYS_WRAP_ERASE_FOR);

    db_bind_i64(s, 1, WRAP_VAULT);
    db_bind_bytes(s, 2, id_bytes(vault->b));
    db_bind_bytes(s, 3, id_bytes(m->b));
    return db_run(s);
}

static void
bind_about(struct db_stmt *s, const struct wrap_about *about)
{
    db_bind_i64(s, 1, about->purpose);
    db_bind_bytes(s, 2, id_bytes(about->object));
    db_bind_i64(s, 3, about->epoch);
    db_bind_bytes(s, 4, id_bytes(about->recipient));
}

enum err
keys_wrap_put(struct db *db, const struct wrap_about *about, const struct wrap *w)
{
    OWN(db_stmt) s = db_use(db, KEYS_WRAP_PUT);

    bind_about(s, about);
    db_bind_bytes(s, 5, (struct bytes){ w->b, sizeof w->b });
    return db_run(s);
}

enum err
keys_wrap_get(struct db *db, const struct wrap_about *about, struct wrap *out)
{
    OWN(db_stmt) s = db_use(db, KEYS_WRAP_GET);

    bind_about(s, about);
    enum err e = db_one(s);
    return e ? e : db_fixed(s, 0, out->b, sizeof out->b);
}

enum err
keys_door_put(
    struct db *db, uint32_t week, const struct box_public *public, const struct box_secret *secret)
{
    OWN(db_stmt) s = db_use(db, KEYS_DOOR_PUT);

    db_bind_i64(s, 1, week);
    db_bind_bytes(s, 2, (struct bytes){ public->b, sizeof public->b });
    if (secret)
        db_bind_bytes(s, 3, (struct bytes){ secret->b, sizeof secret->b });
    else
        db_bind_null(s, 3);
    return db_run(s);
}

enum err
keys_door_list(struct db *db, struct door_row to[MAX_DOORS], size_t *n)
{
    OWN(db_stmt) s = db_use(db, KEYS_DOOR_LIST);
    bool row = true;
    enum err e = OK;

    for (*n = 0; !e && !(e = db_step(s, &row)) && row && *n < MAX_DOORS; (*n)++) {
        to[*n] = (struct door_row){ .week = (uint32_t)db_i64(s, 0), .is_free = !db_is_null(s, 2) };
        e = db_fixed(s, 1, to[*n].public.b, sizeof to[*n].public.b);
    }
    return e;
}

enum err
keys_door_secret(struct db *db, uint32_t week, struct box_secret *out)
{
    OWN(db_stmt) s = db_use(db, KEYS_DOOR_GET);

    db_bind_i64(s, 1, week);
    enum err e = db_one(s);
    if (!e && db_is_null(s, 0))
        e = ERR_NOT_FOUND;
    return e ? e : db_fixed(s, 0, out->b, sizeof out->b);
}

enum err
keys_door_free(struct db *db, uint32_t week, const struct box_secret *secret)
{
    OWN(db_stmt) s = db_use(db, KEYS_DOOR_FREE);

    db_bind_i64(s, 1, week);
    db_bind_bytes(s, 2, (struct bytes){ secret->b, sizeof secret->b });
    return db_run(s);
}

enum err
keys_door_erase_before(struct db *db, uint32_t week)
{
    OWN(db_stmt) s = db_use(db, KEYS_DOOR_ERASE_BEFORE);

    db_bind_i64(s, 1, week);
    return db_run(s);
}

enum err
keys_online_put(struct db *db, const struct sign_secret *auth)
{
    OWN(db_stmt) s = db_use(db, KEYS_ONLINE_PUT);

    db_bind_text(s, 1, "auth");
    db_bind_bytes(s, 2, (struct bytes){ auth->b, sizeof auth->b });
    return db_run(s);
}

enum err
keys_online_get(struct db *db, struct sign_secret *out)
{
    OWN(db_stmt) s = db_use(db, KEYS_ONLINE_GET);

    db_bind_text(s, 1, "auth");
    enum err e = db_one(s);
    return e ? e : db_fixed(s, 0, out->b, sizeof out->b);
}

void
keys_week_object(uint32_t week, uint8_t out[ID_BYTES])
{
    struct writer w = writer_of(out + ID_BYTES - 4, 4);

    memset(out, 0, ID_BYTES);
    write_u32(&w, week);
}
