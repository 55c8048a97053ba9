/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include "base/file.h"
#include "db/db.h"
#include "tests/unit/check.h"
#include "things.gen.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    char folder[64], file[96];
};

static int
set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);

    assert_non_null(p);
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/test-db-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    (void)snprintf(p->file, sizeof p->file, "%s/t.db", p->folder);
    *state = p;
    return 0;
}

static int
tear_down(void **state)
{
    struct place *p = *state;
    static const char *const ends[] = { "", "-wal", "-shm", "-journal" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s%s", p->file, ends[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(p->folder), 0);
    free(p);
    return 0;
}

static struct db *
opened(const char *path, enum db_mode mode, const struct db_texts *texts)
{
    struct db *db = NULL;
    char why[DB_WHY_BYTES];
    enum err e = db_open(path, mode, texts, &db, why);

    if (e)
        print_error("%s\n", why);
    assert_int_equal(e, OK);
    return db;
}

static enum err
add(struct db *db, const char *name, struct bytes body)
{
    OWN(db_stmt) s = db_use(db, THINGS_THING_ADD);
    db_bind_text(s, 1, name);
    db_bind_bytes(s, 2, body);
    return db_run(s);
}

static int64_t
count(struct db *db)
{
    OWN(db_stmt) s = db_use(db, THINGS_THING_ALL);
    int64_t n = 0;
    bool row = false;

    while (!db_step(s, &row) && row)
        n++;
    return n;
}

static void
test_round_trip_in_every_mode(void **state)
{
    struct place *p = *state;
    static const enum db_mode modes[] = { DB_STORE, DB_KEYS, DB_PROJECTION };

    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        OWN(db) db = opened(modes[i] == DB_PROJECTION ? NULL : p->file, modes[i], &things_sqlite);
        uint8_t fixed[3];
        assert_int_equal(add(db, "stone", bytes_of("abc")), OK);
        assert_int_equal(db_n_changed(db), 1);
        OWN(db_stmt) s = db_use(db, THINGS_THING_GET);
        db_bind_text(s, 1, "stone");
        assert_int_equal(db_one(s), OK);
        assert_int_equal(db_i64(s, 0), db_last_id(db));
        assert_string_equal(db_text(s, 1), "stone");
        assert_int_equal(db_fixed(s, 2, fixed, 3), OK);
        assert_memory_equal(fixed, "abc", 3);
        assert_int_equal(db_fixed(s, 2, fixed, 2), ERR_MALFORMED);
        assert_int_equal(db_i64(s, 3), 7);
        assert_true(db_is_null(s, 4));
        assert_false(db_is_null(s, 3));
        assert_null(db_text(s, 99));
        db_stmt_drop(&s);
        db_drop(&db);
        (void)unlink(p->file);
    }
}

static void
test_errors_are_told_apart(void **state)
{
    struct place *p = *state;
    OWN(db) db = opened(p->file, DB_STORE, &things_sqlite);

    assert_int_equal(add(db, "a", bytes_of("")), OK);
    assert_int_equal(add(db, "a", bytes_of("")), ERR_CONFLICT);
    assert_non_null(strstr(db_why(db), "UNIQUE"));
    assert_int_equal(add(db, "a name of far more than twenty bytes", bytes_of("")), ERR_CONFLICT);
    assert_null(strstr(db_why(db), "twenty"));
    OWN(db_stmt) s = db_use(db, THINGS_THING_GET);
    db_bind_text(s, 1, "nothing");
    assert_int_equal(db_one(s), ERR_NOT_FOUND);
    OWN(db_stmt) again = db_use(db, THINGS_THING_GET);
    assert_int_equal(db_one(again), ERR_INTERNAL);
    OWN(db_stmt) beyond = db_use(db, THINGS_N_QUERIES);
    db_bind_i64(beyond, 1, 1);
    assert_int_equal(db_run(beyond), ERR_INTERNAL);
    OWN(db_stmt) all = db_use(db, THINGS_THING_ALL);
    assert_int_equal(db_run(all), ERR_INTERNAL);
    OWN(db_stmt) wrong = db_use(db, THINGS_THING_DROP);
    db_bind_i64(wrong, 5, 1);
    assert_int_equal(db_run(wrong), ERR_INTERNAL);
}

