/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=find: guides that hold what was asked, and nothing else of it anywhere. */
#include "seeker/pages.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"
#include "text/text.h"

static int
setup(void **state)
{
    *state = world_new();
    return 0;
}

static int
teardown(void **state)
{
    struct world *w = *state;

    world_drop(&w);
    return 0;
}

static struct got
ask(struct world *w, const char *lang, const char *q)
{
    struct got g = fetch(w, "POST", "/", fields(w, "act", "find", "l", lang, "q", q, NULL));

    assert_int_equal(g.status, 303);
    assert_memory_equal(g.location, "/f/", 3);
    g = fetch(w, "GET", g.location, NULL);
    assert_int_equal(g.status, 200);
    return g;
}

static void
test_found(void **state)
{
    struct world *w = *state;
    struct got g = ask(w, "ru", "повесткой");

    assert_non_null(strstr(g.body, "href=\"/ru/7\">Повестка</a>"));
    assert_null(strstr(g.body, text_get(LANG_RU, "Nothing was found. Try another word, look "
                                                 "through the list below, or write to us.")));
    assert_null(strstr(g.body, "повесткой"));
    assert_int_equal(
        strlen(g.body), PAGE_PRIVATE_BYTES); /* its length does not tell what was found */
}

static void
test_not_found(void **state)
{
    struct world *w = *state;
    const char *none = "Nothing was found. Try another word, look through the list below, or write "
                       "to us.";

    assert_non_null(strstr(ask(w, "ru", "трактор").body, text_get(LANG_RU, none)));
    assert_non_null(strstr(ask(w, "ru", "").body, text_get(LANG_RU, none)));
    assert_non_null(
        strstr(ask(w, "de", "Gericht").body, text_get(LANG_DE, none))); /* no such page */
}

/* An address of another page, an old or a made-up one: the page that says so. */
static void
test_addresses(void **state)
{
    struct world *w = *state;
    struct got g =
        fetch(w, "POST", "/", fields(w, "act", "find", "l", "ru", "q", "суд \"><script>", NULL));
    char *other = arena_printf(w->a, "/t%s", g.location + 2);

    assert_int_equal(fetch(w, "GET", other, NULL).status, 410);
    assert_int_equal(fetch(w, "GET", "/f/made-up", NULL).status, 410);
    other[1] = 'f';
    other[20] = other[20] == 'A' ? 'B' : 'A';
    assert_int_equal(fetch(w, "GET", other, NULL).status, 410);
    assert_null(strstr(fetch(w, "GET", g.location, NULL).body, "<script"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_found, setup, teardown),
        cmocka_unit_test_setup_teardown(test_not_found, setup, teardown),
        cmocka_unit_test_setup_teardown(test_addresses, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
