/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/caps.h"
#include "tests/unit/check.h"

static void
test_burst_then_rate(void **state)
{
    struct bucket b = bucket_new(20, 100, 1000);
    uint32_t wait_s = 0;

    (void)state;
    for (int i = 0; i < 100; i++)
        assert_true(bucket_take(&b, 1, 1000, &wait_s));
    assert_false(bucket_take(&b, 1, 1000, &wait_s));
    assert_int_equal(wait_s, 1);
    assert_false(bucket_take(&b, 60, 1000, &wait_s));
    assert_int_equal(wait_s, 4);
    assert_false(bucket_take(&b, 1, 1049, &wait_s));
    assert_true(bucket_take(&b, 1, 1050, &wait_s));
    assert_false(bucket_take(&b, 1, 1050, &wait_s));
    assert_true(bucket_take(&b, 20, 2050, &wait_s));
    bucket_return(&b, 3);
    assert_true(bucket_take(&b, 3, 2050, &wait_s));
    assert_false(bucket_take(&b, 1, 2050, &wait_s));
}

static void
test_never_more_than_the_burst(void **state)
{
    struct bucket b = bucket_new(20, 100, 0);
    uint32_t wait_s = 0;

    (void)state;
    assert_true(bucket_take(&b, 50, 0, &wait_s));
    assert_true(bucket_take(&b, 100, INT64_MAX / 2, &wait_s));
    assert_false(bucket_take(&b, 1, INT64_MAX / 2, &wait_s));
    bucket_return(&b, 1000);
    assert_true(bucket_take(&b, 100, INT64_MAX / 2, &wait_s));
    assert_false(bucket_take(&b, 1, 5, &wait_s)); /* a clock that went back gives nothing */
    assert_true(wait_s >= 1 && wait_s <= 600);
}

static void
test_zero_is_no_cap(void **state)
{
    struct bucket b = bucket_new(0, 0, 0);
    uint32_t wait_s = 0;

    (void)state;
    assert_true(bucket_take(&b, 1000000, 0, &wait_s));
}

/* Over a long time exactly rate * time + burst pass, whatever the rhythm of asking. */
static void
test_what_passes_in_a_minute(void **state)
{
    (void)state;
    for (int64_t step = 1; step < 100; step += 7) {
        struct bucket b = bucket_new(20, 100, 0);
        uint32_t wait_s = 0;
        int n = 0;
        for (int64_t t = 0; t <= 60000; t += step)
            while (bucket_take(&b, 1, t, &wait_s))
                n++;
        assert_true(n >= 100 + 20 * 60 - 2 && n <= 100 + 20 * 60);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_burst_then_rate),
        cmocka_unit_test(test_never_more_than_the_burst),
        cmocka_unit_test(test_zero_is_no_cap),
        cmocka_unit_test(test_what_passes_in_a_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
