/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/travel.h"
#include "base/text.h"
#include "core/open/hpke_open.h"
#include "core/wire/content.h"
#include "desk/keys/roles.h"
#include "keys.gen.h"

enum {
    HEAD_BYTES = 3 * ID_BYTES + 2,
    ENTRY_BYTES = 1 + ID_BYTES + 4 + WRAP_BYTES,
    BOX_EXTRA = 48, /* what HPKE adds */
    CHECK_BYTES = 4,
    CHECK_CHARS = 6,
    INFO_BYTES = 8 + 3 * ID_BYTES,
};

static const char mark[] = "UT1.";

static struct bytes
id_of(const uint8_t id[ID_BYTES])
{
    return (struct bytes){ id, ID_BYTES };
}

static void
info_of(const struct org_id *org, const struct member_id *member, const struct member_id *colleague,
    uint8_t out[INFO_BYTES])
{
    struct writer w = writer_of(out, INFO_BYTES);

    write_bytes(&w, bytes_of("travel/1"));
    write_n(&w, org->b, ID_BYTES);
    write_n(&w, member->b, ID_BYTES);
    write_n(&w, colleague->b, ID_BYTES);
}

/* Her wraps in a fixed order: the same rows give the same bytes. */
static enum err
read_wraps(struct db *keys, const struct member_id *member, struct writer *w, size_t *n)
{
    OWN(db_stmt) s = db_use(keys, KEYS_TRAVEL_LIST);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, id_of(member->b));
    for (*n = 0; !e && !(e = db_step(s, &row)) && row; (*n)++) {
        uint8_t object[ID_BYTES];
        uint8_t sealed[WRAP_BYTES];
        e = db_fixed(s, 1, object, sizeof object);
        e = e ? e : db_fixed(s, 3, sealed, sizeof sealed);
        write_u8(w, (uint8_t)db_i64(s, 0));
        write_n(w, object, sizeof object);
        write_u32(w, (uint32_t)db_i64(s, 2));
        write_n(w, sealed, sizeof sealed);
    }
    return e ? e : w->full ? ERR_TOO_LARGE : OK;
}

/* Every vault she can open now must stay open to somebody else. */
static enum err
check_others(struct db *keys, const struct member_id *member, char only[static 17])
{
    struct vault_row rows[MAX_VAULTS];
    size_t n = 0;
    enum err e = keys_vault_list(keys, rows, &n);

    for (size_t i = 0; !e && i < n; i++) {
        struct wrap_about hers = { .purpose = WRAP_VAULT, .epoch = rows[i].epoch };
        struct wrap w;
        memcpy(hers.object, rows[i].id.b, ID_BYTES);
        memcpy(hers.recipient, member->b, ID_BYTES);
        enum err found = keys_wrap_get(keys, &hers, &w);
        if (found == ERR_NOT_FOUND)
            continue;
        OWN(db_stmt) s = db_use(keys, KEYS_TRAVEL_OTHERS);
        db_bind_bytes(s, 1, id_of(rows[i].id.b));
        db_bind_i64(s, 2, rows[i].epoch);
        db_bind_bytes(s, 3, id_of(member->b));
        e = found ? found : db_one(s);
        if (!e && db_i64(s, 0) == 0) {
            memcpy(only, rows[i].role, ROSTER_ROLE_MAX + 1);
            e = ERR_CONFLICT;
        }
    }
    return e;
}

/* So must every stream.  ERR_FORBIDDEN: one of them is readable by her alone. */
static enum err
check_streams(struct db *keys, const struct member_id *member)
{
    OWN(db_stmt) s = db_use(keys, KEYS_TRAVEL_ALONE);

    db_bind_bytes(s, 1, id_of(member->b));
    enum err e = db_one(s);
    return e ? e : db_i64(s, 0) ? ERR_FORBIDDEN : OK;
}

