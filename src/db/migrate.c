/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Migrations: append-only, each in a transaction, their whole text recorded.  A file of a newer
   version, with another history, or whose schema was changed by hand is refused. */
#include "db/driver.h"
#include "own.gen.h"

static enum err
refuse(struct db *db, enum err e, const char *format, const char *name)
{
    (void)snprintf(db->why, sizeof db->why, format, name);
    return e;
}

/* Count the recorded migrations and compare each with ours. */
static enum err
log_check(struct db *db, const struct db_texts *texts, int64_t *n_done)
{
    struct db_stmt s;
    bool row = false;
    int64_t n = 0;
    enum err e = own_prepare(db, OWN_LOG_ALL, &s);

    if (e)
        return e;
    for (e = db_step(&s, &row); !e && row; e = e ? e : db_step(&s, &row), n++) {
        const struct db_migration *m = &texts->migrations[n];
        const char *name = db_text(&s, 0);
        if (!name || !db_text(&s, 1))
            e = refuse(db, ERR_MALFORMED, "the record of migrations is damaged%s", "");
        else if (!m->name)
            e = refuse(db, ERR_CONFLICT,
                "a newer version of this program wrote the file (%s): use that one", name);
        else if (strcmp(m->name, name) != 0 || strcmp(m->sql, db_text(&s, 1)) != 0)
            e = refuse(db, ERR_MALFORMED,
                "the file was made with another migration %s: restore a backup", m->name);
        if (e)
            break;
    }
    own_done(&s);
    if (!e)
        *n_done = n;
    return e;
}

static enum err
log_add(struct db *db, int64_t n, const struct db_migration *m)
{
    struct db_stmt s;
    enum err e = own_prepare(db, OWN_LOG_ADD, &s);

    if (e)
        return e;
    db_bind_i64(&s, 1, n);
    db_bind_text(&s, 2, m->name);
    db_bind_text(&s, 3, m->sql);
    e = db_run(&s);
    own_done(&s);
    return e;
}

static enum err
migration_run(struct db *db, int64_t n, const struct db_migration *m)
{
    int rc = sqlite3_exec(db->h, m->sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? log_add(db, n, m) : sqlite_failed(db, rc, -1);
}

static enum err
log_is_there(struct db *db, bool *yes)
{
    struct db_stmt s;
    enum err e = own_prepare(db, OWN_LOG_IS_THERE, &s);

    if (e)
        return e;
    e = db_one(&s);
    if (!e)
        *yes = db_i64(&s, 0) == 1;
    own_done(&s);
    return e;
}

/* Run what is missing.  Under the write lock, so that two programs started at once agree. */
static enum err
migrations_apply(struct db *db, const struct db_texts *texts)
{
    int64_t n_done = 0;
    enum err e = db_begin(db, TX_WRITE);

    if (e)
        return e;
    e = own_exec(db, OWN_LOG_CREATE);
    if (!e)
        e = log_check(db, texts, &n_done);
    e = db_end(db, e);
    for (; !e && texts->migrations[n_done].name; n_done++) {
        e = db_begin(db, TX_WRITE);
        if (!e)
            e = db_end(db, migration_run(db, n_done + 1, &texts->migrations[n_done]));
    }
    return e;
}

static enum err
migrations_are_all_there(struct db *db, const struct db_texts *texts)
{
    int64_t n_done = 0;
    bool logged = false;
    enum err e = log_is_there(db, &logged);

    if (!e && logged)
        e = log_check(db, texts, &n_done);
    if (!e && texts->migrations[n_done].name)
        e = refuse(db, ERR_CONFLICT, "the file lacks migration %s: start its owner first",
            texts->migrations[n_done].name);
    return e;
}

/* Step through both lists of schema entries side by side. */
static enum err
schemas_compare(struct db *db, struct db_stmt *a, struct db_stmt *b)
{
    bool row_a = true;
    bool row_b = true;

    while (row_a && row_b) {
        enum err e = db_step(a, &row_a);
        if (!e)
            e = db_step(b, &row_b);
        if (e)
            return e;
        for (int i = 0; row_a && row_b && i < 3; i++)
            if (!bytes_equal(db_bytes(a, i), db_bytes(b, i)))
                return refuse(db, ERR_MALFORMED, "the schema was altered at %s: restore a backup",
                    db_text(a, 1));
    }
    return row_a == row_b
               ? OK
               : refuse(db, ERR_MALFORMED, "the schema was altered: restore a backup%s", "");
}

/* Compare with a fresh database made by the same migrations. */
static enum err
schema_check(struct db *db, const struct db_texts *texts)
{
    struct db fresh;
    struct db_stmt a = { 0 };
    struct db_stmt b = { 0 };
    enum err e = db_scratch(&fresh);

    if (!e)
        e = migrations_apply(&fresh, texts);
    if (!e)
        e = own_prepare(db, OWN_SCHEMA_ALL, &a);
    if (!e)
        e = own_prepare(&fresh, OWN_SCHEMA_ALL, &b);
    if (!e)
        e = schemas_compare(db, &a, &b);
    own_done(&a);
    own_done(&b);
    db_scratch_drop(&fresh);
    return e;
}

enum err
migrate(struct db *db, const struct db_texts *texts)
{
    enum err e = db->mode == DB_READ_ONLY ? migrations_are_all_there(db, texts)
                                          : migrations_apply(db, texts);

    if (!e && db->mode != DB_PROJECTION)
        e = schema_check(db, texts);
    return e;
}
