/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/bring.h"
#include "base/text.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/cases/rating.h"
#include "desk/keep/talk.h"
#include "desk/post/contact.h"
#include <stdlib.h>
#include <string.h>

#define OWN_REF "hex:"
enum { KNOWN_START = 1024, CASE_ARENA_BYTES = 4 << 20 };

struct known {
    struct content_id id;
    int64_t case_id;
};

/* One case on its way. */
struct bringing {
    const struct casebook *b;
    const struct actor *by;
    bool really;
    struct known *known; /* in the order of ids */
    size_t n_known, cap;
    struct arena *a;
    struct brought *out;
    struct doc_item c; /* the case; tag DOC_TAG_UNSET: none yet */
    const struct doc_item **entries;
    size_t n;
};

static int
by_id(const void *a, const void *b)
{
    const struct known *x = a;
    const struct known *y = b;

    return id_order(x->id.b, y->id.b);
}

static enum err
know(struct bringing *g, const struct known *k)
{
    if (g->n_known == g->cap) {
        size_t cap = g->cap ? 2 * g->cap : KNOWN_START;
        struct known *more = realloc(g->known, cap * sizeof *more);
        if (!more)
            return ERR_INTERNAL;
        g->known = more;
        g->cap = cap;
    }
    g->known[g->n_known++] = *k;
    return OK;
}

static enum err
read_known(struct bringing *g)
{
    OWN(db_stmt) s = db_use(g->b->p, CASES_BRING_KNOWN);
    bool row = true;
    enum err e = OK;

    while (!e && !(e = db_step(s, &row)) && row) {
        struct known k = { .case_id = db_i64(s, 1) };
        e = db_fixed(s, 0, k.id.b, ID_BYTES);
        e = e ? e : know(g, &k);
    }
    if (!e && g->n_known > 0)
        qsort(g->known, g->n_known, sizeof *g->known, by_id);
    return e;
}

static const struct known *
find_known(const struct bringing *g, const struct content_id *id)
{
    const struct known k = { .id = *id };

    return g->n_known ? bsearch(&k, g->known, g->n_known, sizeof k, by_id) : NULL;
}

/* An export of ours names the entry itself; else the hash of what tells it again. */
static bool
content_of(struct bytes ref, struct content_id *out)
{
    char hex[2 * ID_BYTES + 1] = "";
    size_t n = sizeof OWN_REF - 1;

    *out = (struct content_id){ { 0 } };
    if (ref.n == 0)
        return false;
    if (ref.n == n + 2 * ID_BYTES && bytes_equal((struct bytes){ ref.p, n }, bytes_of(OWN_REF))) {
        memcpy(hex, ref.p + n, 2 * ID_BYTES);
        return !hex_decode(hex, out->b, ID_BYTES);
    }
    *out = content_id_of(ref);
    return true;
}

static bool
is_spoken(const struct doc_item *e)
{
    return e->kind == RECORD_CONTACT || e->kind == RECORD_SENT;
}

/* The case that holds one of these entries; 0: none. */
static int64_t
case_here(const struct bringing *g)
{
    for (size_t i = 0; i < g->n; i++) {
        struct content_id id;
        const struct known *k = is_spoken(g->entries[i]) && content_of(g->entries[i]->a, &id)
                                    ? find_known(g, &id)
                                    : NULL;
        if (k)
            return k->case_id;
    }
    return 0;
}

static const char *
text_in(struct arena *a, struct bytes b)
{
    const char *t = arena_text_n(a, b.p, b.n);

    return t ? t : "";
}

/* By Telegram the answer goes to the same number that the export names. */
static const char *
address_of(const struct bringing *g, struct arena *a)
{
    static const char telegram[] = "telegram:";
    const char *ref = text_in(a, g->c.a);

    return strncmp(ref, telegram, sizeof telegram - 1) == 0 ? ref + sizeof telegram - 1 : "";
}

