/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/heads.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/find/find.h"

enum { HEAD_VERSION = 1, MAX_ROWS = 256, MAX_COLUMNS = 64, INT_MAX_BYTES = 8 };

/* What a list needs before the records are read: `get` gives rows of one case (their first `skip`
   columns are not kept), `put` takes the other columns in their order, `forget` is below too. */
static const struct {
    int get, put, forget, skip;
} parts[] = {
    { CASES_HEAD_CASE_GET, CASES_HEAD_CASE_PUT, CASES_FORGET_CASE, 1 },
    { CASES_HEAD_NAMED_GET, CASES_HEAD_NAMED_PUT, CASES_FORGET_NAMED, 0 },
    { CASES_HEAD_CONTACT_GET, CASES_HEAD_CONTACT_PUT, CASES_FORGET_CONTACTS, 0 },
    { CASES_DATE_HEAD_GET, CASES_DATE_HEAD_PUT, CASES_FORGET_DATES, 0 },
    { CASES_HEAD_HOLD_GET, CASES_HEAD_HOLD_PUT, CASES_FORGET_HOLD, 0 },
    { CASES_HEAD_TALK_GET, CASES_HEAD_TALK_PUT, CASES_FORGET_TALK, 0 },
    { CASES_HEAD_WORK_GET, CASES_HEAD_WORK_PUT, CASES_FORGET_WORK, 0 },
    { CASES_HEAD_LABEL_GET, CASES_HEAD_LABEL_PUT, CASES_FORGET_LABELS, 0 },
    { CASES_HEAD_WATCH_GET, CASES_HEAD_WATCH_PUT, CASES_FORGET_WATCHES, 0 },
    { CASES_HEAD_MERGED_GET, CASES_HEAD_MERGED_PUT, CASES_FORGET_MERGED, 0 },
    { CASES_HEAD_LINK_GET, CASES_HEAD_LINK_PUT, CASES_FORGET_LINKS, 0 },
    { CASES_HEAD_UNTRAINED_GET, CASES_HEAD_UNTRAINED_PUT, CASES_FORGET_UNTRAINED, 0 },
};

/* Statements with one parameter, the case: every table that holds rows of cases has one. */
static const int forget[] = {
    CASES_FORGET_DATES, CASES_FORGET_FIELDS, CASES_FORGET_ITEM_PAST, CASES_FORGET_ITEMS,
    CASES_FORGET_FILES, CASES_FORGET_WORK, CASES_FORGET_LABELS, CASES_FORGET_WATCHES,
    CASES_FORGET_MERGED, CASES_FORGET_TRANSLATIONS, CASES_FORGET_ENTRIES, CASES_FORGET_LIKENESS,
    CASES_FORGET_PARTS, CASES_FORGET_NAMED, CASES_FORGET_CONTACTS, CASES_FORGET_CONTACT_ENTRIES,
    CASES_FORGET_HOLD, CASES_FORGET_TALK, CASES_FORGET_LINKS, CASES_FORGET_UNTRAINED,
    CASES_FORGET_CASE, /* last */
};

/* What a record does to a row follows from the statements: other ones, other rows. */
void
case_head_mark(uint8_t out[CASE_HEAD_MARK])
{
    struct digest d = { { HEAD_VERSION } };

    for (size_t i = 0; i < cases_sqlite.n_queries; i++)
        d = digest_keyed(d.b, "head", bytes_of(cases_sqlite.queries[i]));
    memcpy(out, d.b, CASE_HEAD_MARK);
}

/* ---- Writing: a column is its type, then an integer as length and bytes, or text and bytes as
   length (4) and bytes. */

static void
encode_int(int64_t v, struct writer *w)
{
    uint8_t b[INT_MAX_BYTES];
    uint64_t u = (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0); /* small negatives stay short */
    uint8_t n = 0;

    for (; u > 0; u >>= 8)
        b[n++] = (uint8_t)u;
    write_u8(w, n);
    write_n(w, b, n);
}

