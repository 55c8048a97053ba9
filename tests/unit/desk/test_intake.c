/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Boxes that waited: opened in slices, the loudest first, and one that fails holds up nobody. */
#include "base/clock.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"
#include <sqlite3.h>
#include <stdio.h>

static struct fixture fx;

static int
set_up(void **state)
{
    (void)state;
    fixture_new(&fx);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_done(&fx);
    return 0;
}

static struct casebook
book(void)
{
    struct casebook b;

    desk_casebook(&fx.app, NULL, &b);
    assert_non_null(b.p);
    return b;
}

/* What a thief with the file could do: change it behind the desk's back. */
static void
tamper(const char *sql)
{
    char path[128];
    sqlite3 *h = NULL;

    (void)snprintf(path, sizeof path, "%s/records.db", fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, sql, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(h);
}

static int64_t
n_of(const char *sql)
{
    char path[128];
    sqlite3 *h = NULL;
    sqlite3_stmt *s = NULL;

    (void)snprintf(path, sizeof path, "%s/records.db", fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(h);
    return n;
}

static void
file_many(size_t n, enum bell bell)
{
    for (size_t i = 0; i < n; i++) {
        struct seeker_keys *keys = NULL;
        struct pulled p;
        fixture_request(&fx, "Нужна помощь.", bell, &keys, &p);
        assert_int_equal(fixture_file(&fx, &p), 1);
        seeker_keys_drop(&keys);
    }
}

static void
test_boxes_are_opened_in_slices_the_loudest_first(void **state)
{
    struct filed next;
    size_t n = 0;

    (void)state;
    file_many(2, BELL_RING_NONE);
    file_many(INTAKE_MANY, BELL_RING_DATE);
    file_many(1, BELL_RING_DANGER);
    assert_int_equal(store_filed_next(fx.app.records, &next), OK);
    assert_int_equal(next.bell, BELL_RING_DANGER);
    struct session *s = fixture_unlock(&fx, "Olga");
    struct casebook b = book();
    assert_int_equal(fx.app.waiting.n, INTAKE_MANY + 3);
    assert_int_equal(intake_open_some(&b, &b.at.vault->row.public, 0, &n), OK);
    assert_int_equal(n, 1); /* however late it is */
    assert_int_equal(store_filed_next(fx.app.records, &next), OK);
    assert_int_equal(next.bell, BELL_RING_DATE);
    assert_int_equal(intake_open_some(&b, &b.at.vault->row.public, INT64_MAX, &n), OK);
    assert_int_equal(n, INTAKE_MANY);
    assert_int_equal(store_filed_next(fx.app.records, &next), OK);
    assert_int_equal(next.bell, BELL_RING_NONE);
    assert_int_equal(store_filed_waiting(fx.app.records, &fx.app.waiting), OK);
    assert_int_equal(fx.app.waiting.n, 2);
    fixture_settle(&fx.app);
    assert_int_equal(store_filed_next(fx.app.records, &next), ERR_NOT_FOUND);
    assert_int_equal(intake_open_some(&b, &b.at.vault->row.public, INT64_MAX, &n), OK);
    assert_int_equal(n, 0);
    desk_lock(&fx.app, s);
}

/* A box that was damaged goes aside, the others become cases. */
static void
test_a_box_that_fails_holds_up_nobody(void **state)
{
    int64_t unreadable = fx.app.n_unreadable;
    enum err e = OK;
    int64_t cases = n_of("SELECT count(DISTINCT stream) FROM record");

    (void)state;
    file_many(3, BELL_RING_DATE);
    tamper("UPDATE filed SET lane = zeroblob(4044) WHERE id = (SELECT min(id) FROM filed)");
    struct session *s = fixture_unlock(&fx, "Olga");
    for (int i = 0; i < 10 && fx.app.waiting.n > 0; i++)
        e = desk_step(&fx.app, clock_steady_ms(), clock_now_s());
    assert_int_equal(e, OK);
    assert_int_equal(fx.app.n_unreadable, unreadable + 1);
    assert_int_equal(store_filed_waiting(fx.app.records, &fx.app.waiting), OK);
    assert_int_equal(fx.app.waiting.n, 0);
    assert_int_equal(n_of("SELECT count(DISTINCT stream) FROM record"), cases + 2);
    desk_lock(&fx.app, s);
}

/* What fails for a reason that may pass comes last, and is tried again later. */
static void
test_a_box_that_fails_for_now_waits_behind_the_others(void **state)
{
    struct casebook b;
    struct filed next;
    struct filed first;
    size_t n = 0;

    (void)state;
    file_many(3, BELL_RING_DATE);
    struct session *s = fixture_unlock(&fx, "Olga");
    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(store_filed_next(fx.app.records, &first), OK);
    assert_int_equal(db_begin(b.p, TX_READ), OK); /* no second transaction on the projection */
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), clock_now_s()), ERR_INTERNAL);
    assert_true(desk_wait_ms(&fx.app, clock_steady_ms()) > 0);
    assert_int_equal(db_end(b.p, ERR_INTERNAL), ERR_INTERNAL);
    assert_int_equal(store_filed_tried(fx.app.records, first.id), OK);
    assert_int_equal(store_filed_next(fx.app.records, &next), OK);
    assert_true(next.id != first.id);
    assert_int_equal(intake_open_some(&b, &b.at.vault->row.public, INT64_MAX, &n), OK);
    assert_int_equal(n, 3);
    assert_int_equal(store_filed_waiting(fx.app.records, &fx.app.waiting), OK);
    desk_lock(&fx.app, s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boxes_are_opened_in_slices_the_loudest_first),
        cmocka_unit_test(test_a_box_that_fails_holds_up_nobody),
        cmocka_unit_test(test_a_box_that_fails_for_now_waits_behind_the_others),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
