/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forms/rules.h"
#include "cases.gen.h"
#include "core/wire/crypto.h"

enum { ARENA_BYTES = 1 << 20 };

static enum err
book_find(struct db *p, struct stream_id *out)
{
    OWN(db_stmt) s = db_use(p, CASES_BOOK_FIND);

    db_bind_i64(s, 1, BOOK_ORGANISATION);
    enum err e = db_one(s);
    return e ? e : db_fixed(s, 0, out->b, ID_BYTES);
}

enum err
book_need(const struct casebook *b, const struct actor *by, struct stream_id *out)
{
    struct record r = { .kind = RECORD_BOOK,
        .at_s = by->now_s,
        .by = by->id,
        .by_name = by->name,
        .number = BOOK_ORGANISATION };
    enum err e = book_find(b->p, out);

    if (e != ERR_NOT_FOUND)
        return e;
    e = stream_new(&b->at, out);
    return e ? e : case_act(b, out, &r);
}

static enum err
stream_of(const struct casebook *b, const struct item_put *put, const struct actor *by,
    struct arena *a, struct stream_id *out)
{
    struct case_full c;

    if (put->def->in_book != (put->case_id == 0))
        return ERR_MALFORMED;
    if (put->def->in_book)
        return book_need(b, by, out);
    enum err e = case_get(b->p, put->case_id, a, &c);
    if (e)
        return e;
    *out = c.stream;
    case_wipe(&c);
    return OK;
}

/* Every field that must be there is; those this vault does not show are nobody's duty here. */
static bool
is_whole(const struct casebook *b, const struct item_put *put)
{
    for (size_t i = 0; put->n > 0 && i < put->def->n_fields; i++) {
        const struct form_field *f = &put->def->fields[i];
        bool found = !f->required || !form_field_shown(f, b->at.vault->row.role);
        for (size_t k = 0; !found && k < put->n; k++)
            found = put->v[k].field == f->number;
        if (!found)
            return false;
    }
    return true;
}

/* The item that is changed must be this form's, here, and stand; a new one must have room. */
static enum err
check_place(const struct casebook *b, const struct item_put *put, struct arena *a)
{
    struct item *old = NULL;
    int64_t n = 0;

    if (!put->id) {
        enum err e =
            put->n == 0 ? ERR_MALFORMED : items_count(b->p, put->case_id, put->def->number, &n);
        return e ? e : put->def->one && n > 0 ? ERR_CONFLICT : OK;
    }
    enum err e = item_get(b->p, put->id, a, &old);
    if (e)
        return e;
    if (old->def != put->def || old->case_id != put->case_id)
        return ERR_NOT_FOUND;
    return old->withdrawn ? ERR_CONFLICT : OK;
}

enum err
item_put(const struct casebook *b, const struct item_put *put, const struct actor *by,
    struct item_id *out)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    uint8_t *room = a ? arena_alloc(a, ITEM_BODY_MAX) : NULL;
    struct record r = { .kind = RECORD_ITEM,
        .at_s = by->now_s,
        .by = by->id,
        .by_name = by->name,
        .number = put->def->number };
    struct stream_id stream;

    if (!room)
        return ERR_INTERNAL;
    struct writer w = writer_of(room, ITEM_BODY_MAX);
    enum err e = check_place(b, put, a);
    e = e ? e : is_whole(b, put) ? item_body_encode(put->def, put->v, put->n, &w) : ERR_MALFORMED;
    e = e ? e : stream_of(b, put, by, a, &stream);
    if (e)
        return e;
    if (put->id)
        memcpy(r.content.b, put->id->b, ID_BYTES);
    else
        random_fill(r.content.b, ID_BYTES);
    r.body = (struct bytes){ room, w.n };
    e = case_act(b, &stream, &r);
    if (!e)
        memcpy(out->b, r.content.b, ID_BYTES);
    return e;
}
