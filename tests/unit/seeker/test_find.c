/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Search over guides: what a line holds, and which guide comes first. */
#include "base/own.h"
#include "base/text.h"
#include "seeker/find.h"
#include "tests/unit/check.h"

static const char *
line(struct arena *a, const char *number, const char *heading, const char *html)
{
    const struct index_row row = { number, heading };
    const char *s = find_line(a, &row, (struct html){ html, strlen(html) });

    assert_non_null(s);
    return s;
}

static void
test_a_line(void **state)
{
    OWN(arena) a = arena_new(1 << 20);

    (void)state;
    assert_string_equal(
        line(a, "7", "Повестка", "<h2>Что&nbsp;делать</h2><p class=\"x\">Что Ёлка, что нет."),
        "7\tПовестка\t что делать елка нет \n");
    assert_string_equal(line(a, "8", "H", ""), "8\tH\t \n");
    assert_string_equal(line(a, "9", "H", "ab abc ab"), "9\tH\t ab abc \n");
}

static struct find_list
sample(struct arena *a)
{
    const char *page = arena_printf(a, "%s%s%s%s",
        line(a, "2", "Повестка и комиссия", "<p>Явка по повестке. Суд.</p>"),
        line(a, "9", "Альтернативная служба",
            "<p>Заявление подают за шесть месяцев. Повестка не мешает.</p>"),
        line(a, "16", "Уголовное дело", "<p>Адвокат и суды.</p>"),
        line(a, "61", "Россия", "<p>Призыв, суд, альтернативная служба.</p>"));
    struct find_list list;

    assert_int_equal(find_read(bytes_of(page), a, &list), OK);
    assert_int_equal(list.n, 4);
    return list;
}

static void
test_what_is_found(void **state)
{
    static const struct {
        const char *asked, *found; /* numbers, in order */
    } rows[] = {
        { "повестки", "2 9" }, /* another form; the heading counts more */
        { "ПОВЕСТКУ!", "2 9" },
        { "суда", "2 16 61" },
        { "альтернативную службу суд", "9 61 2 16" },
        { "адвокатом", "16" },
        { "трактор", "" },
        { "", "" },
        { " ?! ", "" },
        { "<script>", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(1 << 20);
        struct find_list list = sample(a);
        size_t n = 99;
        const struct index_row *found = find_guides(&list, rows[i].asked, a, &n);
        const char *got = "";
        assert_non_null(found);
        for (size_t k = 0; k < n; k++)
            got = arena_printf(a, "%s%s%s", got, k > 0 ? " " : "", found[k].number);
        if (strcmp(got, rows[i].found) != 0)
            fail_msg("%s: %s, not %s", rows[i].asked, got, rows[i].found);
    }
}

static void
test_no_more_than_ten(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct find_list list;
    const char *page = "";
    size_t n;

    (void)state;
    for (int i = 1; i <= 30; i++)
        page = arena_printf(a, "%s%s", page,
            line(a, arena_printf(a, "%d", i), i == 30 ? "Суд" : "Дом", "<p>Суд</p>"));
    assert_int_equal(find_read(bytes_of(page), a, &list), OK);
    const struct index_row *found = find_guides(&list, "суд", a, &n);
    assert_int_equal(n, FIND_MAX_FOUND);
    assert_string_equal(found[0].number, "30");
    assert_string_equal(found[1].number, "1");
    assert_string_equal(found[9].number, "9");
}

static void
test_lists_below(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct find_list list = sample(a);
    struct index_view v = { .n_found = 0 };

    (void)state;
    assert_int_equal(find_fill_index(&list, a, &v), OK);
    assert_int_equal(v.n_rows, 3);
    assert_int_equal(v.n_countries, 1);
    assert_string_equal(v.countries[0].heading, "Россия");
}

static void
test_wrong_pages_are_refused(void **state)
{
    static const char *const rows[] = { "7\tH\n", "7\tH\t x ", "0\tH\t x \n", "x\tH\t x \n",
        "101\tH\t x \n", "\n", "7\t\xff\t x \n" };
    OWN(arena) a = arena_new(1 << 20);
    struct find_list list;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(find_read(bytes_of(rows[i]), a, &list), ERR_MALFORMED);
    assert_int_equal(find_read(bytes_of(""), a, &list), OK);
    assert_int_equal(list.n, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line),
        cmocka_unit_test(test_what_is_found),
        cmocka_unit_test(test_no_more_than_ten),
        cmocka_unit_test(test_lists_below),
        cmocka_unit_test(test_wrong_pages_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
