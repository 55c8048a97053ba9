/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "tests/unit/check.h"

static void
test_numbers(void **state)
{
    uint64_t v = 7;

    (void)state;
    assert_int_equal(text_u64("18446744073709551615", 0, UINT64_MAX, &v), OK);
    assert_true(v == UINT64_MAX);
    v = 7;
    static const char *const bad[] = { "", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616",
        "11" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(text_u64(bad[i], 0, i == 7 ? 10 : UINT64_MAX, &v), ERR_MALFORMED);
    assert_int_equal(v, 7);
}

static void
test_utf8(void **state)
{
    static const struct {
        const char *s;
        bool ok;
    } rows[] = {
        { "", true },
        { "abc Привет ї ў €", true },
        { "\xF0\x9F\x98\x80", true },
        { "\xC0\xAF", false },
        { "\xE0\x80\x80", false },
        { "\xED\xA0\x80", false },
        { "\xF4\x90\x80\x80", false },
        { "\xD0", false },
        { "\x80", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(utf8_is_valid(bytes_of(rows[i].s)), rows[i].ok);
    assert_false(utf8_is_valid((struct bytes){ (const uint8_t *)"a\0b", 3 }));
    assert_int_equal(utf8_prefix(bytes_of("яяя"), 5), 4);
    assert_int_equal(utf8_prefix(bytes_of("abc"), 5), 3);
}

static void
test_b64_has_one_spelling(void **state)
{
    uint8_t in[40];
    uint8_t back[40];
    char text[B64_CAP(40)];
    size_t n = 0;

    (void)state;
    for (size_t len = 0; len <= 40; len++) {
        for (size_t i = 0; i < len; i++)
            in[i] = (uint8_t)(i * 37 + len);
        b64_encode((struct bytes){ in, len }, text);
        assert_int_equal(b64_decode(text, strlen(text), back, sizeof back, &n), OK);
        assert_int_equal(n, len);
        assert_true(bytes_equal((struct bytes){ in, len }, (struct bytes){ back, n }));
    }
    assert_int_equal(b64_decode("AB", 2, back, 1, &n), ERR_MALFORMED);
    assert_int_equal(b64_decode("AA==", 4, back, 9, &n), ERR_MALFORMED);
    assert_int_equal(b64_decode("A", 1, back, 9, &n), ERR_MALFORMED);
    assert_int_equal(b64_decode("AAAA", 4, back, 2, &n), ERR_TOO_LARGE);
}

static void
test_hex(void **state)
{
    uint8_t b[3];
    char s[7];

    (void)state;
    assert_int_equal(hex_decode("00ff7a", b, 3), OK);
    hex_encode((struct bytes){ b, 3 }, s);
    assert_string_equal(s, "00ff7a");
    assert_int_equal(hex_decode("00FF7A", b, 3), ERR_MALFORMED);
    assert_int_equal(hex_decode("00ff7", b, 3), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_b64_has_one_spelling),
        cmocka_unit_test(test_hex),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
