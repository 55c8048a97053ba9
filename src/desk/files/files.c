/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keeping files: pieces in records.db, one record in the case. */
#include "desk/files/files.h"
#include "base/text.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "records.gen.h"

enum { ARENA_BYTES = 1 << 20 };

static enum err
put_piece(struct db *records, const struct stream_id *stream, const struct content_id *blob,
    uint32_t n, struct bytes sealed)
{
    OWN(db_stmt) s = db_use(records, RECORDS_BLOB_PUT);

    db_bind_bytes(s, 1, (struct bytes){ blob->b, ID_BYTES });
    db_bind_i64(s, 2, n);
    db_bind_bytes(s, 3, (struct bytes){ stream->b, ID_BYTES });
    db_bind_bytes(s, 4, sealed);
    return db_run(s);
}

static enum err
put_pieces(struct db *records, const struct stream_id *stream, const struct file_body *f,
    struct bytes content)
{
    uint32_t count = pieces_of(content.n);
    uint8_t sealed[FILE_PIECE_MAX];
    enum err e = OK;

    for (uint32_t n = 0; !e && n < count; n++) {
        size_t from = (size_t)n * FILE_PIECE_BYTES;
        bool last = n + 1 == count;
        struct bytes plain = { content.p ? content.p + from : (const uint8_t *)"",
            last ? content.n - from : FILE_PIECE_BYTES };
        e = piece_seal(&f->key, n, last, plain, sealed);
        e = e ? e
              : put_piece(records, stream, &f->blob, n,
                    (struct bytes){ sealed, plain.n + FILE_PIECE_TAG_BYTES });
    }
    return e;
}

static enum err
append(const struct casebook *b, const struct stream_id *stream, const struct file_body *f,
    const struct file_given *g)
{
    uint8_t plain[512];
    struct writer w = writer_of(plain, sizeof plain);
    enum err e = file_body_encode(f, &w);
    struct record r = { .kind = RECORD_FILE,
        .at_s = g->at_s,
        .number = FILE_CAME,
        .content = f->blob,
        .body = { plain, w.n } };

    if (g->by) {
        r.by = g->by->id;
        r.by_name = g->by->name;
    }
    e = e ? e : case_act(b, stream, &r);
    secret_wipe(plain, sizeof plain);
    return e;
}

/* The type as the sender says, if it looks like one. */
static const char *
type_clean(const char *type)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.+-_";
    size_t n = type ? strspn(type, allowed) : 0;

    return n > 0 && n <= FILE_TYPE_MAX && type[n] == '\0' ? type : "";
}

enum err
file_keep(const struct casebook *b, int64_t case_id, const struct file_given *g)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct file_body f = { .size = g->content.n, .type = type_clean(g->type) };
    struct stream_id stream;

    if (!a)
        return ERR_INTERNAL;
    if (g->content.n > FILE_BYTES_MAX)
        return ERR_TOO_LARGE;
    f.name = file_name_clean(g->name ? g->name : "", a);
    random_fill(f.blob.b, sizeof f.blob.b);
    random_fill(f.key.b, sizeof f.key.b);
    f.sha256 = digest_sha256(g->content);
    enum err e = casebook_stream(b, case_id, &stream);
    e = e ? e : put_pieces(b->at.records, &stream, &f, g->content);
    e = e ? e : append(b, &stream, &f, g);
    secret_wipe(&f.key, sizeof f.key);
    return e;
}

enum err
file_taken(const struct casebook *b, int64_t case_id, const struct content_id *blob,
    const char *why, const struct actor *by)
{
    struct stream_id stream;
    struct record r = { .kind = RECORD_FILE,
        .at_s = by->now_s,
        .by = by->id,
        .by_name = by->name,
        .number = FILE_TAKEN,
        .content = *blob,
        .body = bytes_of(why) };

    if (strlen(why) > REASON_TEXT_MAX)
        return ERR_TOO_LARGE;
    enum err e = casebook_stream(b, case_id, &stream);
    return e ? e : case_act(b, &stream, &r);
}

/* ---- Applying. */

static enum err
put_row(const struct applying *x, const struct file_body *f)
{
    OWN(db_stmt) s = db_use(x->p, CASES_FILE_PUT);

    db_bind_i64(s, 1, x->id);
    db_bind_i64(s, 2, x->case_id);
    db_bind_bytes(s, 3, (struct bytes){ f->blob.b, ID_BYTES });
    db_bind_text(s, 4, f->name);
    db_bind_text(s, 5, f->type);
    db_bind_i64(s, 6, (int64_t)f->size);
    db_bind_bytes(s, 7, (struct bytes){ f->key.b, KEY_BYTES });
    db_bind_bytes(s, 8, (struct bytes){ f->sha256.b, KEY_BYTES });
    db_bind_i64(s, 9, x->r->at_s);
    db_bind_text(s, 10, x->r->by_name ? x->r->by_name : "");
    return db_run(s);
}

static enum err
apply_came(struct applying *x)
{
    struct file_body f;
    enum err e = file_body_decode(x->r->body, x->a, &f);

    if (e)
        return e;
    e = id_equal(f.blob.b, x->r->content.b) ? put_row(x, &f) : ERR_MALFORMED;
    secret_wipe(&f.key, sizeof f.key);
    return e ? e : applying_entry(x, x->id, bytes_of(f.name));
}

