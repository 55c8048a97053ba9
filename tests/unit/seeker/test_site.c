/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "seeker/choices.h"
#include "seeker/csv.h"
#include "seeker/site.h"
#include "tests/unit/check.h"

#define COUNTRIES_HEAD "code,ru,uk,be,en,de,origin\n"
#define COUNTRIES                                                                                  \
    COUNTRIES_HEAD "RU,Россия,Росія,Расія,Russia,Russland,RU\n"                    \
                   "AM,Армения,Вірменія,Арменія,Armenia,Armenien,RU\n"
#define CRISIS_HEAD "country,kind,ru,uk,be,en,de,number,hours,languages,verified_on,source\n"
#define CRISIS                                                                                     \
    CRISIS_HEAD "AM,emergency,Р,У,Б,Help,D,112,24/7,hy en,2026-11-22,s\n"                       \
                "*,emergency,Р,У,Б,Any,D,+00 1,24/7,xx,2026-11-22,s\n"
#define MARKS_HEAD "org,country,kind,since,source,verified_on\n"
#define MARK       "01010101010101010101010101010101,RU,undesirable,2026-03-01,s,2026-11-22\n"

enum { DAY = 20779 };

static struct card
card(uint8_t id, const char *lang, const char *country)
{
    struct card c = { .n_names = 1, .n_langs = 1, .n_countries = 1 };

    memset(c.org.b, id, sizeof c.org.b);
    memcpy(c.names[0].lang, "en", 3);
    memcpy(c.names[0].text, "Name", 5);
    memcpy(c.langs[0], lang, 3);
    memcpy(c.countries[0], country, strlen(country) + 1);
    return c;
}

static const struct facts *
site(struct arena *a, const struct card *cards, size_t n)
{
    struct site_files f = { bytes_of("name ru Имя\nname en Name\n"), bytes_of(COUNTRIES),
        bytes_of(CRISIS), bytes_of(MARKS_HEAD MARK) };
    const struct facts *s = NULL;
    const char *why = "";

    assert_int_equal(site_read(&f, cards, n, a, &s, &why), OK);
    return s;
}

static void
test_organisations(void **state)
{
    OWN(arena) a = arena_new(8 << 20);
    const struct card cards[] = { card(1, "ru", "*"), card(2, "ru", "AM"), card(3, "de", "DE"),
        card(4, "ru", "RU") };
    const struct facts *s = site(a, cards, 4);

    (void)state;
    assert_true(site_is_designated(s, &cards[0].org, "RU"));
    assert_false(site_is_designated(s, &cards[0].org, "AM"));
    assert_false(site_is_designated(s, &cards[0].org, NULL));
    assert_ptr_equal(site_card(s, "02020202020202020202020202020202"), &cards[1]);
    assert_null(site_card(s, "0202"));
    assert_null(site_card(s, NULL));
}

static void
test_rows_of_a_language(void **state)
{
    OWN(arena) a = arena_new(8 << 20);
    const struct card cards[] = { card(1, "ru", "*") };
    const struct facts *s = site(a, cards, 1);
    size_t n;

    (void)state;
    assert_string_equal(site_crisis(s, LANG_EN, "AM", DAY, a, &n)[0].name, "Help");
    assert_string_equal(
        site_crisis(s, LANG_EN, "AM", DAY, a, &n)[0].note, "24/7 · Armenian, English");
    assert_string_equal(
        site_crisis(s, LANG_RU, "AM", DAY, a, &n)[0].note, "24/7 · армянский, английский");
    assert_string_equal(site_crisis(s, LANG_EN, "RU", DAY, a, &n)[0].name, "Any");
    assert_string_equal(site_crisis(s, LANG_EN, NULL, DAY + 90, a, &n)[0].note, "24/7");
    assert_null(site_crisis(s, LANG_EN, "AM", DAY + 91, a, &n));
    assert_int_equal(n, 0);
    assert_string_equal(site_countries(s, LANG_DE, a, &n)[1].name, "Armenien");
    assert_int_equal(n, 2);
    const struct org_row *rows = site_orgs(s, LANG_RU, a, &n);
    assert_int_equal(n, 1);
    assert_string_equal(rows[0].countries, "любая страна");
    assert_string_equal(rows[0].languages, "русский");
    assert_int_equal(rows[0].n_warnings, 1);
    assert_string_equal(rows[0].warnings[0], "Россия: признана «нежелательной» с 1 марта 2026. За "
                                             "участие в её работе там могут наказать.");
}