static enum err
plain_of(struct db *keys, const struct org_id *org, const struct member_id *member,
    const struct member_id *colleague, struct arena *a, struct bytes *out)
{
    size_t cap = HEAD_BYTES + (size_t)TRAVEL_MAX_WRAPS * ENTRY_BYTES;
    uint8_t *p = arena_alloc(a, cap);
    struct writer w = writer_of(p, p ? cap : 0);
    size_t n = 0;

    if (!p)
        return ERR_INTERNAL;
    write_n(&w, org->b, ID_BYTES);
    write_n(&w, member->b, ID_BYTES);
    write_n(&w, colleague->b, ID_BYTES);
    write_u16(&w, 0);
    enum err e = read_wraps(keys, member, &w, &n);
    if (e || n == 0)
        return e ? e : ERR_NOT_FOUND;
    p[HEAD_BYTES - 2] = (uint8_t)(n >> 8);
    p[HEAD_BYTES - 1] = (uint8_t)n;
    *out = (struct bytes){ p, w.n };
    return OK;
}

static void
check_of(struct bytes box, char out[CHECK_CHARS + 1])
{
    struct digest d = digest_blake2b(box);

    b64_encode((struct bytes){ d.b, CHECK_BYTES }, out);
}

static const char *
armored(struct arena *a, struct bytes box)
{
    char check[CHECK_CHARS + 1];
    char *body = arena_alloc(a, B64_CAP(box.n));

    if (!body)
        return NULL;
    b64_encode(box, body);
    check_of(box, check);
    return arena_printf(a, "%s%s.%s", mark, body, check);
}

enum err
travel_pack(struct db *keys, const struct org_id *org, const struct roster *roster,
    const struct member_id *member, const struct member_id *colleague, struct arena *a,
    const char **text, struct digest *digest, char only[static 17])
{
    const struct roster_member *to = roster_member_find(roster, colleague);
    uint8_t info[INFO_BYTES];
    struct bytes plain;

    if (!to || id_equal(member->b, colleague->b))
        return ERR_FORBIDDEN;
    enum err e = plain_of(keys, org, member, colleague, a, &plain);
    e = e ? e : check_others(keys, member, only);
    e = e ? e : check_streams(keys, member);
    if (e)
        return e == ERR_FORBIDDEN ? ERR_CONFLICT : e;
    uint8_t *box = arena_alloc(a, plain.n + BOX_EXTRA);
    if (!box)
        return ERR_INTERNAL;
    info_of(org, member, colleague, info);
    e = hpke_seal_base(
        &to->key, (struct bytes){ info, sizeof info }, (struct bytes){ NULL, 0 }, plain, NULL, box);
    const char *line = e ? NULL : armored(a, (struct bytes){ box, plain.n + BOX_EXTRA });
    if (!line)
        return e ? e : ERR_INTERNAL;
    *digest = digest_blake2b(plain);
    *text = line;
    return OK;
}

static enum err
run_for(struct db *keys, int statement, const struct member_id *m)
{
    OWN(db_stmt) s = db_use(keys, statement);

    db_bind_bytes(s, 1, id_of(m->b));
    return db_run(s);
}

/* Are her wraps still those that were packed?  The head holds who, so the digest does too. */
static enum err
check_same(struct db *keys, const struct member_id *member, const struct member_id *colleague,
    const struct digest *digest)
{
    OWN(arena) a = arena_new(1 << 20);
    struct org_id org;
    struct bytes plain;
    enum err e = a ? keys_fact_get(keys, "org", org.b, sizeof org.b) : ERR_INTERNAL;

    e = e ? e : plain_of(keys, &org, member, colleague, a, &plain);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_CONFLICT : e;
    struct digest now = digest_blake2b(plain);
    return secret_equal(now.b, digest->b, sizeof now.b) ? OK : ERR_CONFLICT;
}

