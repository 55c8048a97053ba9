/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/vaults/sharing.h"
#include "core/wire/content.h"
#include "desk/audit/audit.h"

enum { WHO_CAP = MEMBER_NAME_MAX + 2 };

/* Roles whose work is never with cases. */
static const uint32_t no_cases = ROLE_OFFICE | ROLE_DATA_PROTECTION | ROLE_STATISTICS |
                                 ROLE_SECURITY | ROLE_EDITOR | ROLE_FINANCE;

/* Helping and documenting are two sides of a wall.  On which of them those vaults of the
   organisation stand that read a case, and how many they are: what one shared with oneself keeps
   its side. */
struct sides {
    bool helps, documents;
    size_t n_vaults;
};

static enum err
sides_of(const struct casebook *b, const struct stream_id *stream, struct sides *out)
{
    uint8_t readers[MAX_READERS][ID_BYTES];
    struct vault_row vaults[MAX_VAULTS];
    struct sides s = { 0 };
    size_t n = 0;
    size_t n_readers = 0;
    enum err e = keys_vault_list(b->at.keys, vaults, &n);

    e = e ? e : keys_readers(b->at.keys, stream, readers, &n_readers);
    for (size_t i = 0; !e && i < n; i++)
        for (size_t k = 0; k < n_readers; k++) {
            bool here = id_equal(vaults[i].id.b, readers[k]);
            bool documents = strcmp(vaults[i].role, "documentation") == 0;
            s.n_vaults += here;
            s.documents = s.documents || (here && documents);
            s.helps = s.helps || (here && !documents);
        }
    if (!e)
        *out = s;
    return e;
}

static bool
may_have_cases(uint32_t roles)
{
    return (roles & ~no_cases) != 0;
}

static bool
vault_may(const struct sides *s, const struct vault_row *v)
{
    bool cases = strcmp(v->role, "office") != 0 && strcmp(v->role, "audit") != 0;
    bool documents = strcmp(v->role, "documentation") == 0;

    return cases && (documents ? s->documents : s->helps);
}

/* Her role, as it was signed, says on which side of the wall she works. */
static bool
member_may(const struct roster *signed_by, const struct sides *s, const struct member *m)
{
    const struct roster_member *r = roster_member_find(signed_by, &m->id);
    uint32_t roles = r ? r->roles : 0;
    bool documents = roles & (ROLE_DOCUMENTER | ROLE_CUSTODIAN);
    bool helps = roles & ~(no_cases | ROLE_DOCUMENTER | ROLE_CUSTODIAN);

    return may_have_cases(roles) &&
           ((s->documents && documents) || (s->helps && (helps || !documents)));
}

static bool
has_id(uint8_t ids[MAX_READERS][ID_BYTES], size_t n, const uint8_t id[ID_BYTES])
{
    for (size_t i = 0; i < n; i++)
        if (id_equal(ids[i], id))
            return true;
    return false;
}

struct finding {
    const struct casebook *b;
    struct sides sides;
    struct arena *a;
    uint8_t reading[MAX_READERS][ID_BYTES];
    size_t n_reading;
    struct case_reader *to;
    size_t n;
};

static void
add(struct finding *f, const uint8_t id[ID_BYTES], const char *role, const char *name)
{
    struct case_reader r = { .role = arena_text(f->a, role), .name = arena_text(f->a, name) };

    memcpy(r.id, id, ID_BYTES);
    r.reads = has_id(f->reading, f->n_reading, id);
    r.here = id_equal(id, f->b->vault->row.id.b);
    if (f->n < MAX_CASE_READERS && r.role && r.name)
        f->to[f->n++] = r;
}

/* Vaults, then members; first those who read, then those who might. */
static enum err
find_all(struct finding *f, bool reading)
{
    struct vault_row vaults[MAX_VAULTS];
    struct member *members = arena_alloc(f->a, MEMBERS_MAX * sizeof *members);
    size_t n = 0;
    enum err e = members ? keys_vault_list(f->b->at.keys, vaults, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        bool reads = has_id(f->reading, f->n_reading, vaults[i].id.b);
        if (reads == reading && (reads || vault_may(&f->sides, &vaults[i])))
            add(f, vaults[i].id.b, vaults[i].role, "");
    }
    e = e ? e : keys_member_list(f->b->at.keys, members, MEMBERS_MAX, &n);
    for (size_t i = 0; !e && i < n; i++) {
        bool reads = has_id(f->reading, f->n_reading, members[i].id.b);
        if (reads == reading && (reads || member_may(f->b->at.roster, &f->sides, &members[i])))
            add(f, members[i].id.b, "", members[i].name);
    }
    return e;
}

