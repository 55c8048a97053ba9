/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forms/items.h"
#include "base/out.h"
#include "base/text.h"
#include "cases.gen.h"
#include "text/fold.h"

enum err
item_id_of(const char *hex, struct item_id *out)
{
    struct item_id id;

    if (!hex || strlen(hex) != 2 * ID_BYTES || hex_decode(hex, id.b, ID_BYTES))
        return ERR_NOT_FOUND;
    *out = id;
    return OK;
}

static struct bytes
id_bytes(const struct item_id *id)
{
    return (struct bytes){ id->b, ID_BYTES };
}

/* ---- Reading. */

static const char *
column_text(struct db_stmt *s, int column, struct arena *a)
{
    const char *text = db_text(s, column);

    return arena_text(a, text ? text : "");
}

/* The columns of item_get and item_list. */
static enum err
read_item(struct db_stmt *s, struct arena *a, struct item **out)
{
    struct item *it = arena_alloc(a, sizeof *it);
    enum err e = it ? db_fixed(s, 0, it->id.b, ID_BYTES) : ERR_INTERNAL;

    if (e)
        return e;
    hex_encode(id_bytes(&it->id), it->hex);
    it->record = db_i64(s, 1);
    it->case_id = db_i64(s, 2);
    it->def = form_def_of((uint32_t)db_i64(s, 3));
    it->first_s = db_i64(s, 4);
    it->first_by = column_text(s, 5, a);
    it->at_s = db_i64(s, 6);
    it->by = column_text(s, 7, a);
    it->withdrawn = db_i64(s, 8) != 0;
    it->revision = (uint32_t)db_i64(s, 9);
    *out = it;
    return it->def && it->first_by && it->by ? OK : ERR_INTERNAL;
}

static enum err
read_values(struct db *p, struct arena *a, struct item *it)
{
    OWN(db_stmt) s = db_use(p, CASES_FIELD_LIST);
    struct field_value room[ITEM_VALUES_MAX];
    bool row = true;
    size_t n = 0;
    enum err e = OK;

    db_bind_bytes(s, 1, id_bytes(&it->id));
    for (; !e && n < ITEM_VALUES_MAX && !(e = db_step(s, &row)) && row; n++) {
        room[n] = (struct field_value){ (uint16_t)db_i64(s, 0), db_i64(s, 1), db_i64(s, 2),
            column_text(s, 3, a) };
        e = room[n].text ? OK : ERR_INTERNAL;
    }
    struct field_value *v = e ? NULL : arena_alloc(a, (n + 1) * sizeof *v);
    if (!v)
        return e ? e : ERR_INTERNAL;
    memcpy(v, room, n * sizeof *v);
    it->v = v;
    it->n = n;
    return OK;
}

enum err
item_get(struct db *p, const struct item_id *id, struct arena *a, struct item **out)
{
    OWN(db_stmt) s = db_use(p, CASES_ITEM_GET);
    struct item *it = NULL;

    db_bind_bytes(s, 1, id_bytes(id));
    enum err e = db_one(s);
    e = e ? e : read_item(s, a, &it);
    e = e ? e : read_values(p, a, it);
    if (!e)
        *out = it;
    return e;
}

enum err
items_list(
    struct db *p, const struct items_ask *ask, struct arena *a, struct item ***out, size_t *n)
{
    struct item **to = arena_alloc(a, ITEMS_MAX * sizeof(void *));
    bool row = true;
    size_t k = 0;
    enum err e = to ? OK : ERR_INTERNAL;
    OWN(db_stmt) s = db_use(p, CASES_ITEM_LIST);

    db_bind_i64(s, 1, ask->case_id);
    db_bind_i64(s, 2, ask->form);
    db_bind_i64(s, 3, ask->withdrawn);
    db_bind_i64(s, 4, ITEMS_MAX);
    db_bind_i64(s, 5, 0);
    while (!e && k < ITEMS_MAX && !(e = db_step(s, &row)) && row) {
        e = read_item(s, a, &to[k]);
        e = e ? e : read_values(p, a, to[k]);
        k++;
    }
    if (e)
        return e;
    *out = to;
    *n = k;
    return OK;
}

enum err
item_newest(struct db *p, int64_t case_id, uint32_t form, struct arena *a, struct item **out)
{
    struct items_ask ask = { .case_id = case_id, .form = form };
    struct item **all = NULL;
    size_t n = 0;
    enum err e = items_list(p, &ask, a, &all, &n);

    if (!e)
        *out = n > 0 ? all[n - 1] : NULL;
    return e;
}

enum err
items_count(struct db *p, int64_t case_id, uint32_t form, int64_t *out)
{
    OWN(db_stmt) s = db_use(p, CASES_ITEM_COUNT);

    db_bind_i64(s, 1, case_id);
    db_bind_i64(s, 2, form);
    enum err e = db_one(s);
    if (!e)
        *out = db_i64(s, 0);
    return e;
}

