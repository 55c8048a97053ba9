/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/factors.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "keys.gen.h"

static struct bytes
id_of(const uint8_t id[ID_BYTES])
{
    return (struct bytes){ id, ID_BYTES };
}

static enum err
read_part(struct db_stmt *s, int column, uint8_t *to, size_t cap, size_t *n)
{
    struct bytes b = db_bytes(s, column);

    if (b.n > cap)
        return ERR_MALFORMED;
    if (b.n > 0)
        memcpy(to, b.p, b.n);
    *n = b.n;
    return OK;
}

static enum err
read_factor(struct db_stmt *s, struct factor *f)
{
    const char *label = db_text(s, 2);

    *f = (struct factor){ .kind = (enum factor_kind)db_i64(s, 1),
        .added_day = db_i64(s, 3),
        .used_day = db_i64(s, 4),
        .counter = db_i64(s, 5),
        .algorithm = (int)db_i64(s, 6) };
    (void)snprintf(f->label, sizeof f->label, "%s", label ? label : "");
    enum err e = db_fixed(s, 0, f->id, sizeof f->id);
    e = e ? e : read_part(s, 7, f->credential, sizeof f->credential, &f->n_credential);
    return e ? e : read_part(s, 8, f->public, sizeof f->public, &f->n_public);
}

enum err
factor_list(struct db *keys, const struct member_id *m, struct factor to[FACTORS_MAX], size_t *n)
{
    OWN(db_stmt) s = db_use(keys, KEYS_FACTOR_LIST);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, id_of(m->b));
    for (*n = 0; !e && *n < FACTORS_MAX && !(e = db_step(s, &row)) && row; (*n)++)
        e = read_factor(s, &to[*n]);
    return e;
}

enum err
factor_put(struct db *keys, const struct member_id *m, const struct factor *f)
{
    OWN(db_stmt) s = db_use(keys, KEYS_FACTOR_PUT);

    db_bind_bytes(s, 1, id_of(f->id));
    db_bind_bytes(s, 2, id_of(m->b));
    db_bind_i64(s, 3, f->kind);
    db_bind_text(s, 4, f->label);
    db_bind_i64(s, 5, f->added_day);
    db_bind_i64(s, 6, f->counter);
    db_bind_i64(s, 7, f->algorithm);
    db_bind_bytes(s, 8, (struct bytes){ f->credential, f->n_credential });
    db_bind_bytes(s, 9, (struct bytes){ f->public, f->n_public });
    return db_run(s);
}

enum err
factor_used(struct db *keys, const uint8_t id[ID_BYTES], int64_t counter, int64_t day)
{
    OWN(db_stmt) s = db_use(keys, KEYS_FACTOR_USED);

    db_bind_bytes(s, 1, id_of(id));
    db_bind_i64(s, 2, counter);
    db_bind_i64(s, 3, day);
    enum err e = db_run(s);
    return e ? e : db_n_changed(keys) == 1 ? OK : ERR_CONFLICT;
}

/* The wrap of an app's secret: its object is the factor. */
static struct wrap_about
about_totp(const struct org_id *org, const struct member_id *m, const uint8_t factor[ID_BYTES])
{
    struct wrap_about about = { .org = *org, .purpose = WRAP_FACTOR };

    memcpy(about.object, factor, ID_BYTES);
    memcpy(about.recipient, m->b, ID_BYTES);
    return about;
}

enum err
factor_erase(struct db *keys, const struct member_id *m, const uint8_t id[ID_BYTES])
{
    OWN(db_stmt) s = db_use(keys, KEYS_FACTOR_ERASE);
    OWN(db_stmt) wrap = db_use(keys, KEYS_WRAP_ERASE);

    db_bind_bytes(s, 1, id_of(id));
    db_bind_bytes(s, 2, id_of(m->b));
    enum err e = db_run(s);
    if (!e && db_n_changed(keys) != 1)
        return ERR_NOT_FOUND;
    db_bind_i64(wrap, 1, WRAP_FACTOR);
    db_bind_bytes(wrap, 2, id_of(id));
    return e ? e : db_run(wrap);
}

