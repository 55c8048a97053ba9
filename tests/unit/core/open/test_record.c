/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/record.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static struct record_key key;
static struct record_about first, second;

static int
setup(void **state)
{
    struct stream_key sk;

    (void)state;
    run_fill(0xC0, sk.b, sizeof sk.b);
    record_key_of(&sk, &key);
    first = (struct record_about){ .org = made_org(), .epoch = 3, .seq = 1, .kind = 7 };
    run_fill(0x90, first.stream.b, sizeof first.stream.b);
    second = first;
    second.seq = 2;
    second.kind = 9;
    second.previous = record_link(V(v_desk_record_1));
    return 0;
}

static void
test_same_bytes_as_the_others(void **state)
{
    uint8_t nonce[24], out[128];

    (void)state;
    assert_memory_equal(key.b, v_desk_record_key, sizeof key.b);
    run_fill(0x51, nonce, sizeof nonce);
    assert_int_equal(record_seal(&key, &first, bytes_of("the first record"), nonce, out), OK);
    assert_memory_equal(out, v_desk_record_1, sizeof v_desk_record_1);
    run_fill(0x52, nonce, sizeof nonce);
    assert_int_equal(record_seal(&key, &second, bytes_of("the second record"), nonce, out), OK);
    assert_memory_equal(out, v_desk_record_2, sizeof v_desk_record_2);
    assert_int_equal(record_open(&key, &second, V(v_desk_record_2), out), OK);
    assert_memory_equal(out, "the second record", 17);
}

static void
test_a_record_opens_only_in_its_place(void **state)
{
    struct record_about a[7];
    uint8_t out[128] = { 0 };

    (void)state;
    for (size_t i = 0; i < 7; i++)
        a[i] = second;
    a[0].org.b[0] ^= 1;
    a[1].stream.b[0] ^= 1;
    a[2].epoch++;
    a[3].seq++;
    a[4].kind++;
    a[5].previous.b[0] ^= 1;
    a[6].previous = first.previous;
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(record_open(&key, &a[i], V(v_desk_record_2), out), ERR_FORGED);
    assert_int_equal(record_open(&key, &first, V(v_desk_record_2), out), ERR_FORGED);
    assert_int_equal(out[0], 0);
}

static void
test_changed_or_cut_is_forged(void **state)
{
    uint8_t b[sizeof v_desk_record_1], out[128] = { 0 };

    (void)state;
    memcpy(b, v_desk_record_1, sizeof b);
    for (size_t i = 0; i < sizeof b; i++) {
        b[i] ^= 0x80;
        assert_int_equal(record_open(&key, &first, V(b), out), ERR_FORGED);
        b[i] ^= 0x80;
        assert_int_equal(record_open(&key, &first, (struct bytes){ b, i }, out), ERR_FORGED);
    }
    assert_int_equal(out[0], 0);
}

static void
test_limits(void **state)
{
    uint8_t out[RECORD_EXTRA_BYTES];
    struct bytes huge = { out, RECORD_MAX_BYTES + 1 };

    (void)state;
    assert_int_equal(record_seal(&key, &first, huge, NULL, out), ERR_TOO_LARGE);
    assert_int_equal(record_seal(&key, &first, (struct bytes){ NULL, 0 }, NULL, out), OK);
    uint8_t none[1];
    assert_int_equal(record_open(&key, &first, V(out), none), OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes_as_the_others),
        cmocka_unit_test(test_a_record_opens_only_in_its_place),
        cmocka_unit_test(test_changed_or_cut_is_forged),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
