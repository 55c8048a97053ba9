/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/content.h"
#include "gate/choose_org.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"

static int
index_of(const struct world *w, const struct card *c)
{
    for (int i = 0; c && i < N_ORGS; i++)
        if (id_equal(c->org.b, w->org[i].b))
            return i;
    return -1;
}

static void
test_choice(void **state)
{
    static const struct {
        const char *lang, *country;
        int chosen, at_all;
    } rows[] = {
        { "ru", "RU", ALPHA, ALPHA }, /* language and country */
        { "ru", "", ALPHA, ALPHA }, /* designated somewhere comes second when nobody knows where */
        { "ru", "AM", BETA, BETA }, /* language, and any country; not marked there */
        { "uk", "RU", ALPHA, ALPHA },
        { "uk", "DE", ALPHA, ALPHA }, /* language before country */
        { "en", "RU", GAMMA, BETA },  /* marked in RU: never by itself */
        { "en", "", GAMMA, GAMMA },
        { "en", "DE", GAMMA, GAMMA },
        { "en", "AM", BETA, BETA },
        { "de", "RU", GAMMA, GAMMA },
        { "be", "UA", ALPHA, ALPHA }, /* nobody answers in it: the country decides */
        { "be", "", ALPHA, ALPHA },   /* else the order of the root note */
        { "be", "AM", BETA, BETA },
    };
    struct world *w = world_new();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(
            index_of(w, choose_org(w->book, rows[i].lang, rows[i].country, NOW_S)), rows[i].chosen);
        assert_int_equal(
            index_of(w, choose_org_at_all(w->book, rows[i].lang, rows[i].country, NOW_S)),
            rows[i].at_all);
    }
    world_drop(&w);
}

static void
test_weeks(void **state)
{
    struct world *w = world_new();
    const int64_t week_s = 7 * 24 * 3600;

    (void)state;
    assert_true(org_is_open(book_card(w->book, &w->org[ALPHA]), NOW_S + 23 * week_s));
    assert_false(org_is_open(book_card(w->book, &w->org[ALPHA]), NOW_S + 24 * week_s));
    assert_false(org_is_open(book_card(w->book, &w->org[OLD]), NOW_S));
    assert_null(choose_org(w->book, "ru", "RU", NOW_S + 24 * week_s));
    assert_null(choose_org_at_all(w->book, "ru", "RU", NOW_S + 24 * week_s));
    assert_int_equal(index_of(w, choose_org(w->book, "ru", "RU", NOW_S - 20 * week_s)), ALPHA);
    world_drop(&w);
}

static void
test_names(void **state)
{
    struct world *w = world_new();

    (void)state;
    assert_string_equal(book_org_name(w->book, &w->org[ALPHA], "ru", w->a), "Alpha");
    assert_string_equal(book_org_name(w->book, &w->org[LISTED], "ru", w->a), "org-05050505");
    assert_null(book_card(w->book, &w->org[LISTED]));
    assert_string_equal(w->book->address, "http://hub.example.org");
    assert_int_equal(w->book->n_refused, 0);
    world_drop(&w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_weeks),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