enum err
totp_keep(struct db *keys, const struct org_id *org, const struct member_id *m,
    const struct box_public *to, const uint8_t factor[ID_BYTES],
    const uint8_t secret[TOTP_SECRET_BYTES])
{
    struct wrap_about about = about_totp(org, m, factor);
    uint8_t key[KEY_BYTES] = { 0 };
    struct wrap w;

    memcpy(key, secret, TOTP_SECRET_BYTES);
    enum err e = wrap_seal(&about, to, key, NULL, &w);
    secret_wipe(key, sizeof key);
    return e ? e : keys_wrap_put(keys, &about, &w);
}

enum err
totp_take(struct db *keys, const struct org_id *org, const struct member *m,
    const struct box_secret *hers, const uint8_t factor[ID_BYTES],
    uint8_t secret[TOTP_SECRET_BYTES])
{
    struct wrap_about about = about_totp(org, &m->id, factor);
    uint8_t key[KEY_BYTES];
    struct wrap w;
    enum err e = keys_wrap_get(keys, &about, &w);

    e = e ? e : wrap_open(&w, &about, hers, &m->public, key);
    if (!e)
        memcpy(secret, key, TOTP_SECRET_BYTES);
    secret_wipe(key, sizeof key);
    return e;
}

/* ---- Recovery codes: ten signs of an alphabet without look-alikes, 50 bits. */

static const char code_signs[] = "abcdefghjkmnpqrstuvwxyz23456789";

static struct digest
hash_of_code(const struct member_id *m, const char *plain)
{
    uint8_t text[ID_BYTES + RECOVERY_CODE_CAP] = { 0 };

    memcpy(text, m->b, ID_BYTES);
    memcpy(text + ID_BYTES, plain, strnlen(plain, RECOVERY_CODE_CAP - 1));
    struct digest d = digest_blake2b((struct bytes){ text, sizeof text });
    secret_wipe(text, sizeof text);
    return d;
}

static enum err
recovery_run(struct db *keys, int statement, const struct member_id *m, const struct digest *hash)
{
    OWN(db_stmt) s = db_use(keys, statement);

    db_bind_bytes(s, 1, id_of(m->b));
    if (hash)
        db_bind_bytes(s, 2, (struct bytes){ hash->b, sizeof hash->b });
    return db_run(s);
}

enum err
recovery_erase(struct db *keys, const struct member_id *m)
{
    return recovery_run(keys, KEYS_RECOVERY_ERASE, m, NULL);
}

enum err
recovery_new(
    struct db *keys, const struct member_id *m, char codes[RECOVERY_CODES][RECOVERY_CODE_CAP])
{
    enum err e = recovery_erase(keys, m);

    for (size_t i = 0; !e && i < RECOVERY_CODES; i++) {
        char plain[RECOVERY_CODE_CAP] = { 0 };
        for (size_t k = 0; k < 10; k++)
            plain[k] = code_signs[random_below(sizeof code_signs - 1)];
        struct digest d = hash_of_code(m, plain);
        e = recovery_run(keys, KEYS_RECOVERY_PUT, m, &d);
        (void)snprintf(codes[i], RECOVERY_CODE_CAP, "%.5s-%.5s", plain, plain + 5);
        secret_wipe(plain, sizeof plain);
    }
    return e;
}

enum err
recovery_use(struct db *keys, const struct member_id *m, const char *typed)
{
    char plain[RECOVERY_CODE_CAP] = { 0 };
    size_t n = 0;

    for (const char *c = typed; *c && n < sizeof plain - 1; c++)
        if (*c != ' ' && *c != '-')
            plain[n++] = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    struct digest d = hash_of_code(m, plain);
    secret_wipe(plain, sizeof plain);
    enum err e = n == 10 ? recovery_run(keys, KEYS_RECOVERY_USE, m, &d) : ERR_FORBIDDEN;
    return e ? e : db_n_changed(keys) == 1 ? OK : ERR_FORBIDDEN;
}

