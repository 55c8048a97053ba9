/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/root.h"
#include "core/wire/content.h"
#include "core/wire/lines.h"
#include <string.h>

static void
editor_read(struct lines *l, struct root *r)
{
    if (r->n_editors == ROOT_MAX_EDITORS) {
        l->bad = true;
        return;
    }
    struct root_editor *e = &r->editors[r->n_editors++];
    line_copy(l, line_word(l), e->name, sizeof e->name);
    line_hex(l, e->key.b, sizeof e->key.b);
}

static void
hub_read(struct lines *l, struct root *r)
{
    if (r->n_hubs == ROOT_MAX_HUBS) {
        l->bad = true;
        return;
    }
    struct root_hub *h = &r->hubs[r->n_hubs++];
    line_hex(l, h->id.b, sizeof h->id.b);
    line_copy(l, line_word(l), h->address, sizeof h->address);
}

static void
org_read(struct lines *l, struct root *r)
{
    if (r->n_orgs == ROOT_MAX_ORGS) {
        l->bad = true;
        return;
    }
    struct root_org *o = &r->orgs[r->n_orgs++];
    line_hex(l, o->id.b, sizeof o->id.b);
    line_hex(l, o->identity.b, sizeof o->identity.b);
}

static bool
same_key(const struct sign_public *a, const struct sign_public *b)
{
    return bytes_equal((struct bytes){ a->b, KEY_BYTES }, (struct bytes){ b->b, KEY_BYTES });
}

/* Two lines for one editor would let one signature count twice. */
static bool
editors_are_valid(const struct root *r)
{
    for (size_t i = 0; i < r->n_editors; i++) {
        const struct root_editor *e = &r->editors[i];
        if (!note_name_is_valid(e->name))
            return false;
        for (size_t k = 0; k < i; k++)
            if (same_key(&e->key, &r->editors[k].key) || strcmp(e->name, r->editors[k].name) == 0)
                return false;
    }
    return r->n_editors > 0 && r->threshold > 0 && r->threshold <= r->n_editors;
}

static bool
root_is_valid(const struct root *r)
{
    if (r->n_editors > ROOT_MAX_EDITORS || r->n_hubs > ROOT_MAX_HUBS || r->n_orgs > ROOT_MAX_ORGS)
        return false;
    for (size_t i = 0; i < r->n_hubs; i++) {
        if (!line_word_is_valid(r->hubs[i].address, WIRE_VALUE_MAX))
            return false;
        for (size_t k = 0; k < i; k++)
            if (id_equal(r->hubs[i].id.b, r->hubs[k].id.b))
                return false;
    }
    for (size_t i = 0; i < r->n_orgs; i++)
        for (size_t k = 0; k < i; k++)
            if (id_equal(r->orgs[i].id.b, r->orgs[k].id.b))
                return false;
    return r->version > 0 && r->n_orgs > 0 && editors_are_valid(r);
}

enum err
root_decode(struct bytes text, struct root *out)
{
    struct root r = { 0 };
    struct lines l;

    lines_of(text, &l);
    lines_need(&l, "understory/root/1");
    lines_need(&l, "version");
    r.version = line_u32(&l, 1, UINT32_MAX);
    while (lines_is(&l, "editor"))
        editor_read(&l, &r);
    lines_need(&l, "threshold");
    r.threshold = line_u32(&l, 1, ROOT_MAX_EDITORS);
    while (lines_is(&l, "hub"))
        hub_read(&l, &r);
    while (lines_is(&l, "org"))
        org_read(&l, &r);
    if (!lines_end(&l) || !root_is_valid(&r))
        return ERR_MALFORMED;
    *out = r;
    return OK;
}

enum err
root_encode(const struct root *r, struct writer *w)
{
    if (!root_is_valid(r))
        return ERR_MALFORMED;
    line_put(w, "understory/root/1\nversion");
    line_put_u32(w, r->version);
    line_put_end(w);
    for (size_t i = 0; i < r->n_editors; i++) {
        line_put(w, "editor");
        line_put_word(w, r->editors[i].name);
        line_put_hex(w, r->editors[i].key.b, KEY_BYTES);
        line_put_end(w);
    }
    line_put(w, "threshold");
    line_put_u32(w, r->threshold);
    line_put_end(w);
    for (size_t i = 0; i < r->n_hubs; i++) {
        line_put(w, "hub");
        line_put_hex(w, r->hubs[i].id.b, ID_BYTES);
        line_put_word(w, r->hubs[i].address);
        line_put_end(w);
    }
    for (size_t i = 0; i < r->n_orgs; i++) {
        line_put(w, "org");
        line_put_hex(w, r->orgs[i].id.b, ID_BYTES);
        line_put_hex(w, r->orgs[i].identity.b, KEY_BYTES);
        line_put_end(w);
    }
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
root_signed(const struct note *n, const struct root *by)
{
    uint32_t count = 0;

    for (size_t i = 0; i < by->n_editors; i++) {
        enum err e = note_verify(n, by->editors[i].name, &by->editors[i].key);
        if (e == ERR_FORGED)
            return ERR_FORGED;
        count += !e;
    }
    return count >= by->threshold ? OK : ERR_FORGED;
}

struct network_id
root_network_id(struct bytes text_of_version_1)
{
    struct digest d = digest_blake2b(text_of_version_1);
    struct network_id id;

    memcpy(id.b, d.b, sizeof id.b);
    return id;
}

/* The next version, signed by its own editors and, but for the first, by those before. */
static enum err
root_step(struct bytes one, uint32_t n_before, struct root *r, struct network_id *network)
{
    struct note n;
    struct root next;

    if (note_parse(one, &n) || root_decode(n.text, &next))
        return ERR_MALFORMED;
    if (next.version != n_before + 1)
        return ERR_CONFLICT;
    if (root_signed(&n, &next) || (n_before > 0 && root_signed(&n, r)))
        return ERR_FORGED;
    if (n_before == 0)
        *network = root_network_id(n.text);
    *r = next;
    return OK;
}

enum err
root_open(struct bytes file, struct root *out, struct network_id *network)
{
    struct root r;
    struct network_id id;
    struct bytes one;
    uint32_t n = 0;

    while (notes_next(&file, &one)) {
        if (n == ROOT_MAX_VERSIONS)
            return ERR_TOO_LARGE;
        enum err e = root_step(one, n, &r, &id);
        if (e)
            return e;
        n++;
    }
    if (n == 0)
        return ERR_MALFORMED;
    *out = r;
    *network = id;
    return OK;
}

const struct root_org *
root_org_find(const struct root *r, const struct org_id *id)
{
    for (size_t i = 0; i < r->n_orgs; i++)
        if (id_equal(r->orgs[i].id.b, id->b))
            return &r->orgs[i];
    return NULL;
}

const struct root_hub *
root_hub_find(const struct root *r, const struct hub_id *id)
{
    for (size_t i = 0; i < r->n_hubs; i++)
        if (id_equal(r->hubs[i].id.b, id->b))
            return &r->hubs[i];
    return NULL;
}