static enum err
put_spoken(struct bringing *g, struct arena *a, const struct stream_id *stream,
    const struct doc_item *e, struct record *r)
{
    const struct message none = { 0 };
    uint8_t *plain = arena_alloc(a, RECORD_PLAIN_MAX);
    struct writer w = writer_of(plain, plain ? RECORD_PLAIN_MAX : 0);
    bool own = g->out->source == DOC_OWN;
    struct contact_body body = { .n_parts = 1,
        .l = { .address = address_of(g, a),
            .name = own ? "" : text_in(a, g->c.b),
            .subject = "",
            .text = text_in(a, e->c),
            .lang = text_in(a, g->c.c),
            .message_id = "",
            .references = "",
            .sent_s = e->at_s } };
    enum err err = e->number < N_CHANNEL_KINDS ? contact_body_encode(&body, &w) : ERR_MALFORMED;

    if (err)
        return err;
    r->body = (struct bytes){ plain, w.n };
    if (e->kind == RECORD_CONTACT)
        rating_make(&none, e->c, e->at_s, &r->rating);
    return case_act(g->b, stream, r);
}

/* Kinds that carry their text, and kinds that carry a body of fields. */
static bool
is_textual(uint8_t kind)
{
    return kind == RECORD_NOTE || kind == RECORD_URGENCY || kind == RECORD_CLOSED ||
           kind == RECORD_REOPENED || kind == RECORD_ASSIGNED;
}

static enum err
put_entry(
    struct bringing *g, struct arena *a, const struct stream_id *stream, const struct doc_item *e)
{
    struct record r = { .kind = (enum record_kind)e->kind,
        .at_s = e->at_s,
        .by_name = text_in(a, e->b),
        .number = e->number,
        .body = is_textual(e->kind) ? e->c : e->d };

    (void)content_of(e->a, &r.content);
    return is_spoken(e) ? put_spoken(g, a, stream, e, &r) : case_act(g->b, stream, &r);
}

static bool
is_fresh(const struct bringing *g, const struct doc_item *e)
{
    struct content_id id;

    return content_of(e->a, &id) && !find_known(g, &id);
}

/* A stream begins with what the person said; if we spoke first, with her name. */
static enum err
put_first(struct bringing *g, struct arena *a, const struct stream_id *stream)
{
    const struct doc_item *e = g->entries[0];
    struct doc_item first = { .tag = DOC_TAG_ENTRY,
        .kind = RECORD_CONTACT,
        .at_s = e->at_s,
        .number = is_spoken(e) ? e->number : CHANNEL_PARTNER,
        .a = g->c.a,
        .c = g->c.b.n ? g->c.b : bytes_of("–") };

    return e->kind == RECORD_CONTACT ? OK : put_entry(g, a, stream, &first);
}

static enum err
put_all(struct bringing *g, int64_t here)
{
    OWN(arena) a = arena_new(CASE_ARENA_BYTES);
    struct stream_id stream;
    enum err e = a ? here ? casebook_stream(g->b, here, &stream) : stream_new(&g->b->at, &stream)
                   : ERR_INTERNAL;

    e = e ? e : casebook_begin(g->b, TX_WRITE);
    if (e)
        return e;
    e = here ? OK : put_first(g, a, &stream);
    for (size_t i = 0; !e && i < g->n; i++) {
        if (!here || is_fresh(g, g->entries[i]))
            e = put_entry(g, a, &stream, g->entries[i]);
        arena_clear(a);
    }
    e = e ? e : talk_brought(g->b, &stream, g->by);
    e = casebook_end(g->b, e);
    if (e && !here && stream_erase(&g->b->at, &stream))
        return ERR_INTERNAL;
    return e;
}

/* A case that is here already takes only what was said since; an export of ours is whole. */
static enum err
case_end(struct bringing *g)
{
    struct brought *out = g->out;
    size_t fresh = 0;

    if (g->c.tag != DOC_TAG_CASE || g->n == 0)
        return OK;
    int64_t here = case_here(g);
    for (size_t i = 0; i < g->n; i++)
        fresh += !here || (is_spoken(g->entries[i]) && is_fresh(g, g->entries[i]));
    fresh = here && out->source == DOC_OWN ? 0 : fresh;
    if (fresh == 0)
        return OK;
    enum err e = g->really ? put_all(g, here) : OK;
    if (e == ERR_MALFORMED || e == ERR_CONFLICT || e == ERR_TOO_LARGE) {
        out->n_refused++;
        return OK;
    }
    out->n_fresh += here == 0;
    out->n_fresh_entries += fresh;
    return e;
}

