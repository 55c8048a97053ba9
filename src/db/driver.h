/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H
/* Inside src/db only: what the SQLite driver, its migrations and its allocator share. */
#include "db/db.h"
#include <sqlite3.h>

struct db_stmt {
    struct db *db;
    sqlite3_stmt *st;
    int query;
    enum err bad; /* latched by db_use and the binds */
    bool taken, has_row;
};

struct db {
    sqlite3 *h;
    struct db_stmt *stmts;
    size_t n_stmts;
    struct db_stmt wrong; /* what db_use gives when it can give nothing better */
    enum db_mode mode;
    char why[DB_WHY_BYTES];
};

/* Make SQLite use memory that is wiped when freed; later calls of a process do nothing. */
void wiping_memory_use(void);

/* Map a result of SQLite to ours and keep the words in db->why.
   `query` is -1 for the driver's own. */
MUST_USE enum err sqlite_failed(struct db *db, int rc, int query);

/* Run one of the texts of src/db/sql/own.sql, whatever it gives. */
MUST_USE enum err own_exec(struct db *db, int own_query);

/* Prepare one of them; the caller finalizes.  Through it run db_step and the rest. */
MUST_USE enum err own_prepare(struct db *db, int own_query, struct db_stmt *out);
void own_done(struct db_stmt *s);

/* Bring the schema to what `texts` say, or say why not. */
MUST_USE enum err migrate(struct db *db, const struct db_texts *texts);

/* Prepare every statement of these texts. */
MUST_USE enum err statements_prepare(struct db *db, const struct db_texts *texts);

/* An empty handle in memory with no statements, for comparing schemas. */
MUST_USE enum err db_scratch(struct db *to);
void db_scratch_drop(struct db *db);

#endif
