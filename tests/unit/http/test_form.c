/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "http/form.h"
#include "tests/unit/check.h"
#include <stdio.h>

static void
test_fields(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct form f;

    (void)state;
    assert_int_equal(
        form_parse(bytes_of("act=send&text=a+b%0D%0A%D1%8F%26&&empty=&bare"), a, &f), OK);
    assert_int_equal(f.n, 4);
    assert_string_equal(form_get(&f, "act"), "send");
    assert_string_equal(form_get(&f, "text"), "a b\n\xD1\x8F&");
    assert_string_equal(form_get(&f, "empty"), "");
    assert_string_equal(form_get(&f, "bare"), "");
    assert_null(form_get(&f, "none"));
    assert_string_equal(form_text(&f, "none"), "");
}

static void
test_refusals(void **state)
{
    static const char *const bad[] = { "a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%c0%af=1",
        "a=%ed%a0%80" };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        OWN(arena) a = arena_new(1 << 20);
        struct form f = { .n = 99 };
        assert_int_equal(form_parse(bytes_of(bad[i]), a, &f), ERR_MALFORMED);
        assert_int_equal(f.n, 99);
    }
}

static void
test_too_many_fields(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    char many[FORM_MAX_FIELDS * 4 + 8] = "";
    struct form f;
    size_t n = 0;

    (void)state;
    for (int i = 0; i < FORM_MAX_FIELDS; i++)
        n += (size_t)snprintf(many + n, sizeof many - n, "a=1&");
    assert_int_equal(form_parse(bytes_of(many), a, &f), OK);
    (void)snprintf(many + n, sizeof many - n, "b=1");
    assert_int_equal(form_parse(bytes_of(many), a, &f), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_too_many_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