/* The line in the thread says which file: its name, then why. */
static enum err
apply_taken(struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_FILE_TAKEN);
    struct file_row row = { 0 };
    enum err e = file_get(x->p, x->case_id, &x->r->content, x->a, &row);

    file_row_wipe(&row);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_MALFORMED : e;
    db_bind_i64(s, 1, x->case_id);
    db_bind_bytes(s, 2, (struct bytes){ x->r->content.b, ID_BYTES });
    e = db_run(s);
    const char *why = arena_text_n(x->a, x->r->body.p, x->r->body.n);
    const char *text = why ? arena_printf(x->a, "%s%s%s", row.f.name, *why ? ": " : "", why) : NULL;
    return e ? e : text ? applying_entry(x, x->id, bytes_of(text)) : ERR_INTERNAL;
}

enum err
file_apply(struct applying *x)
{
    if (x->case_id == 0)
        return ERR_MALFORMED; /* a book holds no files */
    switch (x->r->number) {
    case FILE_CAME: return apply_came(x);
    case FILE_TAKEN: return apply_taken(x);
    default: return ERR_MALFORMED;
    }
}

/* ---- Reading. */

enum err
file_get(struct db *p, int64_t case_id, const struct content_id *blob, struct arena *a,
    struct file_row *out)
{
    OWN(db_stmt) s = db_use(p, CASES_FILE_GET);
    struct file_row f = { .case_id = case_id, .f.blob = *blob };

    db_bind_i64(s, 1, case_id);
    db_bind_bytes(s, 2, (struct bytes){ blob->b, ID_BYTES });
    enum err e = db_one(s);
    e = e ? e : db_fixed(s, 4, f.f.key.b, sizeof f.f.key.b);
    e = e ? e : db_fixed(s, 5, f.f.sha256.b, sizeof f.f.sha256.b);
    if (e)
        return e;
    f.id = db_i64(s, 0);
    f.f.name = arena_text(a, db_text(s, 1));
    f.f.type = arena_text(a, db_text(s, 2));
    f.f.size = (uint64_t)db_i64(s, 3);
    f.at_s = db_i64(s, 6);
    f.by = arena_text(a, db_text(s, 7));
    f.n_taken = db_i64(s, 8);
    if (f.f.name && f.f.type && f.by)
        *out = f;
    else
        e = ERR_INTERNAL;
    file_row_wipe(&f);
    return e;
}

void
file_row_wipe(struct file_row *f)
{
    secret_wipe(&f->f.key, sizeof f->f.key);
}

static enum err
open_piece(
    struct db *records, const struct file_body *f, uint32_t n, bool last, uint8_t *to, size_t *n_to)
{
    OWN(db_stmt) s = db_use(records, RECORDS_BLOB_GET);

    db_bind_bytes(s, 1, (struct bytes){ f->blob.b, ID_BYTES });
    db_bind_i64(s, 2, n);
    enum err e = db_one(s);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_FORGED : e;
    struct bytes sealed = db_bytes(s, 0);
    e = piece_open(&f->key, n, last, sealed, to);
    if (!e)
        *n_to = sealed.n - FILE_PIECE_TAG_BYTES;
    return e;
}

enum err
file_read_pieces(struct db *records, const struct file_body *f,
    enum err (*each)(void *closure, struct bytes piece), void *closure)
{
    uint32_t count = pieces_of(f->size);
    uint8_t plain[FILE_PIECE_BYTES];
    uint64_t total = 0;
    size_t n_plain = 0;
    enum err e = OK;

    for (uint32_t n = 0; !e && n < count; n++) {
        e = open_piece(records, f, n, n + 1 == count, plain, &n_plain);
        total += e ? 0 : n_plain;
        if (!e && n + 1 == count && total != f->size)
            e = ERR_FORGED;
        e = e ? e : each(closure, (struct bytes){ plain, n_plain });
    }
    secret_wipe(plain, sizeof plain);
    return e;
}

static enum err
no_more(void *closure, struct bytes piece)
{
    (void)closure;
    (void)piece;
    return OK;
}

enum err
files_check(struct db *p, struct db *records, size_t *n, size_t *n_bad)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    OWN(db_stmt) s = db_use(p, CASES_FILE_LIST_ALL);
    struct content_id blob;
    struct file_row row;
    bool any = true;
    enum err e = a ? OK : ERR_INTERNAL;

    while (!e && !(e = db_step(s, &any)) && any) {
        e = db_fixed(s, 1, blob.b, sizeof blob.b);
        e = e ? e : file_get(p, db_i64(s, 0), &blob, a, &row);
        if (e)
            return e;
        e = file_read_pieces(records, &row.f, no_more, NULL);
        file_row_wipe(&row);
        arena_clear(a);
        ++*n;
        if (e && e != ERR_INTERNAL && e != ERR_BUSY) { /* the others are looked at too */
            ++*n_bad;
            e = OK;
        }
    }
    return e;
}