static void
encode_column(struct db_stmt *s, int column, struct writer *w)
{
    enum db_type type = db_type(s, column);
    const char *text = type == DB_TYPE_TEXT ? db_text(s, column) : NULL;
    struct bytes b = text ? bytes_of(text) : db_bytes(s, column);

    write_u8(w, (uint8_t)type);
    if (type == DB_TYPE_I64) {
        encode_int(db_i64(s, column), w);
    } else if (type != DB_TYPE_NULL) {
        write_u32(w, (uint32_t)b.n);
        write_bytes(w, b);
    }
}

static enum err
encode_part(struct db *p, size_t part, int64_t id, struct writer *w)
{
    OWN(db_stmt) s = db_use(p, parts[part].get);
    int n = db_n_columns(s);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, id);
    while (!e && !(e = db_step(s, &row)) && row) {
        write_u8(w, (uint8_t)(part + 1));
        write_u8(w, (uint8_t)(n - parts[part].skip));
        for (int i = parts[part].skip; i < n; i++)
            encode_column(s, i, w);
    }
    return e;
}

enum err
case_head_encode(struct db *p, int64_t id, struct writer *w)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < sizeof parts / sizeof *parts; i++)
        e = encode_part(p, i, id, w);
    return e;
}

static enum err
run_on(struct db *p, int query, int64_t id)
{
    OWN(db_stmt) s = db_use(p, query);

    db_bind_i64(s, 1, id);
    return db_run(s);
}

enum err
case_head_take(struct db *p, int64_t id, struct writer *w)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < sizeof parts / sizeof *parts; i++) {
        size_t before = w->n;
        e = encode_part(p, i, id, w);
        if (!e && (w->n > before || w->full))
            e = run_on(p, parts[i].forget, id);
    }
    return e;
}

/* ---- Reading. */

static int64_t
decode_int(struct reader *r)
{
    uint8_t n = read_u8(r);
    struct bytes b = read_n(r, n <= INT_MAX_BYTES ? n : SIZE_MAX);
    uint64_t u = 0;

    for (size_t i = b.n; i > 0; i--)
        u = u << 8 | b.p[i - 1];
    return (int64_t)(u >> 1 ^ (u & 1 ? UINT64_MAX : 0));
}

static enum err
decode_row(struct db *p, struct reader *r)
{
    size_t part = (size_t)read_u8(r) - 1;
    int n = read_u8(r);

    if (part >= sizeof parts / sizeof *parts || n > MAX_COLUMNS)
        return ERR_MALFORMED;
    OWN(db_stmt) s = db_use(p, parts[part].put);
    if (n != db_n_params(s))
        return ERR_MALFORMED;
    for (int i = 1; i <= n; i++) {
        uint8_t type = read_u8(r);
        if (type == DB_TYPE_I64)
            db_bind_i64(s, i, decode_int(r));
        else if (type == DB_TYPE_TEXT)
            db_bind_text_n(s, i, read_n(r, read_u32(r)));
        else if (type == DB_TYPE_BYTES)
            db_bind_bytes(s, i, read_n(r, read_u32(r)));
        else
            db_bind_null(s, i);
    }
    return r->bad ? ERR_MALFORMED : db_run(s);
}

enum err
case_head_put(struct db *p, const uint8_t mark[CASE_HEAD_MARK], struct bytes head)
{
    struct reader r = reader_of(head);
    struct bytes its_mark = read_n(&r, CASE_HEAD_MARK);
    enum err e = OK;

    if (!bytes_equal(its_mark, (struct bytes){ mark, CASE_HEAD_MARK }))
        return ERR_MALFORMED;
    for (int i = 0; !e && i < MAX_ROWS && !reader_end(&r); i++)
        e = decode_row(p, &r);
    return e == ERR_CONFLICT ? ERR_MALFORMED : e;
}

enum err
case_forget(struct db *p, int64_t id)
{
    enum err e = find_forget(p, id); /* it needs the texts once more */

    for (size_t i = 0; !e && i < sizeof forget / sizeof *forget; i++)
        e = run_on(p, forget[i], id);
    return e;
}
