/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The SQLite driver: open, settings, transactions. */
#include "db/driver.h"
#include "own.gen.h"
#include <fcntl.h>
#include <sys/stat.h>

enum { BUSY_MS = 5000, MAX_STATEMENT_BYTES = 1 << 20 };

static enum err
err_of(int rc)
{
    switch (rc & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ERR_BUSY;
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT: return ERR_CONFLICT;
    case SQLITE_TOOBIG: return ERR_TOO_LARGE;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ERR_MALFORMED;
    default: return ERR_INTERNAL;
    }
}

enum err
sqlite_failed(struct db *db, int rc, int query)
{
    /* A plain SQLITE_ERROR of a step may quote what was searched for: the general words then. */
    bool may_quote = query >= 0 && (rc & 0xFF) == SQLITE_ERROR;
    const char *words = db->h && !may_quote ? sqlite3_errmsg(db->h) : sqlite3_errstr(rc);

    if (query >= 0)
        (void)snprintf(db->why, sizeof db->why, "statement %d: %s", query, words);
    else
        (void)snprintf(db->why, sizeof db->why, "%s", words);
    return err_of(rc);
}

enum err
own_exec(struct db *db, int own_query)
{
    int rc = sqlite3_exec(db->h, own_sqlite.queries[own_query], NULL, NULL, NULL);

    return rc == SQLITE_OK ? OK : sqlite_failed(db, rc, -1);
}

enum err
own_prepare(struct db *db, int own_query, struct db_stmt *out)
{
    struct db_stmt s = { .db = db, .query = -1, .taken = true };
    int rc = sqlite3_prepare_v2(db->h, own_sqlite.queries[own_query], -1, &s.st, NULL);

    if (rc != SQLITE_OK)
        return sqlite_failed(db, rc, -1);
    *out = s;
    return OK;
}

void
own_done(struct db_stmt *s)
{
    (void)sqlite3_finalize(s->st);
    s->st = NULL;
}

static void
limits_set(sqlite3 *h)
{
    (void)sqlite3_busy_timeout(h, BUSY_MS);
    (void)sqlite3_extended_result_codes(h, 1);
    (void)sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    (void)sqlite3_limit(h, SQLITE_LIMIT_SQL_LENGTH, MAX_STATEMENT_BYTES);
    (void)sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 0);
}

/* The file system may not do what the mode needs (a write-ahead log wants shared memory). */
static enum err
journal_check(struct db *db, const char *wanted)
{
    struct db_stmt s;
    enum err e = own_prepare(db, OWN_JOURNAL_MODE, &s);

    if (e)
        return e;
    e = db_one(&s);
    if (!e && strcmp(db_text(&s, 0), wanted) != 0) {
        (void)snprintf(
            db->why, sizeof db->why, "the file system does not allow journal mode %s", wanted);
        e = ERR_INTERNAL;
    }
    own_done(&s);
    return e;
}

static enum err
settings_apply(struct db *db)
{
    static const struct {
        int own_query;
        const char *journal;
    } by_mode[] = {
        [DB_STORE] = { OWN_SETTINGS_STORE, "wal" },
        [DB_KEYS] = { OWN_SETTINGS_KEYS, "delete" },
        [DB_READ_ONLY] = { OWN_SETTINGS_READ_ONLY, NULL },
        [DB_PROJECTION] = { OWN_SETTINGS_PROJECTION, "memory" },
    };
    enum err e = own_exec(db, OWN_SETTINGS);

    if (!e)
        e = own_exec(db, by_mode[db->mode].own_query);
    if (!e && by_mode[db->mode].journal)
        e = journal_check(db, by_mode[db->mode].journal);
    return e;
}

/* Make the file ourselves: SQLite would give it the rights of the umask. */
static enum err
file_prepare(struct db *db, const char *path)
{
    struct stat st;

    if (db->mode == DB_READ_ONLY && stat(path, &st)) {
        (void)snprintf(db->why, sizeof db->why, "no such file");
        return ERR_NOT_FOUND;
    }
    if (db->mode == DB_READ_ONLY)
        return OK;
    OWN_FD fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0)
        return OK;
    (void)snprintf(db->why, sizeof db->why, "the file cannot be created or opened for writing");
    return ERR_INTERNAL;
}

#define IN_MEMORY ":memory:"

