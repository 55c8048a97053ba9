/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/envelope.h"
#include "core/wire/shelf.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static void
test_number_is_the_first_bits(void **state)
{
    (void)state;
    assert_int_equal(shelf_number(0xFFFF, 0), 0);
    assert_int_equal(shelf_number(0xABCD, 4), 0xA);
    assert_int_equal(shelf_number(0xABCD, 12), 0xABC);
    assert_int_equal(shelf_number(0xABCD, 16), 0xABCD);
    uint16_t shelf16 = (uint16_t)(v_seeker_shelf16[0] << 8 | v_seeker_shelf16[1]);
    assert_int_equal(shelf_number(shelf16, 12), v_answer_shelf12_number);
}

static void
test_slots_come_in_three_sizes(void **state)
{
    (void)state;
    assert_int_equal(shelf_slots(0), 64);
    assert_int_equal(shelf_slots(64), 64);
    assert_int_equal(shelf_slots(65), 128);
    assert_int_equal(shelf_slots(129), 256);
    assert_int_equal(shelf_slots(1000), 256);
}

static void
test_junk_is_fixed_and_looks_like_an_envelope(void **state)
{
    struct envelope a, b;

    (void)state;
    shelf_junk(v_junk_key, 12, 77, 5, &a);
    assert_memory_equal(a.b, v_junk_slot_5, sizeof a.b);
    assert_int_equal(envelope_check(&a), OK);
    shelf_junk(v_junk_key, 12, 77, 6, &b);
    assert_memory_not_equal(a.b + 4, b.b + 4, 32);
    assert_memory_not_equal(a.b + 36, b.b + 36, 32);
    shelf_junk(v_junk_key, 12, 78, 5, &b);
    assert_memory_not_equal(a.b + 36, b.b + 36, 32);
    shelf_junk(v_junk_key, 11, 77, 5, &b);
    assert_memory_not_equal(a.b + 36, b.b + 36, 32);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_is_the_first_bits),
        cmocka_unit_test(test_slots_come_in_three_sizes),
        cmocka_unit_test(test_junk_is_fixed_and_looks_like_an_envelope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