static enum err
read_past(struct db_stmt *s, const struct item *of, struct arena *a, struct item *out)
{
    struct bytes body = db_bytes(s, 3);
    struct field_value *v = NULL;
    struct item it = *of;

    it.revision = (uint32_t)db_i64(s, 0);
    it.at_s = db_i64(s, 1);
    it.by = column_text(s, 2, a);
    it.withdrawn = body.n == 0;
    enum err e = it.by ? item_body_decode(of->def, body, a, &v, &it.n) : ERR_INTERNAL;
    it.v = v;
    if (!e)
        *out = it;
    return e;
}

enum err
item_past(struct db *p, const struct item *of, struct arena *a, struct item **out, size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_ITEM_PAST_LIST);
    struct item *to = arena_alloc(a, ITEM_PAST_MAX * sizeof *to);
    bool row = true;
    size_t k = 0;
    enum err e = to ? OK : ERR_INTERNAL;

    db_bind_bytes(s, 1, id_bytes(&of->id));
    db_bind_i64(s, 2, ITEM_PAST_MAX);
    for (; !e && k < ITEM_PAST_MAX && !(e = db_step(s, &row)) && row; k++)
        e = read_past(s, of, a, &to[k]);
    if (e)
        return e;
    *out = to;
    *n = k;
    return OK;
}

/* ---- Applying. */

static enum err
put_row(const struct applying *x, const struct item_id *id)
{
    OWN(db_stmt) s = db_use(x->p, CASES_ITEM_PUT);

    db_bind_bytes(s, 1, id_bytes(id));
    db_bind_i64(s, 2, x->id);
    db_bind_i64(s, 3, x->case_id);
    db_bind_i64(s, 4, x->r->number);
    db_bind_i64(s, 5, x->r->at_s);
    db_bind_text(s, 6, x->r->by_name ? x->r->by_name : "");
    db_bind_i64(s, 7, x->r->body.n == 0);
    return db_run(s);
}

static enum err
put_past(const struct applying *x, const struct item_id *id)
{
    OWN(db_stmt) s = db_use(x->p, CASES_ITEM_PAST_PUT);

    db_bind_bytes(s, 1, id_bytes(id));
    db_bind_i64(s, 2, x->r->at_s);
    db_bind_text(s, 3, x->r->by_name ? x->r->by_name : "");
    db_bind_bytes(s, 4, x->r->body.n ? x->r->body : bytes_of(""));
    return db_run(s);
}

static enum err
put_value(
    const struct applying *x, const struct item_id *id, const struct field_value *v, int64_t ix)
{
    const char *folded = text_fold(x->a, v->text);
    OWN(db_stmt) s = db_use(x->p, CASES_FIELD_PUT);

    if (!folded)
        return ERR_INTERNAL;
    db_bind_bytes(s, 1, id_bytes(id));
    db_bind_i64(s, 2, v->field);
    db_bind_i64(s, 3, ix);
    db_bind_i64(s, 4, v->n);
    db_bind_i64(s, 5, v->more);
    db_bind_text(s, 6, v->text);
    db_bind_text(s, 7, folded);
    return db_run(s);
}

static enum err
put_values(
    const struct applying *x, const struct item_id *id, const struct field_value *v, size_t n)
{
    OWN(db_stmt) clear = db_use(x->p, CASES_FIELD_CLEAR);
    int64_t ix = 0;

    db_bind_bytes(clear, 1, id_bytes(id));
    enum err e = db_run(clear);
    for (size_t i = 0; !e && i < n; i++) {
        ix = i > 0 && v[i].field == v[i - 1].field ? ix + 1 : 0;
        e = put_value(x, id, &v[i], ix);
    }
    return e;
}

/* What search finds of it in the thread: everything that was written, a line each. */
static enum err
put_entry(
    const struct applying *x, const struct form_def *def, const struct field_value *v, size_t n)
{
    struct out o = out_in(x->a);

    for (size_t i = 0; i < n; i++) {
        enum field_type t = form_field_of(def, v[i].field)->type;
        if (t != FIELD_TEXT && t != FIELD_LONG)
            continue;
        out_lit(&o, v[i].text, strlen(v[i].text));
        out_lit(&o, "\n", 1);
    }
    return o.failed ? ERR_INTERNAL
                    : applying_entry(x, x->id, (struct bytes){ (const uint8_t *)o.buf, o.n });
}

/* An item stays what it was and where it was. */
static enum err
check_same(const struct applying *x, const struct item_id *id)
{
    OWN(db_stmt) s = db_use(x->p, CASES_ITEM_GET);

    db_bind_bytes(s, 1, id_bytes(id));
    enum err e = db_one(s);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    return db_i64(s, 2) == x->case_id && db_i64(s, 3) == x->r->number ? OK : ERR_MALFORMED;
}

enum err
item_apply(struct applying *x)
{
    const struct form_def *def = form_def_of(x->r->number);
    struct field_value *v = NULL;
    struct item_id id;
    size_t n = 0;

    if (!def || def->in_book != (x->case_id == 0))
        return ERR_MALFORMED;
    memcpy(id.b, x->r->content.b, ID_BYTES);
    enum err e = item_body_decode(def, x->r->body, x->a, &v, &n);
    e = e ? e : check_same(x, &id);
    e = e ? e : put_row(x, &id);
    e = e ? e : put_past(x, &id);
    e = e ? e : put_values(x, &id, v, n);
    return e || def->in_book ? e : put_entry(x, def, v, n);
}
