/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "tests/unit/check.h"
#include "text/catalogue.h"
#include "text/text.h"

static void
test_codes_and_endonyms(void **state)
{
    (void)state;
    for (enum lang l = LANG_RU; l < N_LANGS; l++) {
        assert_int_equal(lang_of(lang_code(l)), l);
        assert_true(strlen(lang_endonym(l)) > 5);
    }
    assert_int_equal(lang_of("RU"), LANG_UNSET);
    assert_int_equal(lang_of("rux"), LANG_UNSET);
    assert_int_equal(lang_of(""), LANG_UNSET);
    assert_int_equal(lang_of(NULL), LANG_UNSET);
    assert_string_equal(lang_code((enum lang)77), "");
}

static void
test_every_text_has_its_translations(void **state)
{
    (void)state;
    assert_true(n_catalogue > 200);
    for (size_t i = 0; i < n_catalogue; i++) {
        const char *key = catalogue_blob + catalogue[i].key;
        assert_true(utf8_is_valid(bytes_of(key)));
        if (i > 0)
            assert_true(strcmp(catalogue_blob + catalogue[i - 1].key, key) < 0);
        for (enum lang l = LANG_RU; l < N_LANGS; l++)
            if (l != LANG_EN && (!catalogue[i].text[l] || !catalogue_blob[catalogue[i].text[l]]))
                fail_msg("%s: %s", lang_code(l), key);
    }
}

static void
test_lookup(void **state)
{
    (void)state;
    assert_string_equal(text_get(LANG_RU, "Send"), "Отправить");
    assert_string_equal(text_get(LANG_EN, "Send"), "Send");
    assert_string_equal(text_get(LANG_UNSET, "Send"), "Send");
    assert_string_equal(text_get((enum lang)99, "Send"), "Send");
    assert_string_equal(text_get(LANG_DE, "nobody ever wrote this"), "nobody ever wrote this");
    assert_string_equal(text_get_in(LANG_DE, "no such place", "Send"), "Send");
}

static void
test_plural_forms(void **state)
{
    static const struct {
        int64_t n;
        unsigned slavic, germanic;
    } rows[] = { { 0, 2, 1 }, { 1, 0, 0 }, { 2, 1, 1 }, { 4, 1, 1 }, { 5, 2, 1 }, { 11, 2, 1 },
        { 12, 2, 1 }, { 14, 2, 1 }, { 21, 0, 1 }, { 22, 1, 1 }, { 25, 2, 1 }, { 101, 0, 1 },
        { 111, 2, 1 }, { 112, 2, 1 }, { 122, 1, 1 }, { -1, 0, 0 }, { INT64_MIN, 2, 1 } };
    OWN(arena) a = arena_new(1 << 16);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(text_plural_form(LANG_RU, rows[i].n), rows[i].slavic);
        assert_int_equal(text_plural_form(LANG_UK, rows[i].n), rows[i].slavic);
        assert_int_equal(text_plural_form(LANG_BE, rows[i].n), rows[i].slavic);
        assert_int_equal(text_plural_form(LANG_EN, rows[i].n), rows[i].germanic);
        assert_int_equal(text_plural_form(LANG_DE, rows[i].n), rows[i].germanic);
    }
    const char *one = "Answers usually take {n} hour.", *many = "Answers usually take {n} hours.";
    assert_string_equal(
        text_count(a, text_plural(LANG_RU, one, many, 21), 21), "Обычно отвечают за 21 час.");
    assert_string_equal(
        text_count(a, text_plural(LANG_RU, one, many, 3), 3), "Обычно отвечают за 3 часа.");
    assert_string_equal(
        text_count(a, text_plural(LANG_BE, one, many, 9), 9), "Звычайна адказваюць за 9 гадзін.");
    assert_string_equal(
        text_count(a, text_plural(LANG_EN, one, many, 1), 1), "Answers usually take 1 hour.");
    assert_string_equal(text_count(a, text_plural(LANG_DE, one, many, 2), 2),
        "Eine Antwort dauert meist 2 Stunden.");
}

static void
test_places(void **state)
{
    OWN(arena) a = arena_new(1 << 16);
    OWN(arena) none = arena_new(64);
    const char *const two[] = { "<b>", "{1}", NULL };
    char long_value[200];

    (void)state;
    assert_string_equal(text_fill(a, "{2}, {1}, {1} {3} {x} {", two), "{1}, <b>, <b> {3} {x} {");
    assert_string_equal(text_fill(a, "", two), "");
    memset(long_value, 'x', sizeof long_value - 1);
    long_value[sizeof long_value - 1] = '\0';
    assert_string_equal(text_fill(none, "{1}", (const char *const[]){ long_value, NULL }), "");
    assert_string_equal(
        text_fill(a, "{1}{1}{1}{1}{1}{1}", (const char *const[]){ long_value, NULL }),
        ""); /* not over its end */
}

static void
test_dates_and_numbers(void **state)
{
    OWN(arena) a = arena_new(1 << 16);

    (void)state;
    assert_string_equal(text_date(a, LANG_RU, 20779), "22 ноября 2026");
    assert_string_equal(text_date(a, LANG_UK, 20779), "22 листопада 2026");
    assert_string_equal(text_date(a, LANG_BE, 20779), "22 лістапада 2026");
    assert_string_equal(text_date(a, LANG_EN, 20779), "22 November 2026");
    assert_string_equal(text_date(a, LANG_DE, 20779), "22. November 2026");
    assert_string_equal(text_near_date(a, LANG_RU, 20779), "воскресенье, 22 ноября");
    assert_string_equal(text_near_date(a, LANG_EN, 0), "Thursday 1 January");
    assert_string_equal(text_near_date(a, LANG_DE, -4), "Sonntag, 28. Dezember");
    assert_string_equal(text_month(a, LANG_UK, 20779), "листопад 2026");
    assert_string_equal(text_day_month(a, LANG_DE, 90), "1. April");
    assert_string_equal(text_number(a, LANG_EN, 1234567), "1,234,567");
    assert_string_equal(text_number(a, LANG_DE, -12345), "-12.345");
    assert_string_equal(text_number(a, LANG_RU, 9999), "9999");
    assert_string_equal(text_number(a, LANG_RU, 10000), "10\u00a0000");
}

/* The content folder has its own table of months; both must say the same. */
static void
test_months_agree_with_the_content(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct bytes b;

    (void)state;
    assert_int_equal(file_read(CONTENT "/guides/months.csv", 1 << 16, a, &b), OK);
    const char *line = strchr(arena_text_n(a, b.p, b.n), '\n');
    for (int month = 1; month <= 12; month++) {
        const char *wanted = arena_printf(a, "\n%d", month);
        for (enum lang l = LANG_RU; l < N_LANGS; l++) {
            const char *words = text_day_month(a, l, day_of_date((struct date){ 2026, month, 1 }));
            wanted = arena_printf(a, "%s,%s", wanted, strchr(words, ' ') + 1);
        }
        assert_int_equal(strncmp(line, wanted, strlen(wanted)), 0);
        line = strchr(line + 1, '\n');
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes_and_endonyms),
        cmocka_unit_test(test_every_text_has_its_translations),
        cmocka_unit_test(test_lookup),
        cmocka_unit_test(test_plural_forms),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_dates_and_numbers),
        cmocka_unit_test(test_months_agree_with_the_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
