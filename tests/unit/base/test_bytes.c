/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/bytes.h"
#include "tests/unit/check.h"

static void
test_reader_latches(void **state)
{
    const uint8_t b[] = { 1, 2, 3, 4, 5, 6, 7 };
    struct reader r = reader_of((struct bytes){ b, sizeof b });

    (void)state;
    assert_int_equal(read_u8(&r), 1);
    assert_int_equal(read_u16(&r), 0x0203);
    assert_int_equal(read_u32(&r), 0x04050607);
    assert_true(reader_end(&r));
    assert_int_equal(read_u8(&r), 0);
    assert_false(reader_end(&r));
    assert_true(r.bad);
}

static void
test_reader_refuses_trailing(void **state)
{
    const uint8_t b[] = { 1, 2 };
    struct reader r = reader_of((struct bytes){ b, sizeof b });

    (void)state;
    (void)read_u8(&r);
    assert_false(reader_end(&r));
}

static void
test_writer_is_the_readers_mirror(void **state)
{
    uint8_t b[15];
    struct writer w = writer_of(b, sizeof b);

    (void)state;
    write_u8(&w, 0xAB);
    write_u16(&w, 0xCDEF);
    write_u32(&w, 0x01234567);
    write_u64(&w, 0x89ABCDEF01234567u);
    assert_false(w.full);
    assert_int_equal(w.n, 15);
    write_u8(&w, 1);
    assert_true(w.full);
    assert_int_equal(w.n, 15);
    struct reader r = reader_of((struct bytes){ b, w.n });
    assert_int_equal(read_u8(&r), 0xAB);
    assert_int_equal(read_u16(&r), 0xCDEF);
    assert_int_equal(read_u32(&r), 0x01234567);
    assert_true(read_u64(&r) == 0x89ABCDEF01234567u);
    assert_true(reader_end(&r));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_latches),
        cmocka_unit_test(test_reader_refuses_trailing),
        cmocka_unit_test(test_writer_is_the_readers_mirror),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
