/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include "hub/conf.h"
#include "tests/unit/check.h"
#include <stdio.h>

#define HUB "hub=00112233445566778899aabbccddeeff"

static void
test_the_sample_is_the_defaults(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    const char *const given[] = { HUB, NULL };
    const char *const same_id[] = { "hub=00000000000000000000000000000000", NULL };
    struct hub_conf sample;
    struct hub_conf usual;
    const char *why = NULL;

    (void)state;
    assert_int_equal(hub_conf_read(SAMPLE, NULL, a, &sample, &why), OK);
    assert_int_equal(hub_conf_read(NULL, same_id, a, &usual, &why), OK);
    assert_int_equal(hub_conf_read(SAMPLE, given, a, &usual, &why), OK);
    assert_int_equal(usual.hub_id.b[15], 0xff);
}

/* Every line that is commented out in the sample says what counts without it. */
static void
test_what_the_sample_shows_is_true(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct hub_conf usual;
    struct hub_conf shown;
    struct bytes file;
    const char *why = NULL;
    const char *extra[32] = { HUB };
    size_t n = 1;

    (void)state;
    assert_int_equal(hub_conf_read(NULL, extra, a, &usual, &why), OK);
    assert_int_equal(file_read(SAMPLE, 1 << 16, a, &file), OK);
    char *line = arena_text_n(a, file.p, file.n);
    for (char *save = NULL, *at = strtok_r(line, "\n", &save); at; at = strtok_r(NULL, "\n", &save))
        if (at[0] == '#' && at[1] != ' ' && strchr(at, '='))
            extra[n++] = at + 1;
    assert_in_range(n, 15, 31);
    if (hub_conf_read(NULL, extra, a, &shown, &why))
        fail_msg("%s", why);
    assert_string_equal(shown.listen, usual.listen);
    assert_string_equal(shown.exit_url, usual.exit_url);
    assert_string_equal(shown.sandbox, usual.sandbox);
    shown.folder = usual.folder; /* the other texts are copies at other places */
    shown.hub = usual.hub;
    shown.listen = usual.listen;
    shown.gate = usual.gate;
    shown.sandbox = usual.sandbox;
    shown.exit_url = usual.exit_url;
    shown.exit_ru = usual.exit_ru;
    shown.exit_uk = usual.exit_uk;
    shown.exit_be = usual.exit_be;
    shown.exit_en = usual.exit_en;
    shown.exit_de = usual.exit_de;
    assert_memory_equal(&shown, &usual, sizeof usual);
}

static void
test_exits_by_language(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    const char *const extra[] = { HUB, "exit=https://example.org/",
        "exit_uk=https://example.org/uk", NULL };
    struct hub_conf c;
    const char *why = NULL;

    (void)state;
    assert_int_equal(hub_conf_read(NULL, extra, a, &c, &why), OK);
    assert_string_equal(hub_conf_exit(&c, "uk"), "https://example.org/uk");
    assert_string_equal(hub_conf_exit(&c, "ru"), "https://example.org/");
    assert_string_equal(hub_conf_exit(&c, ""), "https://example.org/");
    assert_string_equal(hub_conf_exit(&c, "../../x"), "https://example.org/");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_sample_is_the_defaults),
        cmocka_unit_test(test_what_the_sample_shows_is_true),
        cmocka_unit_test(test_exits_by_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