static void
test_transactions(void **state)
{
    struct place *p = *state;
    OWN(db) db = opened(p->file, DB_STORE, &things_sqlite);

    assert_int_equal(db_begin(db, TX_WRITE), OK);
    assert_int_equal(db_begin(db, TX_READ), ERR_INTERNAL);
    assert_int_equal(add(db, "a", bytes_of("1")), OK);
    assert_int_equal(db_end(db, ERR_CONFLICT), ERR_CONFLICT);
    assert_int_equal(count(db), 0);
    assert_int_equal(db_begin(db, TX_WRITE), OK);
    assert_int_equal(add(db, "a", bytes_of("1")), OK);
    assert_int_equal(db_end(db, OK), OK);
    assert_int_equal(count(db), 1);
    assert_int_equal(db_begin(db, TX_NONE), OK);
    assert_int_equal(db_end(db, OK), OK);
    assert_int_equal(db_begin(db, TX_UNSET), ERR_INTERNAL);
}

static void
test_a_reader_goes_on_while_the_store_is_written(void **state)
{
    struct place *p = *state;
    OWN(db) db = opened(p->file, DB_STORE, &things_sqlite);
    OWN(db) reader = opened(p->file, DB_READ_ONLY, &things_sqlite);

    assert_int_equal(add(db, "a", bytes_of("1")), OK);
    assert_int_equal(db_begin(reader, TX_READ), OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(add(db, "b", bytes_of("2")), OK);
    assert_int_equal(count(reader), 1); /* one state throughout */
    assert_int_equal(db_end(reader, OK), OK);
    assert_int_equal(count(reader), 2);
    assert_int_equal(add(reader, "c", bytes_of("3")), ERR_INTERNAL);
    assert_int_equal(db_fold(db), OK);
    struct stat st;
    char wal[128];
    (void)snprintf(wal, sizeof wal, "%s-wal", p->file);
    assert_int_equal(stat(wal, &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(stat(p->file, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static const struct db_texts *
first_n_migrations(struct db_texts *to, struct db_migration *room, size_t n)
{
    static const char *const none[] = { NULL };

    memset(room, 0, (n + 1) * sizeof *room);
    memcpy(room, things_sqlite.migrations, n * sizeof *room);
    *to = (struct db_texts){ none, 0, room };
    return to;
}

static void
test_migrations_run_once_and_newer_files_are_refused(void **state)
{
    struct place *p = *state;
    struct db_migration room[4];
    struct db_texts old;
    struct db *db = opened(p->file, DB_STORE, first_n_migrations(&old, room, 1));
    struct db *none = NULL;
    char why[DB_WHY_BYTES];

    db_drop(&db);
    assert_int_equal(db_open(p->file, DB_READ_ONLY, &things_sqlite, &none, why), ERR_CONFLICT);
    assert_non_null(strstr(why, "0002_weight"));
    db = opened(p->file, DB_STORE, &things_sqlite);
    assert_int_equal(add(db, "a", bytes_of("1")), OK);
    db_drop(&db);
    db = opened(p->file, DB_STORE, &things_sqlite);
    assert_int_equal(count(db), 1);
    db_drop(&db);
    assert_int_equal(db_open(p->file, DB_STORE, &old, &none, why), ERR_CONFLICT);
    assert_non_null(strstr(why, "newer version"));
    assert_null(none);
}

static void
test_an_altered_history_or_schema_is_refused(void **state)
{
    struct place *p = *state;
    struct db_migration room[4];
    struct db_texts other;
    struct db *db = opened(p->file, DB_STORE, &things_sqlite);
    struct db *none = NULL;
    char why[DB_WHY_BYTES];

    first_n_migrations(&other, room, 2);
    room[1].sql = "ALTER TABLE thing ADD COLUMN weight INTEGER NOT NULL DEFAULT 8;\n";
    assert_int_equal(db_open(p->file, DB_STORE, &other, &none, why), ERR_MALFORMED);
    assert_non_null(strstr(why, "another migration 0002_weight"));
    struct db_stmt *s = db_use(db, THINGS_ALTER);
    assert_int_equal(db_run(s), OK);
    db_stmt_drop(&s);
    db_drop(&db);
    assert_int_equal(db_open(p->file, DB_STORE, &things_sqlite, &none, why), ERR_MALFORMED);
    assert_non_null(strstr(why, "altered"));
    assert_int_equal(db_open(p->file, DB_READ_ONLY, &things_sqlite, &none, why), ERR_MALFORMED);
}

static void
test_a_failing_migration_leaves_nothing(void **state)
{
    struct place *p = *state;
    struct db_migration room[4];
    struct db_texts bad;
    struct db *none = NULL;
    char why[DB_WHY_BYTES];

    first_n_migrations(&bad, room, 2);
    room[1].sql = "CREATE TABLE half (x INTEGER); CREATE TABLE half (y INTEGER);";
    assert_int_equal(db_open(p->file, DB_STORE, &bad, &none, why), ERR_INTERNAL);
    assert_non_null(strstr(why, "half"));
    OWN(db) db = opened(p->file, DB_STORE, &things_sqlite);
    assert_int_equal(count(db), 0);
}

static void
test_files_that_are_no_database(void **state)
{
    struct place *p = *state;
    struct db *none = NULL;
    char why[DB_WHY_BYTES];

    assert_int_equal(db_open(p->file, DB_READ_ONLY, &things_sqlite, &none, why), ERR_NOT_FOUND);
    assert_int_equal(
        file_replace(p->file,
            bytes_of("this is a letter to a friend, and it is long enough "
                     "to look like a file that has a header of one hundred bytes or more")),
        OK);
    assert_int_equal(db_open(p->file, DB_STORE, &things_sqlite, &none, why), ERR_MALFORMED);
    assert_int_equal(db_open("/nowhere/x.db", DB_STORE, &things_sqlite, &none, why), ERR_INTERNAL);
}

/* An erased row is on no page, and in no journal, of a DB_KEYS file. */
static void
test_erased_bytes_leave_the_file(void **state)
{
    struct place *p = *state;
    OWN(arena) a = arena_new(1 << 22);
    OWN(db) db = opened(p->file, DB_KEYS, &things_sqlite);
    uint8_t secret[3000];
    struct bytes file = { 0 };

    for (size_t i = 0; i < sizeof secret; i++)
        secret[i] = (uint8_t) "CANARYX"[i % 7];
    assert_int_equal(add(db, "k", (struct bytes){ secret, sizeof secret }), OK);
    assert_int_equal(file_read(p->file, 1 << 20, a, &file), OK);
    assert_non_null(memmem(file.p, file.n, "CANARYXCANARYX", 14));
    OWN(db_stmt) s = db_use(db, THINGS_THING_DROP);
    db_bind_text(s, 1, "k");
    assert_int_equal(db_run(s), OK);
    assert_int_equal(file_read(p->file, 1 << 20, a, &file), OK);
    assert_null(memmem(file.p, file.n, "CANARY", 6));
    char journal[128];
    (void)snprintf(journal, sizeof journal, "%s-journal", p->file);
    assert_int_not_equal(access(journal, F_OK), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round_trip_in_every_mode, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_errors_are_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_transactions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_reader_goes_on_while_the_store_is_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_migrations_run_once_and_newer_files_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_an_altered_history_or_schema_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_failing_migration_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_files_that_are_no_database, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_erased_bytes_leave_the_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
