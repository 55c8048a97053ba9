/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/out.h"
#include "base/own.h"
#include "base/text.h"
#include "gate/repair.h"
#include "tests/unit/check.h"

#define BAD "\xef\xbf\xbd"

static void
test_what_comes_out(void **state)
{
    static const struct {
        const char *body, *text;
        bool repaired;
    } rows[] = {
        { "text=a+b%21", "a b!", false },
        { "text=%FF", BAD, true },
        { "text=a%D0b", "a" BAD "b", true },
        { "text=%D0%96%C3", "Ж" BAD, true },
        { "text=%00x", BAD "x", true },
        { "text=%ED%A0%80", BAD BAD BAD, true }, /* half of a surrogate pair */
        { "text=%F0%9F%98%80%FF", "😀" BAD, true },
        { "text=100%", "100%", true },
        { "text=100%zz", "100%zz", true },
        { "text=a%0D%0Ab%FF", "a\nb" BAD, true },
        { "x=%FF&text=good", "good", true },
        { "%FF=x&text=good", "good", true },
        { "text", "", false },
    };
    OWN(arena) a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct form f;
        bool repaired = false;
        assert_int_equal(form_read(bytes_of(rows[i].body), a, &f, &repaired), OK);
        assert_string_equal(form_text(&f, "text"), rows[i].text);
        assert_int_equal(repaired, rows[i].repaired);
    }
}

static void
test_too_many_fields(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct out o = out_in(a);
    struct form f;
    bool repaired = false;

    (void)state;
    out_lit(&o, "text=kept", 9);
    for (int i = 0; i < 2 * FORM_MAX_FIELDS; i++)
        out_lit(&o, "&x=1", 4);
    assert_int_equal(form_read(bytes_of(out_text_of(&o)), a, &f, &repaired), OK);
    assert_true(repaired);
    assert_int_equal(f.n, FORM_MAX_FIELDS);
    assert_string_equal(form_text(&f, "text"), "kept");
}

/* Whatever the bytes are, what comes out is a text that can be shown. */
static void
test_any_bytes(void **state)
{
    uint8_t body[64];
    uint32_t seed = 12345;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        OWN(arena) a = arena_new(1 << 16);
        struct form f;
        bool repaired = false;
        for (size_t i = 0; i < sizeof body; i++) {
            seed = seed * 1664525u + 1013904223u;
            body[i] = (seed >> 28) < 4 ? (uint8_t) "%=&+"[seed >> 28 & 3] : (uint8_t)(seed >> 20);
        }
        assert_int_equal(form_read((struct bytes){ body, sizeof body }, a, &f, &repaired), OK);
        for (size_t i = 0; i < f.n; i++)
            assert_true(
                utf8_is_valid(bytes_of(f.names[i])) && utf8_is_valid(bytes_of(f.values[i])));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_comes_out),
        cmocka_unit_test(test_too_many_fields),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
