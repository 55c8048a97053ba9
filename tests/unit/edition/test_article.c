/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include "edition/article.h"
#include "tests/unit/check.h"
#include <unistd.h>

#define FRONT                                                                                      \
    "---\ntitle: T\nheading: H\nlang: ru\nreviewed_on: 2026-11-22\nreview_due: 2027-02-20\n"       \
    "reviewer: sample: x\n"

struct row {
    const char *file, *why; /* NULL: it is right */
};

static enum err
read_and_render(
    struct arena *a, const char *file, struct article *p, struct html *html, const char **why)
{
    const char *path = arena_printf(a, "/tmp/article-%d.md", (int)getpid());
    const struct figures *f;
    enum err e;

    assert_int_equal(figures_read(CONTENT, a, &f, why), OK);
    assert_int_equal(file_replace(path, bytes_of(file)), OK);
    e = article_read(path, LANG_RU, a, p, why);
    if (!e)
        e = article_html(p, f, a, html, why);
    (void)unlink(path);
    return e;
}

static void
test_a_whole_article(void **state)
{
    OWN(arena) a = arena_new(8 << 20);
    struct article p;
    struct html html;
    const char *why = "";

    (void)state;
    assert_int_equal(
        read_and_render(a,
            FRONT
            "sources: 2026-11 | UN | https://example.org/a\nsources: 1993 | Law | \n---\n\n"
            "## Now\n\n- call {{emergency_number}}, see [two](2) from {{ru_alt_apply_spring}}\n",
            &p, &html, &why),
        OK);
    assert_int_equal(p.n_sources, 2);
    assert_string_equal(p.sources[0].link, "https://example.org/a");
    assert_null(p.sources[1].link);
    assert_string_equal(html.s, "<h2>Now</h2>\n<ul>\n<li>call 112, see <a href=\"2\">two</a> from "
                                "1\u00a0апреля</li>\n</ul>\n");
}

static void
test_what_has_no_place_is_an_error(void **state)
{
    static const struct row rows[] = {
        { "title: T\n", "does not begin" },
        { "---\ntitle: T\n", "does not end" },
        { "---\ntitle: T\n---\nx\n", "are needed" },
        { "---\ncolour: red\n---\nx\n", "unknown key" },
        { "---\nlang: uk\n---\nx\n", "another than the path" },
        { "---\nreviewed_on: 2026-02-30\n---\nx\n", "no day" },
        { FRONT "sources: a | b | http://example.org\n---\nx\n", "a source is" },
        { FRONT "sources: a b\n---\nx\n", "a source is" },
        { FRONT "---\n<b>x</b>\n", "raw HTML" },
        { FRONT "---\n<script>x</script>\n", "raw HTML" },
        { FRONT "---\n![x](https://example.org/x.png)\n", "picture" },
        { FRONT "---\n# One\n", "heading of the first level" },
        { FRONT "---\n[x](javascript:alert)\n", "neither a number nor https" },
        { FRONT "---\n[x](http://example.org)\n", "neither a number nor https" },
        { FRONT "---\n[x](//example.org)\n", "neither a number nor https" },
        { FRONT "---\n{{nothing}}\n", "no such field: {{nothing}}" },
        { FRONT "---\n{{emergency_number\n", "no such field" },
        { FRONT "---\n\xff\n", "not UTF-8" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(8 << 20);
        struct article p;
        struct html html;
        const char *why = "";
        assert_int_equal(read_and_render(a, rows[i].file, &p, &html, &why), ERR_MALFORMED);
        if (!strstr(why, rows[i].why))
            fail_msg("row %zu: %s", i, why);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_whole_article),
        cmocka_unit_test(test_what_has_no_place_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