enum err
travel_leave(struct db *keys, const struct member_id *member, const struct member_id *colleague,
    const struct digest *digest, int64_t today)
{
    OWN(db_stmt) s = db_use(keys, KEYS_TRAVEL_PUT);
    enum err e = check_same(keys, member, colleague, digest);

    e = e ? e : check_streams(keys, member); /* the others may have lost it since */
    if (e)
        return e;
    db_bind_bytes(s, 1, id_of(member->b));
    db_bind_bytes(s, 2, id_of(colleague->b));
    db_bind_bytes(s, 3, (struct bytes){ digest->b, sizeof digest->b });
    db_bind_i64(s, 4, today);
    e = db_run(s);
    e = e ? e : run_for(keys, KEYS_TRAVEL_ERASE_KEPT, member);
    return e ? e : run_for(keys, KEYS_TRAVEL_ERASE_WRAPS, member);
}

enum err
travel_get(struct db *keys, const struct member_id *member, struct member_id *colleague,
    int64_t *since_day)
{
    OWN(db_stmt) s = db_use(keys, KEYS_TRAVEL_GET);

    db_bind_bytes(s, 1, id_of(member->b));
    enum err e = db_one(s);
    e = e ? e : db_fixed(s, 0, colleague->b, ID_BYTES);
    if (!e)
        *since_day = db_i64(s, 2);
    return e;
}

/* ---- Back. */

/* The box in a text, whatever a messenger did to its blanks. */
static enum err
unarmor(const char *text, struct arena *a, struct bytes *out)
{
    size_t n = strlen(text);
    char *s = n <= TRAVEL_TEXT_MAX ? arena_alloc(a, n + 1) : NULL;
    char check[CHECK_CHARS + 1];
    size_t k = 0;

    for (const char *c = text; s && *c; c++)
        if (!strchr(" \t\r\n", *c))
            s[k++] = *c;
    const size_t ends = sizeof mark - 1 + 1 + CHECK_CHARS;
    if (!s || k <= ends || strncmp(s, mark, sizeof mark - 1) != 0 || s[k - CHECK_CHARS - 1] != '.')
        return ERR_FORGED;
    uint8_t *box = arena_alloc(a, k);
    size_t n_box = 0;
    if (!box || b64_decode(s + sizeof mark - 1, k - ends, box, k, &n_box))
        return ERR_FORGED;
    check_of((struct bytes){ box, n_box }, check);
    *out = (struct bytes){ box, n_box };
    return strcmp(check, s + k - CHECK_CHARS) == 0 ? OK : ERR_FORGED;
}

/* The box names nobody outside: try everybody who travels to this colleague. */
static enum err
open_box(struct db *keys, const struct org_id *org, const struct member *colleague,
    const struct box_secret *secret, struct bytes box, uint8_t *plain, struct member_id *whose)
{
    static const size_t max = 128;
    struct member *all = NULL;
    OWN(arena) a = arena_new(1 << 20);
    size_t n = 0;
    enum err e = a && (all = arena_alloc(a, max * sizeof *all))
                     ? keys_member_list(keys, all, max, &n)
                     : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        uint8_t info[INFO_BYTES];
        info_of(org, &all[i].id, &colleague->id, info);
        if (hpke_open_base(secret, &colleague->public, (struct bytes){ info, sizeof info },
                (struct bytes){ NULL, 0 }, box, plain))
            continue;
        *whose = all[i].id;
        return OK;
    }
    return e ? e : ERR_FORGED;
}

/* Is this the package that was made when she left? */
static enum err
check_known(struct db *keys, const struct member_id *whose, const struct member_id *colleague,
    struct bytes plain)
{
    OWN(db_stmt) s = db_use(keys, KEYS_TRAVEL_GET);
    struct digest now = digest_blake2b(plain);
    struct digest then;
    struct member_id keeper;