/* ---- Counts, browsers, habits. */

static enum err
count(struct db *keys, int statement, const struct member_id *m, int64_t *n)
{
    OWN(db_stmt) s = db_use(keys, statement);

    db_bind_bytes(s, 1, id_of(m->b));
    enum err e = db_one(s);
    if (!e)
        *n = db_i64(s, 0);
    return e;
}

enum err
recovery_left(struct db *keys, const struct member_id *m, int64_t *n)
{
    return count(keys, KEYS_RECOVERY_COUNT, m, n);
}

enum err
known_count(struct db *keys, const struct member_id *m, int64_t *n)
{
    return count(keys, KEYS_KNOWN_COUNT, m, n);
}

enum err
known_put(struct db *keys, const struct digest *hash, const struct member_id *m, int64_t until_day)
{
    OWN(db_stmt) s = db_use(keys, KEYS_KNOWN_PUT);

    db_bind_bytes(s, 1, (struct bytes){ hash->b, sizeof hash->b });
    db_bind_bytes(s, 2, id_of(m->b));
    db_bind_i64(s, 3, until_day);
    return db_run(s);
}

bool
known_has(struct db *keys, const struct digest *hash, const char *name, int64_t today)
{
    OWN(db_stmt) s = db_use(keys, KEYS_KNOWN_FIND);

    db_bind_bytes(s, 1, (struct bytes){ hash->b, sizeof hash->b });
    db_bind_text(s, 2, name);
    db_bind_i64(s, 3, today);
    return db_one(s) == OK;
}

enum err
known_erase(struct db *keys, const struct member_id *m)
{
    return recovery_run(keys, KEYS_KNOWN_ERASE, m, NULL);
}

enum err
habit_get(struct db *keys, const struct member_id *m, int64_t *idle_s, int64_t *seen_day)
{
    OWN(db_stmt) s = db_use(keys, KEYS_HABIT_GET);

    db_bind_bytes(s, 1, id_of(m->b));
    enum err e = db_one(s);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *idle_s = e ? 0 : db_i64(s, 0);
    *seen_day = e ? 0 : db_i64(s, 1);
    return OK;
}

static enum err
habit_run(struct db *keys, int statement, const struct member_id *m, int64_t value)
{
    OWN(db_stmt) s = db_use(keys, statement);

    db_bind_bytes(s, 1, id_of(m->b));
    db_bind_i64(s, 2, value);
    return db_run(s);
}

enum err
habit_set_idle(struct db *keys, const struct member_id *m, int64_t idle_s)
{
    return habit_run(keys, KEYS_HABIT_IDLE, m, idle_s);
}

enum err
habit_seen(struct db *keys, const struct member_id *m, int64_t day)
{
    return habit_run(keys, KEYS_HABIT_SEEN, m, day);
}

enum err
member_reseal(struct db *keys, const struct member *m)
{
    OWN(db_stmt) s = db_use(keys, KEYS_MEMBER_RESEAL);

    db_bind_bytes(s, 1, id_of(m->id.b));
    db_bind_bytes(s, 2, (struct bytes){ m->salt, sizeof m->salt });
    db_bind_i64(s, 3, m->cost.passes);
    db_bind_i64(s, 4, m->cost.mem_kib);
    db_bind_bytes(s, 5, (struct bytes){ m->sealed, sizeof m->sealed });
    return db_run(s);
}

enum err
access_sweep(struct db *keys, int64_t today)
{
    static const int all[] = { KEYS_FACTOR_SWEEP, KEYS_RECOVERY_SWEEP, KEYS_HABIT_SWEEP,
        KEYS_TRAVEL_SWEEP };
    OWN(db_stmt) known = db_use(keys, KEYS_KNOWN_SWEEP);
    enum err e;

    db_bind_i64(known, 1, today);
    e = db_run(known);
    for (size_t i = 0; !e && i < sizeof all / sizeof *all; i++) {
        OWN(db_stmt) s = db_use(keys, all[i]);
        e = db_run(s);
    }
    return e;
}
