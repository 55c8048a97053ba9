/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/check.h"

#include "base/own.h"
#include "hub/deposits.h"

enum { NOON = 20800 * 86400 + 43200, DAY = 86400, LATER = NOON + 2 * DAY };

/* Put envelopes one by one until refused; how many were taken. */
static size_t
push(struct deposits *d, struct deposit what, int64_t now_s, enum err *last)
{
    size_t n = 0;

    what.n = 1;
    for (*last = OK; n < 20000; n++, what.n_live++) {
        *last = deposits_check(d, &what, now_s);
        if (*last)
            break;
        deposits_add(d, &what, now_s);
    }
    return n;
}

static void
test_a_shelf_and_a_day(void **state)
{
    static const struct {
        size_t n_desks, first_day, later;
    } rows[] = { { 1, 256, 256 }, { 2, 192, 128 }, { 16, 64, 16 }, { 200, 64, 16 } };
    enum err e = OK;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(deposits) d = deposits_new(2000, 30, NOON);
        struct deposit what = { .desk = 3, .p = 4, .shelf = 7, .n_desks = rows[i].n_desks };
        size_t n = push(d, what, NOON, &e);
        if (rows[i].n_desks > 1) /* one desk alone: the committer's 256 are the bound */
            assert_int_equal(n, rows[i].first_day);
        what.shelf = 8;
        assert_int_equal(push(d, what, LATER, &e), rows[i].later);
        assert_int_equal(e, ERR_TOO_LARGE);
        assert_int_equal(push(d, what, LATER, &e), 0);
        what.desk = 4; /* another desk is not concerned, nor another shelf, nor another p */
        assert_int_equal(push(d, what, LATER, &e), rows[i].later);
        what.desk = 3;
        what.p = 5;
        assert_int_equal(push(d, what, LATER, &e), rows[i].later);
    }
}

/* Day after day: the last quarter of a shelf stays for the others, until envelopes expire. */
static void
test_nobody_fills_a_shelf_in_many_days(void **state)
{
    OWN(deposits) d = deposits_new(2000, 30, NOON);
    struct deposit what = { .desk = 3, .p = 4, .shelf = 7, .n_desks = 8 };
    size_t n = 0;
    enum err e = OK;

    (void)state;
    for (int i = 0; i < 28; i++) {
        what.n_live = n;
        n += push(d, what, LATER + (int64_t)i * DAY, &e);
    }
    assert_int_equal(n, 192);
    what.desk = 4;
    what.n_live = n;
    assert_int_equal(push(d, what, LATER + 28LL * DAY, &e), 32);
    what.desk = 3;
    assert_int_equal(push(d, what, LATER + 28LL * DAY, &e), 0);
    assert_int_equal(push(d, what, LATER + 60LL * DAY, &e), 32);
}

static void
test_a_days_total(void **state)
{
    OWN(deposits) d = deposits_new(100, 30, NOON);
    struct deposit what = { .desk = 3, .p = 6, .n_desks = 16 };
    size_t first = 0;
    size_t later = 0;
    enum err e = OK;

    (void)state;
    for (what.shelf = 0; what.shelf < 64; what.shelf++)
        first += push(d, what, NOON, &e);
    assert_int_equal(first, 400); /* gives everything again */
    assert_int_equal(e, ERR_BUSY);
    for (what.shelf = 0; what.shelf < 64; what.shelf++)
        later += push(d, what, LATER, &e);
    assert_int_equal(later, 100);
    assert_int_equal(e, ERR_BUSY);
    what.desk = 200;
    what.shelf = 5;
    assert_int_equal(push(d, what, LATER, &e), 16);
}

static void
test_recent_ids(void **state)
{
    OWN(deposits) d = deposits_new(100, 30, NOON);
    struct content_id id = { { 0 } };

    (void)state;
    assert_false(deposits_is_recent(d, &id));
    for (uint32_t i = 0; i < DEPOSITS_RECENT + 1; i++) {
        memcpy(id.b, &i, sizeof i);
        deposits_remember(d, &id);
    }
    assert_true(deposits_is_recent(d, &id));
    memset(id.b, 0, sizeof id.b);
    assert_false(deposits_is_recent(d, &id)); /* the oldest gave way */
    id.b[0] = 1;
    assert_true(deposits_is_recent(d, &id));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_shelf_and_a_day),
        cmocka_unit_test(test_nobody_fills_a_shelf_in_many_days),
        cmocka_unit_test(test_a_days_total),
        cmocka_unit_test(test_recent_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
