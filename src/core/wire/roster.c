/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/roster.h"
#include "core/wire/content.h"
#include "core/wire/lines.h"
#include <string.h>

static void
member_read(struct lines *l, struct roster *r)
{
    if (r->n_members == ROSTER_MAX_MEMBERS) {
        l->bad = true;
        return;
    }
    struct roster_member *m = &r->members[r->n_members++];
    line_hex(l, m->id.b, ID_BYTES);
    line_hex(l, m->key.b, KEY_BYTES);
    m->roles = line_u32(l, 1, UINT32_MAX);
}

static void
vault_read(struct lines *l, struct roster *r)
{
    if (r->n_vaults == ROSTER_MAX_VAULTS) {
        l->bad = true;
        return;
    }
    struct roster_vault *v = &r->vaults[r->n_vaults++];
    line_hex(l, v->id.b, ID_BYTES);
    v->epoch = line_u32(l, 1, UINT32_MAX);
    line_hex(l, v->key.b, KEY_BYTES);
    line_copy(l, line_word(l), v->role, sizeof v->role);
}

static bool
role_is_valid(const char *role)
{
    size_t n = strlen(role);

    for (size_t i = 0; i < n; i++) {
        bool letter = role[i] >= 'a' && role[i] <= 'z';
        bool digit = role[i] >= '0' && role[i] <= '9';
        if (!letter && !digit && role[i] != '-')
            return false;
    }
    return n > 0 && n <= ROSTER_ROLE_MAX;
}

static bool
roster_is_valid(const struct roster *r)
{
    if (r->version == 0 || r->n_vaults == 0)
        return false;
    if (r->n_members > ROSTER_MAX_MEMBERS || r->n_vaults > ROSTER_MAX_VAULTS)
        return false;
    for (size_t i = 0; i < r->n_members; i++) {
        if (r->members[i].roles == 0)
            return false;
        for (size_t k = 0; k < i; k++)
            if (id_equal(r->members[i].id.b, r->members[k].id.b))
                return false;
    }
    for (size_t i = 0; i < r->n_vaults; i++) {
        if (!role_is_valid(r->vaults[i].role) || r->vaults[i].epoch == 0)
            return false;
        for (size_t k = 0; k < i; k++)
            if (id_equal(r->vaults[i].id.b, r->vaults[k].id.b))
                return false;
    }
    return true;
}

enum err
roster_decode(struct bytes text, struct roster *out)
{
    struct roster r = { 0 };
    struct lines l;

    lines_of(text, &l);
    lines_need(&l, "understory/roster/1");
    lines_need(&l, "network");
    line_hex(&l, r.network.b, KEY_BYTES);
    lines_need(&l, "org");
    line_hex(&l, r.org.b, ID_BYTES);
    lines_need(&l, "version");
    r.version = line_u32(&l, 1, UINT32_MAX);
    while (lines_is(&l, "member"))
        member_read(&l, &r);
    while (lines_is(&l, "vault"))
        vault_read(&l, &r);
    if (!lines_end(&l) || !roster_is_valid(&r))
        return ERR_MALFORMED;
    *out = r;
    return OK;
}

static void
vault_write(const struct roster_vault *v, struct writer *w)
{
    line_put(w, "vault");
    line_put_hex(w, v->id.b, ID_BYTES);
    line_put_u32(w, v->epoch);
    line_put_hex(w, v->key.b, KEY_BYTES);
    line_put_word(w, v->role);
    line_put_end(w);
}

enum err
roster_encode(const struct roster *r, struct writer *w)
{
    if (!roster_is_valid(r))
        return ERR_MALFORMED;
    line_put(w, "understory/roster/1\nnetwork");
    line_put_hex(w, r->network.b, KEY_BYTES);
    line_put(w, "\norg");
    line_put_hex(w, r->org.b, ID_BYTES);
    line_put(w, "\nversion");
    line_put_u32(w, r->version);
    line_put_end(w);
    for (size_t i = 0; i < r->n_members; i++) {
        line_put(w, "member");
        line_put_hex(w, r->members[i].id.b, ID_BYTES);
        line_put_hex(w, r->members[i].key.b, KEY_BYTES);
        line_put_u32(w, r->members[i].roles);
        line_put_end(w);
    }
    for (size_t i = 0; i < r->n_vaults; i++)
        vault_write(&r->vaults[i], w);
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
roster_open(struct bytes note, const struct root *root, const struct network_id *network,
    struct roster *out)
{
    struct note n;
    struct roster r;

    if (note_parse(note, &n) || roster_decode(n.text, &r))
        return ERR_MALFORMED;
    enum err e = org_note_verify(&n, &r.org, &r.network, root, network);
    if (!e)
        *out = r;
    return e;
}

const struct roster_member *
roster_member_find(const struct roster *r, const struct member_id *id)
{
    for (size_t i = 0; i < r->n_members; i++)
        if (id_equal(r->members[i].id.b, id->b))
            return &r->members[i];
    return NULL;
}

const struct roster_vault *
roster_vault_find(const struct roster *r, const struct vault_id *id)
{
    for (size_t i = 0; i < r->n_vaults; i++)
        if (id_equal(r->vaults[i].id.b, id->b))
            return &r->vaults[i];
    return NULL;
}
