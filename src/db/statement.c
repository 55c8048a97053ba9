/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Statements of the SQLite driver: take, bind, step, read. */
#include "db/driver.h"
#include <limits.h>

struct db_stmt *
db_use(struct db *db, int query)
{
    db->wrong = (struct db_stmt){ .db = db, .query = query, .bad = ERR_INTERNAL };
    if (query < 0 || (size_t)query >= db->n_stmts || db->stmts[query].taken) {
        (void)snprintf(db->why, sizeof db->why, "statement %d: unknown, or taken twice", query);
        return &db->wrong;
    }
    struct db_stmt *s = &db->stmts[query];
    s->taken = true;
    s->has_row = false;
    s->bad = OK;
    return s;
}

void
db_stmt_drop(struct db_stmt **at)
{
    struct db_stmt *s = *at;

    *at = NULL;
    if (!s || !s->st)
        return;
    (void)sqlite3_reset(s->st);
    (void)sqlite3_clear_bindings(s->st);
    s->taken = s->has_row = false;
}

static void
bound(struct db_stmt *s, int rc)
{
    if (rc != SQLITE_OK && !s->bad)
        s->bad = sqlite_failed(s->db, rc, s->query);
}

void
db_bind_i64(struct db_stmt *s, int at, int64_t v)
{
    if (s->st)
        bound(s, sqlite3_bind_int64(s->st, at, v));
}

void
db_bind_text_n(struct db_stmt *s, int at, struct bytes text)
{
    if (s->st)
        bound(s, sqlite3_bind_text64(s->st, at, text.n ? (const char *)text.p : "", text.n,
                     SQLITE_STATIC, SQLITE_UTF8));
}

void
db_bind_text(struct db_stmt *s, int at, const char *text)
{
    if (text)
        db_bind_text_n(s, at, bytes_of(text));
    else
        db_bind_null(s, at);
}

void
db_bind_bytes(struct db_stmt *s, int at, struct bytes b)
{
    if (s->st)
        bound(s, b.n ? sqlite3_bind_blob64(s->st, at, b.p, b.n, SQLITE_STATIC)
                     : sqlite3_bind_zeroblob(s->st, at, 0));
}

void
db_bind_null(struct db_stmt *s, int at)
{
    if (s->st)
        bound(s, sqlite3_bind_null(s->st, at));
}

enum err
db_step(struct db_stmt *s, bool *row)
{
    s->has_row = false;
    if (s->bad)
        return s->bad;
    int rc = sqlite3_step(s->st);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return sqlite_failed(s->db, rc, s->query);
    s->has_row = rc == SQLITE_ROW;
    *row = s->has_row;
    return OK;
}

enum err
db_run(struct db_stmt *s)
{
    bool row = false;
    enum err e = db_step(s, &row);

    if (s->st) {
        (void)sqlite3_reset(s->st);
        (void)sqlite3_clear_bindings(s->st);
        s->has_row = false;
    }
    if (e || !row)
        return e;
    (void)snprintf(s->db->why, sizeof s->db->why, "statement %d: gives rows", s->query);
    return ERR_INTERNAL;
}

enum err
db_one(struct db_stmt *s)
{
    bool row = false;
    enum err e = db_step(s, &row);

    return e ? e : row ? OK : ERR_NOT_FOUND;
}

static bool
has_column(const struct db_stmt *s, int column)
{
    return s->has_row && column >= 0 && column < sqlite3_column_count(s->st);
}

int64_t
db_i64(struct db_stmt *s, int column)
{
    return has_column(s, column) ? sqlite3_column_int64(s->st, column) : 0;
}

struct bytes
db_bytes(struct db_stmt *s, int column)
{
    struct bytes b = { NULL, 0 };

    if (has_column(s, column)) {
        b.p = sqlite3_column_blob(s->st, column);
        b.n = b.p ? (size_t)sqlite3_column_bytes(s->st, column) : 0;
    }
    return b;
}

const char *
db_text(struct db_stmt *s, int column)
{
    return has_column(s, column) ? (const char *)sqlite3_column_text(s->st, column) : NULL;
}

bool
db_is_null(struct db_stmt *s, int column)
{
    return !has_column(s, column) || sqlite3_column_type(s->st, column) == SQLITE_NULL;
}

enum db_type
db_type(struct db_stmt *s, int column)
{
    switch (has_column(s, column) ? sqlite3_column_type(s->st, column) : SQLITE_NULL) {
    case SQLITE_INTEGER: return DB_TYPE_I64;
    case SQLITE_TEXT: return DB_TYPE_TEXT;
    case SQLITE_BLOB: return DB_TYPE_BYTES;
    default: return DB_TYPE_NULL; /* there are no floats in our tables */
    }
}

int
db_n_columns(struct db_stmt *s)
{
    return s->st ? sqlite3_column_count(s->st) : 0;
}

int
db_n_params(struct db_stmt *s)
{
    return s->st ? sqlite3_bind_parameter_count(s->st) : 0;
}

enum err
db_fixed(struct db_stmt *s, int column, uint8_t *to, size_t n)
{
    struct bytes b = db_bytes(s, column);

    if (b.n != n)
        return ERR_MALFORMED;
    if (n > 0)
        memcpy(to, b.p, n);
    return OK;
}
