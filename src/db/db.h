/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DB_DB_H
#define DB_DB_H
/* The database behind one small door: a closed list of statements, known by number.  The
   statements and migrations come from .sql files through tools/sqlc.py; there is no way to run
   other SQL, so there is no injection to look for.  A handle belongs to one thread and does not
   survive a fork.  SQLite's memory is wiped when it is freed; for that the first handle of a
   process must be opened before there are threads.  The driver is SQLite; another one would
   implement this header over the `_postgres` texts.

   OWN(db_stmt) s = db_use(db, CASE_LIST); db_bind_i64(s, 1, state); while (!(e = db_step(s,
   &row)) && row) ... db_i64(s, 0), db_text(s, 1) ... */
#include "base/bytes.h"
#include "base/own.h"
#include "base/tx.h"

struct db_migration {
    const char *name, *sql;
};

/* What sqlc.py generates for one folder and one dialect. */
struct db_texts {
    const char *const *queries;
    size_t n_queries;
    const struct db_migration *migrations; /* up to a row of NULLs */
};

enum db_mode {
    DB_UNSET,
    DB_STORE,      /* a hub's shelves, a desk's sealed records: write-ahead log, synchronous FULL,
                      secure_delete; readers in other processes go on while it writes */
    DB_KEYS,       /* a desk's keys.db: journal_mode=DELETE, synchronous EXTRA, secure_delete: no
                      page of an erased key stays behind in a file */
    DB_READ_ONLY,  /* a second handle on a DB_STORE; never creates, migrates or writes */
    DB_PROJECTION, /* a :memory: database of its own (path is NULL), wiped when it is dropped */
};

struct db;
struct db_stmt;
enum { DB_WHY_BYTES = 256 };

/* Open (and, but for DB_READ_ONLY, create and migrate) a database and prepare every statement.
   ERR_NOT_FOUND: no such file (DB_READ_ONLY).  ERR_CONFLICT: a newer version wrote it, or
   migrations are missing and the handle is read-only.  ERR_MALFORMED: not a database, damaged, or
   its schema is not the one that the migrations make.  On failure `why` holds one sentence for
   the log. */
MUST_USE enum err db_open(const char *path, enum db_mode mode, const struct db_texts *texts,
    struct db **out, char why[static DB_WHY_BYTES]);

/* Roll back what is open and close.  Takes NULL. */
void db_drop(struct db **db);

/* One sentence on the last failure of this handle; never holds values that were bound. */
const char *db_why(const struct db *db);

/* Begin a transaction: TX_READ sees one state throughout, TX_WRITE holds the write lock from the
   start.  ERR_BUSY after 5 s of waiting for somebody else's.  They do not nest.
   TX_NONE is nothing. */
MUST_USE enum err db_begin(struct db *db, enum tx tx);

/* End it: commit if `e` is OK, roll back otherwise.  Gives back `e`, or why the commit failed
   (then it was rolled back).  After OK a TX_WRITE is on the disk. */
MUST_USE enum err db_end(struct db *db, enum err e);

/* Take statement number `query`, with nothing bound; give it back at the end of the scope by
   OWN(db_stmt).  Never NULL: a misuse (the same statement taken twice) shows at db_step. */
struct db_stmt *db_use(struct db *db, int query);
void db_stmt_drop(struct db_stmt **s);

/* Bind parameter `at` ($1 is 1).  Bytes and texts are borrowed until
   the statement is given back. */
void db_bind_i64(struct db_stmt *s, int at, int64_t v);
void db_bind_text(struct db_stmt *s, int at, const char *text); /* NULL binds null */
void db_bind_text_n(struct db_stmt *s, int at, struct bytes text);
void db_bind_bytes(struct db_stmt *s, int at, struct bytes b);
void db_bind_null(struct db_stmt *s, int at);

/* Go to the next row; *row is false after the last.  ERR_CONFLICT: a UNIQUE, CHECK or foreign key
   forbids it.  ERR_BUSY: as in db_begin.  ERR_INTERNAL: disk, memory or misuse; see db_why. */
MUST_USE enum err db_step(struct db_stmt *s, bool *row);

/* Run a statement that gives no rows, then make it ready to be bound and run again. */
MUST_USE enum err db_run(struct db_stmt *s);

/* Run a statement that must give a first row, and stand on it.  ERR_NOT_FOUND if there is none. */
MUST_USE enum err db_one(struct db_stmt *s);

/* Columns of the row stood on, from 0; bytes and texts live until the next step or the end of the
   scope.  A null is 0, empty bytes, NULL text. */
int64_t db_i64(struct db_stmt *s, int column);
struct bytes db_bytes(struct db_stmt *s, int column);
const char *db_text(struct db_stmt *s, int column);
bool db_is_null(struct db_stmt *s, int column);

/* What stands in a column of the row stood on, and how many columns the statement gives: for code
   that copies whole rows. */
enum db_type { DB_TYPE_NULL, DB_TYPE_I64, DB_TYPE_TEXT, DB_TYPE_BYTES };
enum db_type db_type(struct db_stmt *s, int column);
int db_n_columns(struct db_stmt *s);
/* How many parameters a statement takes. */
int db_n_params(struct db_stmt *s);

/* Copy a column that must be exactly n bytes long; ERR_MALFORMED otherwise. */
MUST_USE enum err db_fixed(struct db_stmt *s, int column, uint8_t *to, size_t n);

/* About the last insert, update or delete of this handle. */
int64_t db_n_changed(const struct db *db);
int64_t db_last_id(const struct db *db);

/* Move the write-ahead log into the main file and cut it to nothing, so that no old page is left
   in it.  ERR_BUSY when a reader was in the way (harmless; try again later).  DB_STORE only. */
MUST_USE enum err db_fold(struct db *db);

/* Copy the whole database as it is at one moment, while others go on reading and writing: into a
   new file (mode 0600), or into memory with the same statements.  ERR_BUSY: others write without
   end. */
MUST_USE enum err db_copy_to_file(struct db *from, const char *path);
MUST_USE enum err db_copy_to_memory(struct db *from, const struct db_texts *texts, struct db **out);

/* The bytes of the file that this database is or would be; they live for the length of the call.
   */
MUST_USE enum err db_image(
    struct db *db, enum err (*take)(void *closure, struct bytes image), void *closure);

#endif
