/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "edition/tree.h"
#include "tests/unit/check.h"
#include <unistd.h>

#define IN_ALL(key, text)                                                                          \
    "ru." key " " text "\nuk." key " " text "\nbe." key " " text "\nen." key " " text "\nde." key  \
    " " text "\n"
#define QUESTION(n) "question " n "\n" IN_ALL("ask", "Where?")
#define WAY(to)     "to " to "\n" IN_ALL("way", "There")

static const bool has_guide[QUESTION_FIRST] = { [7] = true, [9] = true };

static enum err
read_tree(struct arena *a, const char *text, const struct tree **out, const char **why)
{
    const char *folder = arena_printf(a, "/tmp/tree-%d", (int)getpid());
    const char *path = arena_printf(a, "%s/tree.txt", folder);

    assert_int_equal(folder_make(folder), OK);
    assert_int_equal(file_replace(path, bytes_of(text)), OK);
    enum err e = tree_read(folder, has_guide, a, out, why);
    (void)unlink(path);
    (void)rmdir(folder);
    return e;
}

static void
test_a_tree(void **state)
{
    static const char text[] = "# a comment\n" QUESTION("101") WAY("102")
        WAY("7") "unsure b\n\n" QUESTION("102") WAY("9") "unsure 7\n";
    OWN(arena) a = arena_new(8 << 20);
    const struct tree *t;
    const char *why = "";

    (void)state;
    assert_int_equal(read_tree(a, text, &t, &why), OK);
    assert_int_equal(t->n, 2);
    assert_string_equal(t->list[0].ask[LANG_DE], "Where?");
    assert_int_equal(t->list[0].n_ways, 2);
    assert_string_equal(t->list[0].ways[LANG_UK][1].to, "7");
    assert_string_equal(t->list[0].unsure, "b");
    assert_int_equal(t->list[1].parent, 0);
    assert_int_equal(t->list[1].steps, 1);
}

static void
test_wrong_trees_are_refused(void **state)
{
    static const struct {
        const char *text, *why;
    } rows[] = {
        { WAY("7"), "line 1: the first line is not" },
        { QUESTION("102"), "numbered from 101" },
        { QUESTION("101") WAY("8") "unsure b\n", "leads to what is neither" },
        { QUESTION("101") WAY("103") "unsure b\n" QUESTION("102") WAY("7") "unsure b\n",
            "leads to what is neither" },
        { QUESTION("101") WAY("7") "unsure b\n" QUESTION("102") WAY("7") "unsure b\n",
            "102 is reached from nowhere" },
        { QUESTION("101") WAY("102") WAY("103") "unsure b\n" QUESTION("102")
                WAY("103") "unsure b\n" QUESTION("103") WAY("7") "unsure b\n",
            "103 is reached from two" },
        { QUESTION("101") WAY("7"), "lacks a text" },
        { QUESTION("101") "unsure b\n", "lacks a text" },
        { "question 101\nru.ask x\n" WAY("7") "unsure b\n", "lacks a text" },
        { QUESTION("101") "to 7\nru.way x\nunsure b\n", "lacks a text" },
        { QUESTION("101") "nonsense\n", "not `key value`" },
        { QUESTION("101") "xx.ask y\n", "not `key value` of a question" },
        { QUESTION("101") WAY("7") WAY("7") WAY("7") WAY("7") WAY("7") WAY("7") WAY("7"),
            "more ways" },
        { "question 101\nru.ask \xff\n", "not UTF-8" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(8 << 20);
        const struct tree *t;
        const char *why = "";
        assert_int_equal(read_tree(a, rows[i].text, &t, &why), ERR_MALFORMED);
        if (!strstr(why, rows[i].why))
            fail_msg("row %zu: %s", i, why);
    }
}

/* A result is no more than eight steps from the first question. */
static void
test_a_long_way_is_refused(void **state)
{
    OWN(arena) a = arena_new(8 << 20);
    const struct tree *t;
    const char *why = "", *text = "";

    (void)state;
    for (int n = 101; n <= 109; n++) {
        const char *to = n == 108 ? "7" : arena_printf(a, "%d", n + 1);
        const char *next = arena_printf(a,
            "%squestion %d\n" IN_ALL("ask", "Where?") "to %s\n" IN_ALL("way", "There") "unsure b\n",
            text, n, to);
        if (n == 108)
            assert_int_equal(read_tree(a, next, &t, &why), OK);
        text = arena_printf(a,
            "%squestion %d\n" IN_ALL("ask", "Where?") "to %d\n" IN_ALL("way", "There") "unsure b\n",
            text, n, n == 109 ? 7 : n + 1);
    }
    assert_int_equal(read_tree(a, text, &t, &why), ERR_MALFORMED);
    assert_non_null(strstr(why, "109 is too many steps"));
}

/* The tree that is shipped: every text is short, and a content folder need not have one. */
static void
test_the_shipped_tree(void **state)
{
    OWN(arena) a = arena_new(8 << 20);
    bool all[QUESTION_FIRST];
    const struct tree *t;
    const char *why = "";

    (void)state;
    for (size_t i = 0; i < QUESTION_FIRST; i++)
        all[i] = i > 0;
    assert_int_equal(tree_read(CONTENT, all, a, &t, &why), OK);
    assert_true(t->n >= 8);
    for (size_t i = 0; i < t->n; i++)
        for (enum lang l = LANG_RU; l < N_LANGS; l++) {
            size_t words = 1;
            for (const char *p = t->list[i].ask[l]; *p; p++)
                words += *p == ' ';
            assert_true(words <= 25);
        }
    assert_int_equal(tree_read("/nowhere", all, a, &t, &why), OK);
    assert_int_equal(t->n, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tree),
        cmocka_unit_test(test_wrong_trees_are_refused),
        cmocka_unit_test(test_a_long_way_is_refused),
        cmocka_unit_test(test_the_shipped_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
