/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "core/wire/crypto.h"
#include "hub/spent.h"
#include "tests/unit/check.h"

enum { NOW = 1800000000 };

static struct ticket
ticket_number(uint32_t i, int64_t made_s)
{
    struct ticket t = { .made_s = (uint32_t)made_s };

    memcpy(t.once.b, &i, sizeof i);
    return t;
}

static void
test_a_ticket_carries_eight_of_one_epoch(void **state)
{
    OWN(spent) s = spent_new(100);
    struct ticket t = ticket_number(1, NOW);
    uint32_t first = 0;

    (void)state;
    assert_non_null(s);
    assert_int_equal(spent_check(s, &t, 7, 4, NOW, &first), OK);
    assert_int_equal(first, 7);
    spent_add(s, &t, 7, 4, NOW);
    assert_int_equal(spent_check(s, &t, 8, 1, NOW, &first), ERR_CONFLICT);
    assert_int_equal(first, 7);
    assert_int_equal(spent_check(s, &t, 7, 4, NOW, &first), OK);
    spent_add(s, &t, 7, 4, NOW);
    assert_int_equal(spent_check(s, &t, 7, 1, NOW, &first), ERR_EXPIRED);
    assert_int_equal(spent_check(s, &t, 7, 0, NOW, &first), OK);
    assert_int_equal(spent_count(s), 1);
}

static void
test_undone_is_as_if_never_used(void **state)
{
    OWN(spent) s = spent_new(100);
    struct ticket t = ticket_number(1, NOW);
    uint32_t first = 0;

    (void)state;
    assert_int_equal(spent_check(s, &t, 7, 2, NOW, &first), OK);
    spent_add(s, &t, 7, 2, NOW);
    spent_undo(s, &t, 2, NOW);
    assert_int_equal(spent_check(s, &t, 9, 8, NOW, &first), OK);
    assert_int_equal(first, 9);
    spent_add(s, &t, 9, 8, NOW);
    assert_int_equal(spent_check(s, &t, 7, 1, NOW, &first), ERR_CONFLICT);
    assert_int_equal(first, 9);
}

static void
test_hours_go_and_the_map_is_bounded(void **state)
{
    OWN(spent) s = spent_new(1000);
    uint32_t first = 0;

    (void)state;
    for (uint32_t i = 0; i < 1000; i++) {
        struct ticket t = ticket_number(i, NOW - (int64_t)(i % 24) * 3600);
        assert_int_equal(spent_check(s, &t, i, 1, NOW, &first), OK);
        spent_add(s, &t, i, 1, NOW);
    }
    assert_int_equal(spent_count(s), 1000);
    struct ticket more = ticket_number(5000, NOW);
    assert_int_equal(spent_check(s, &more, 1, 1, NOW, &first), ERR_BUSY);
    for (uint32_t i = 0; i < 1000; i++) {
        struct ticket t = ticket_number(i, NOW - (int64_t)(i % 24) * 3600);
        assert_int_equal(spent_check(s, &t, i, 1, NOW, &first), OK);
        assert_int_equal(spent_check(s, &t, i + 1, 1, NOW, &first), ERR_CONFLICT);
    }
    int64_t later = NOW + 12 * 3600; /* half of them are over a day old now */
    assert_int_equal(spent_check(s, &more, 1, 1, later, &first), OK);
    assert_in_range(spent_count(s), 500, 580);
    struct ticket old = ticket_number(1, NOW - 40 * 3600);
    assert_int_equal(spent_check(s, &old, 1, 1, NOW, &first), ERR_EXPIRED);
    struct ticket ahead = ticket_number(1, NOW + 3 * 3600);
    assert_int_equal(spent_check(s, &ahead, 1, 1, NOW, &first), ERR_EXPIRED);
    assert_int_equal(spent_check(s, &more, 1, 1, NOW + 48 * 3600, &first), ERR_EXPIRED);
    assert_int_equal(spent_count(s), 0);
}

static void
test_many_keep_their_epochs(void **state)
{
    enum { N = 50000 };
    OWN(spent) s = spent_new(N);
    uint32_t first = 0;

    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        struct ticket t = ticket_number(i, NOW);
        assert_int_equal(spent_check(s, &t, i, 1, NOW, &first), OK);
        spent_add(s, &t, i, 1, NOW);
    }
    for (uint32_t i = 0; i < N; i++) {
        struct ticket t = ticket_number(i, NOW);
        assert_int_equal(spent_check(s, &t, N, 1, NOW, &first), ERR_CONFLICT);
        assert_int_equal(first, i);
    }
    assert_int_equal(spent_count(s), N);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_ticket_carries_eight_of_one_epoch),
        cmocka_unit_test(test_undone_is_as_if_never_used),
        cmocka_unit_test(test_hours_go_and_the_map_is_bounded),
        cmocka_unit_test(test_many_keep_their_epochs),
    };
    if (crypto_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