static void
test_broken_files_are_named(void **state)
{
    static const struct {
        const char *site, *countries, *crisis, *marks, *why;
    } rows[] = {
        { "", COUNTRIES, CRISIS, "", "data/site, line 0: no name" },
        { "name xx Y\n", COUNTRIES, CRISIS, "", "data/site, line 1" },
        { "name en Y\nbad\n", COUNTRIES, CRISIS, "", "data/site, line 2" },
        { "name en Y\nanswer-hours x\n", COUNTRIES, CRISIS, "", "data/site, line 2" },
        { "name en Y\ndemonstration perhaps\n", COUNTRIES, CRISIS, "", "data/site, line 2" },
        { "name en Y\n", "code\n", CRISIS, "", "data/countries.csv, line 1" },
        { "name en Y\n", COUNTRIES_HEAD "ru,a,b,c,d,e,f\n", CRISIS, "",
            "data/countries.csv, line 2" },
        { "name en Y\n", COUNTRIES_HEAD "RU,a,b\n", CRISIS, "", "data/countries.csv, line 2" },
        { "name en Y\n", COUNTRIES_HEAD "RU,a,b,c,d,e,f,g\n", CRISIS, "",
            "data/countries.csv, line 2" },
        { "name en Y\n", COUNTRIES, CRISIS_HEAD "AM,e,a,b,c,d,e,call,24/7,ru,2026-11-22,s\n", "",
            "digits" },
        { "name en Y\n", COUNTRIES, CRISIS_HEAD "AM,e,a,b,c,d,e,112,24/7,ru,2026-13-22,s\n", "",
            "verified_on" },
        { "name en Y\n", COUNTRIES, CRISIS_HEAD "Armenia,e,a,b,c,d,e,112,24/7,ru,2026-11-22,s\n",
            "", "not a country" },
        { "name en Y\n", COUNTRIES, CRISIS,
            MARKS_HEAD "01,RU,undesirable,2026-01-01,s,2026-01-01\n", "orgs/designations, line 2" },
        { "name en Y\n", COUNTRIES, CRISIS,
            MARKS_HEAD "01010101010101010101010101010101,RU,bad,2026-01-01,s,2026-01-01\n",
            "line 2: kind" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(8 << 20);
        struct site_files f = { bytes_of(rows[i].site), bytes_of(rows[i].countries),
            bytes_of(rows[i].crisis), bytes_of(rows[i].marks) };
        const struct facts *s = NULL;
        const char *why = "";
        assert_int_equal(site_read(&f, NULL, 0, a, &s, &why), ERR_MALFORMED);
        if (!strstr(why, rows[i].why))
            fail_msg("row %zu: %s", i, why);
    }
}

static void
test_csv_fields(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct csv c = csv_open(bytes_of("a,b\n\"x, \"\"y\"\"\",\n1,2\n\"open,2\n"), "a,b", a);
    const char *f[CSV_MAX_FIELDS];
    int64_t day;

    (void)state;
    assert_true(csv_next(&c, f));
    assert_string_equal(f[0], "x, \"y\"");
    assert_string_equal(f[1], "");
    assert_true(csv_next(&c, f));
    assert_string_equal(f[1], "2");
    assert_false(csv_next(&c, f));
    assert_true(c.bad);
    assert_int_equal(c.line, 4);
    assert_true(csv_day("2026-11-22", &day));
    assert_int_equal(day, DAY);
    assert_false(csv_day("2026-02-29", &day));
    assert_false(csv_day("2026-2-9", &day));
    assert_false(csv_day("26-11-22", &day));
    assert_false(csv_day("2026-11-2x", &day));
}

static void
test_choices(void **state)
{
    (void)state;
    assert_int_equal(choice_code(choices_danger, "soon", DANGER_UNANSWERED), DANGER_SOON);
    assert_int_equal(choice_code(choices_danger, "", DANGER_UNANSWERED), DANGER_UNANSWERED);
    assert_int_equal(choice_code(choices_danger, "YES", DANGER_UNANSWERED), DANGER_UNANSWERED);
    assert_int_equal(choice_code(choices_who, "relative", WHO_UNKNOWN), WHO_RELATIVE);
    assert_int_equal(choice_code(choices_date_kind, NULL, DATE_OTHER), DATE_OTHER);
    assert_int_equal(choice_code(choices_safe, "no", SAFE_UNANSWERED), SAFE_NO);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_organisations),
        cmocka_unit_test(test_rows_of_a_language),
        cmocka_unit_test(test_broken_files_are_named),
        cmocka_unit_test(test_csv_fields),
        cmocka_unit_test(test_choices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