    db_bind_bytes(s, 1, id_of(whose->b));
    enum err e = db_one(s);
    e = e ? e : db_fixed(s, 0, keeper.b, ID_BYTES);
    e = e ? e : db_fixed(s, 1, then.b, sizeof then.b);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_FORGED : e;
    bool same = id_equal(keeper.b, colleague->b) && secret_equal(now.b, then.b, sizeof now.b);
    return same ? OK : ERR_FORGED;
}

struct entry {
    uint8_t purpose;
    struct bytes object, sealed;
    uint32_t epoch;
};

/* Is it still hers?  A vault that her roles need, of an epoch that was not given up; a stream that
   was not erased meanwhile, nor the words of that epoch. */
static enum err
is_hers(struct db *keys, const struct roster_member *m, const struct entry *en, bool *out)
{
    bool is_vault = en->purpose == WRAP_VAULT;
    OWN(db_stmt) s = db_use(keys, is_vault ? KEYS_TRAVEL_VAULT : KEYS_TRAVEL_STREAM);

    db_bind_bytes(s, 1, en->object);
    db_bind_i64(s, 2, en->epoch);
    enum err e = db_one(s);
    *out = false;
    if (!e)
        *out = is_vault ? roles_need(m->roles, db_text(s, 0)) : db_i64(s, 0) > 0;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
put_one(struct db *keys, const struct roster_member *m, const struct entry *en, size_t *n)
{
    bool hers = false;
    enum err e = en->purpose == WRAP_VAULT || en->purpose == WRAP_STREAM
                     ? is_hers(keys, m, en, &hers)
                     : ERR_FORGED;

    if (e || !hers)
        return e;
    OWN(db_stmt) s = db_use(keys, KEYS_TRAVEL_RESTORE);
    db_bind_i64(s, 1, en->purpose);
    db_bind_bytes(s, 2, en->object);
    db_bind_i64(s, 3, en->epoch);
    db_bind_bytes(s, 4, id_of(m->id.b));
    db_bind_bytes(s, 5, en->sealed);
    ++*n;
    return db_run(s);
}

static enum err
put_back(struct db *keys, const struct roster *roster, const struct member_id *whose,
    struct bytes plain, size_t *n)
{
    struct reader r = reader_of(plain);
    const struct roster_member *m = roster_member_find(roster, whose);
    enum err e = m ? OK : ERR_FORGED; /* nobody who works here */
    size_t put = 0;

    (void)read_n(&r, HEAD_BYTES - 2);
    size_t count = read_u16(&r);
    for (size_t i = 0; !e && i < count; i++) {
        struct entry en = { .purpose = read_u8(&r) };
        en.object = read_n(&r, ID_BYTES);
        en.epoch = read_u32(&r);
        en.sealed = read_n(&r, WRAP_BYTES);
        e = r.bad ? ERR_FORGED : put_one(keys, m, &en, &put);
    }
    if (!e && !reader_end(&r))
        e = ERR_FORGED;
    if (!e)
        *n = put;
    return e ? e : run_for(keys, KEYS_TRAVEL_ERASE, whose);
}

enum err
travel_return(struct db *keys, const struct org_id *org, const struct roster *roster,
    const struct member *colleague, const struct box_secret *secret, const char *text,
    struct arena *a, struct member_id *whose, size_t *n)
{
    struct member_id found;
    struct bytes box;
    enum err e = unarmor(text, a, &box);

    if (e)
        return e;
    if (box.n < HEAD_BYTES + ENTRY_BYTES + BOX_EXTRA)
        return ERR_FORGED;
    uint8_t *p = arena_alloc(a, box.n);
    struct bytes plain = { p, box.n - BOX_EXTRA };
    e = p ? open_box(keys, org, colleague, secret, box, p, &found) : ERR_INTERNAL;
    e = e ? e : check_known(keys, &found, &colleague->id, plain);
    e = e ? e : put_back(keys, roster, &found, plain, n);
    if (!e)
        *whose = found;
    return e;
}