enum err
case_readers(const struct casebook *b, int64_t id, struct arena *a,
    struct case_reader to[MAX_CASE_READERS], size_t *n)
{
    struct finding f = { .b = b, .a = a, .to = to };
    struct stream_id stream;
    enum err e = casebook_stream(b, id, &stream);

    e = e ? e : keys_readers(b->at.keys, &stream, f.reading, &f.n_reading);
    e = e ? e : sides_of(b, &stream, &f.sides);
    e = e ? e : find_all(&f, true);
    e = e ? e : find_all(&f, false);
    *n = f.n;
    return e;
}

/* Who it is, in words, and whether a case of this vault may go there. */
static enum err
find_one(const struct casebook *b, const struct sides *s, const uint8_t id[ID_BYTES],
    char who[static WHO_CAP], bool *may)
{
    struct vault_row vaults[MAX_VAULTS];
    struct member_id member;
    struct member m;
    size_t n = 0;
    enum err e = keys_vault_list(b->at.keys, vaults, &n);

    for (size_t i = 0; !e && i < n; i++)
        if (id_equal(vaults[i].id.b, id)) {
            (void)snprintf(who, WHO_CAP, "%s", vaults[i].role);
            *may = vault_may(s, &vaults[i]);
            return OK;
        }
    memcpy(member.b, id, ID_BYTES);
    e = e ? e : keys_member_by_id(b->at.keys, &member, &m);
    if (e)
        return e;
    (void)snprintf(who, WHO_CAP, "@%s", m.name);
    *may = member_may(b->at.roster, s, &m);
    return OK;
}

static enum err
write_share(const struct casebook *b, const struct stream_id *stream, const uint8_t to[ID_BYTES],
    const char *who, uint32_t on, const struct actor *by)
{
    struct record r = { .kind = RECORD_SHARE,
        .at_s = by->now_s,
        .by = by->id,
        .by_name = by->name,
        .number = on,
        .body = bytes_of(who) };

    memcpy(r.content.b, to, ID_BYTES);
    enum err e = case_act(b, stream, &r);
    return e ? e
             : audit_note(b, on ? AUDIT_SHARED : AUDIT_UNSHARED, stream, who, &by->id, by->name);
}

enum err
case_share(const struct casebook *b, int64_t id, const uint8_t to[ID_BYTES], const struct actor *by)
{
    char who[WHO_CAP] = "";
    struct stream_id stream;
    struct sides sides = { 0 };
    bool may = false;
    enum err e = casebook_stream(b, id, &stream);

    e = e ? e : sides_of(b, &stream, &sides);
    e = e ? e : find_one(b, &sides, to, who, &may);
    if (!e && !may)
        e = ERR_FORBIDDEN;
    e = e ? e : stream_share(&b->at, &stream, to);
    return e ? e : write_share(b, &stream, to, who, 1, by);
}

/* A case is the organisation's: it may not be taken out of a vault from a single member's own, and
   one vault of the organisation keeps it, or its only key would leave with one person. */
static enum err
must_stay(const struct casebook *b, const struct sides *s, const uint8_t to[ID_BYTES])
{
    struct vault_row vaults[MAX_VAULTS];
    size_t n = 0;
    enum err e = keys_vault_list(b->at.keys, vaults, &n);

    for (size_t i = 0; !e && i < n; i++)
        if (id_equal(vaults[i].id.b, to))
            e = vault_is_own(b->vault) ? ERR_FORBIDDEN : s->n_vaults < 2 ? ERR_CONFLICT : OK;
    return e;
}

enum err
case_unshare(
    const struct casebook *b, int64_t id, const uint8_t to[ID_BYTES], const struct actor *by)
{
    char who[WHO_CAP] = "";
    struct stream_id stream;
    struct sides sides = { 0 };
    bool may = false;
    enum err e = casebook_stream(b, id, &stream);

    e = e ? e : sides_of(b, &stream, &sides);
    e = e ? e : find_one(b, &sides, to, who, &may);
    if (e == ERR_NOT_FOUND) /* a member who left */
        e = OK;
    e = e ? e : must_stay(b, &sides, to);
    e = e ? e : stream_unshare(&b->at, &stream, to);
    return e ? e : write_share(b, &stream, to, who, 0, by);
}

enum err
sharing_apply(struct applying *x)
{
    return x->case_id ? applying_entry(x, x->id, x->r->body) : OK;
}
