/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/out.h"
#include "base/own.h"
#include "tests/unit/check.h"

static const char *
url_part(struct arena *a, const char *s)
{
    struct out o = out_in(a);

    out_url_part(&o, s);
    return out_text_of(&o);
}

static void
test_text_escape(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct out o = out_in(a);

    (void)state;
    out_text(&o, "a<b>&\"'c");
    out_text(&o, 42);
    out_text(&o, ((struct html){ "<i>", 3 }));
    assert_string_equal(out_text_of(&o), "a&lt;b&gt;&amp;&#34;&#39;c42<i>");
}

static void
test_url_part_is_an_allow_list(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        OWN(arena) a = arena_new(1 << 16);
        const char in[] = { (char)c, '\0' };
        const char *s = url_part(a, in);
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            strchr("-_.~", c))
            assert_string_equal(s, in);
        else
            assert_true(s[0] == '%' && strlen(s) == 3);
    }
}

static void
test_whole_urls(void **state)
{
    static const char *const rows[][2] = {
        { "/ru/3", "/ru/3" },
        { "//evil.example", "#" },
        { "/\\evil", "#" },
        { "javascript:alert(1)", "#" },
        { "http://example.org", "#" },
        { "https://example.org/?a&b", "https://example.org/?a&amp;b" },
        { "tel:+112", "tel:+112" },
        { "tel:112;x", "#" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(1 << 16);
        struct out o = out_in(a);
        out_url(&o, rows[i][0]);
        assert_string_equal(out_text_of(&o), rows[i][1]);
    }
}

static void
test_failure_latches(void **state)
{
    OWN(arena) a = arena_new(2000);
    struct out o = out_in(a);

    (void)state;
    for (int i = 0; i < 100000; i++)
        out_lit(&o, "0123456789", 10);
    assert_true(o.failed);
    assert_null(out_text_of(&o));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_escape),
        cmocka_unit_test(test_url_part_is_an_allow_list),
        cmocka_unit_test(test_whole_urls),
        cmocka_unit_test(test_failure_latches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