static enum err
take_case(struct bringing *g, const struct doc_item *it)
{
    enum err e = case_end(g);

    g->c = *it;
    g->n = 0;
    if (g->out->n_titles < BRING_TITLES)
        g->out->titles[g->out->n_titles++] = text_in(g->a, it->b.n ? it->b : it->a);
    g->out->n_cases++;
    return e;
}

/* Kinds that may come along; what the desk keeps to itself does not. */
static bool
may_come(uint8_t kind)
{
    return kind == RECORD_CONTACT || kind == RECORD_SENT || is_textual(kind) ||
           kind == RECORD_ITEM || kind == RECORD_LABEL || kind == RECORD_HANDOVER ||
           kind == RECORD_DATE_ACT || kind == RECORD_RETENTION;
}

static enum err
take_entry(struct bringing *g, const struct doc_item *it)
{
    struct doc_item *copy = arena_alloc(g->a, sizeof *copy);

    if (!copy)
        return ERR_TOO_LARGE;
    if (g->c.tag != DOC_TAG_CASE || !may_come(it->kind) || g->n == DOC_ENTRIES_MAX)
        return ERR_MALFORMED;
    *copy = *it;
    g->entries[g->n++] = copy;
    g->out->n_entries++;
    return OK;
}

static void
take_trouble(struct bringing *g, const struct doc_item *it)
{
    struct brought *out = g->out;

    if (out->n_troubles <= DOC_TROUBLES_MAX && it->kind > DOC_TROUBLE_UNSET &&
        it->kind < N_DOC_TROUBLES)
        out->troubles[out->n_troubles++] =
            (struct bring_trouble){ (enum doc_trouble)it->kind, it->number, text_in(g->a, it->a) };
}

static void
take_column(struct bringing *g, const struct doc_item *it)
{
    struct brought *out = g->out;

    if (out->n_columns < DOC_COLUMNS_MAX)
        out->columns[out->n_columns++] = (struct bring_column){ text_in(g->a, it->a),
            it->number < N_COLUMNS ? (enum doc_column)it->number : COLUMN_NOTHING };
}

static enum err
read_doc(struct bringing *g, struct bytes doc)
{
    struct reader r = reader_of(doc);
    struct doc_item it;
    enum err e = OK;

    g->out->source = (enum doc_source)read_u8(&r);
    if (r.bad || g->out->source >= N_DOC_SOURCES)
        return ERR_MALFORMED;
    while (!e && !(e = doc_next(&r, &it))) {
        if (it.tag == DOC_TAG_CASE)
            e = take_case(g, &it);
        else if (it.tag == DOC_TAG_ENTRY)
            e = take_entry(g, &it);
        else if (it.tag == DOC_TAG_TROUBLE)
            take_trouble(g, &it);
        else
            take_column(g, &it);
    }
    return e == ERR_NOT_FOUND ? case_end(g) : e;
}

enum err
bring(const struct casebook *b, struct bytes doc, bool really, const struct actor *by,
    struct arena *a, struct brought *out)
{
    struct bringing g = { .b = b, .by = by, .really = really, .a = a, .out = out };
    int64_t left = 0;
    int64_t all = 0;

    *out = (struct brought){ 0 };
    casebook_progress(b->vault, &left, &all);
    if (left > 0)
        return ERR_BUSY;
    g.entries = calloc(DOC_ENTRIES_MAX, sizeof(void *));
    enum err e = g.entries ? read_known(&g) : ERR_INTERNAL;
    e = e ? e : read_doc(&g, doc);
    free(g.entries);
    free(g.known);
    return e;
}