static enum err
handle_open(struct db *db, const char *path)
{
    bool in_memory = db->mode == DB_PROJECTION;
    int flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE |
        (db->mode == DB_READ_ONLY ? SQLITE_OPEN_READONLY
                                  : SQLITE_OPEN_READWRITE | (in_memory ? SQLITE_OPEN_CREATE : 0));
    enum err e = in_memory ? OK : file_prepare(db, path);

    if (e)
        return e;
    int rc = sqlite3_open_v2(path, &db->h, flags, NULL);
    if (rc != SQLITE_OK)
        return sqlite_failed(db, rc, -1);
    limits_set(db->h);
    return settings_apply(db);
}

enum err
statements_prepare(struct db *db, const struct db_texts *texts)
{
    db->stmts = sqlite3_malloc64((texts->n_queries + 1) * sizeof *db->stmts);
    if (!db->stmts)
        return ERR_INTERNAL;
    for (; db->n_stmts < texts->n_queries; db->n_stmts++) {
        struct db_stmt *s = &db->stmts[db->n_stmts];
        *s = (struct db_stmt){ .db = db, .query = (int)db->n_stmts };
        int rc = sqlite3_prepare_v3(
            db->h, texts->queries[db->n_stmts], -1, SQLITE_PREPARE_PERSISTENT, &s->st, NULL);
        if (rc == SQLITE_OK)
            continue;
        (void)snprintf(
            db->why, sizeof db->why, "statement %zu: %s", db->n_stmts, sqlite3_errmsg(db->h));
        return ERR_INTERNAL;
    }
    return OK;
}

enum err
db_open(const char *path, enum db_mode mode, const struct db_texts *texts, struct db **out,
    char why[static DB_WHY_BYTES])
{
    wiping_memory_use();
    OWN(db) db = sqlite3_malloc64(sizeof *db);

    (void)snprintf(why, DB_WHY_BYTES, "no memory");
    if (!db)
        return ERR_INTERNAL;
    *db = (struct db){ .mode = mode };
    enum err e = handle_open(db, mode == DB_PROJECTION ? IN_MEMORY : path);
    if (!e)
        e = migrate(db, texts);
    if (!e)
        e = statements_prepare(db, texts);
    (void)snprintf(why, DB_WHY_BYTES, "%s", db->why);
    if (!e)
        *out = TAKE(db);
    return e;
}

void
db_drop(struct db **at)
{
    struct db *db = *at;

    *at = NULL;
    if (!db)
        return;
    for (size_t i = 0; i < db->n_stmts; i++)
        (void)sqlite3_finalize(db->stmts[i].st);
    (void)sqlite3_close(db->h);
    sqlite3_free(db->stmts);
    sqlite3_free(db);
}

enum err
db_scratch(struct db *to)
{
    *to = (struct db){ .mode = DB_PROJECTION };
    return handle_open(to, IN_MEMORY);
}

void
db_scratch_drop(struct db *db)
{
    (void)sqlite3_close(db->h);
    db->h = NULL;
}

const char *
db_why(const struct db *db)
{
    return db->why;
}

enum err
db_begin(struct db *db, enum tx tx)
{
    if (tx == TX_NONE)
        return OK;
    if (tx == TX_UNSET || !sqlite3_get_autocommit(db->h)) {
        (void)snprintf(db->why, sizeof db->why, "a transaction of no kind, or inside another");
        return ERR_INTERNAL;
    }
    return own_exec(db, tx == TX_WRITE ? OWN_BEGIN_WRITE : OWN_BEGIN_READ);
}

enum err
db_end(struct db *db, enum err e)
{
    if (sqlite3_get_autocommit(db->h))
        return e; /* TX_NONE, or SQLite rolled back by itself, which `e` then says */
    if (!e)
        e = own_exec(db, OWN_COMMIT);
    if (!sqlite3_get_autocommit(db->h))
        (void)sqlite3_exec(db->h, own_sqlite.queries[OWN_ROLLBACK], NULL, NULL, NULL);
    return e;
}

int64_t
db_n_changed(const struct db *db)
{
    return sqlite3_changes64(db->h);
}

int64_t
db_last_id(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->h);
}

enum err
db_fold(struct db *db)
{
    struct db_stmt s;
    enum err e = own_prepare(db, OWN_FOLD, &s);

    if (e)
        return e;
    e = db_one(&s);
    if (!e && db_i64(&s, 0) != 0)
        e = ERR_BUSY;
    own_done(&s);
    return e;
}
