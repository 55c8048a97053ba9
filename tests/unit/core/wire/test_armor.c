/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/armor.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static void
test_same_text_as_the_others(void **state)
{
    struct envelope e, back;
    char text[ARMOR_CAP];

    (void)state;
    FILL(e.b, v_request_envelope);
    armor_encode(&e, text);
    assert_string_equal(text, v_request_armor_text);
    assert_int_equal(armor_decode(bytes_of(text), &back), OK);
    assert_memory_equal(back.b, e.b, sizeof e.b);
}

static void
test_blanks_and_line_breaks_are_passed_over(void **state)
{
    char wrapped[2 * ARMOR_CAP];
    size_t n = 0;
    struct envelope back;

    (void)state;
    for (size_t i = 0; i < ARMOR_CAP - 1; i++) {
        if (i % 60 == 0)
            wrapped[n++] = '\n';
        if (i % 7 == 0)
            wrapped[n++] = ' ';
        wrapped[n++] = v_request_armor_text[i];
    }
    assert_int_equal(armor_decode((struct bytes){ (uint8_t *)wrapped, n }, &back), OK);
    assert_memory_equal(back.b, v_request_envelope, sizeof back.b);
}

static void
test_every_changed_or_cut_character_is_seen(void **state)
{
    char text[ARMOR_CAP];
    struct envelope back = { { 9 } };

    (void)state;
    for (size_t i = 0; i < ARMOR_CAP - 1; i++) {
        memcpy(text, v_request_armor_text, sizeof text);
        text[i] = text[i] == 'A' ? 'B' : 'A';
        assert_int_equal(armor_decode(bytes_of(text), &back), ERR_MALFORMED);
    }
    for (size_t n = 0; n < ARMOR_CAP - 1; n += 13) {
        struct bytes cut = { (const uint8_t *)v_request_armor_text, n };
        assert_int_equal(armor_decode(cut, &back), ERR_MALFORMED);
    }
    assert_int_equal(back.b[0], 9);
}

static void
test_too_much_is_not_read(void **state)
{
    static uint8_t big[ARMOR_IN_MAX + 1];
    struct envelope back;

    (void)state;
    memset(big, ' ', sizeof big);
    assert_int_equal(armor_decode(V(big), &back), ERR_TOO_LARGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_text_as_the_others),
        cmocka_unit_test(test_blanks_and_line_breaks_are_passed_over),
        cmocka_unit_test(test_every_changed_or_cut_character_is_seen),
        cmocka_unit_test(test_too_much_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
