/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a definition may not be; each row names what the message says. */
#include "base/own.h"
#include "tests/unit/check.h"
#include "tests/unit/letters/sample.h"

static void
test_a_right_definition_is_read(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = NULL;
    const char *why = NULL;

    (void)state;
    assert_int_equal(letters_of(definition_with("", a), a, &l, &why), OK);
    assert_int_equal(l->n, 1);
    assert_int_equal(l->list[0]->n_questions, 2);
    assert_int_equal(l->list[0]->n_blocks, 6);
    assert_ptr_equal(letters_find(l, "x"), l->list[0]);
    assert_ptr_equal(letters_at(l, 301), l->list[0]);
    assert_null(letters_find(l, "y"));
    assert_null(letters_at(l, 302));
}

static void
test_wrong_lines_are_named(void **state)
{
    static const struct {
        const char *more, *says;
    } rows[] = {
        { "page 302x\n", "not a line of a paragraph" },
        { "nonsense\n", "not `key value`" },
        { "letter x\n", "a second letter of this name" },
        { "letter y\npage 301\n", "a second letter on this page" },
        { "letter y\npage 300\n", "a number from 301 to 399" },
        { "letter y\nwhen q\n", "a condition belongs to" },
        { "letter y\nreviewed_on 2026-02-30\n", "no day" },
        { "letter y\npaper xx\n", "a language or `reader`" },
        { "letter y\n", "lacks page, topic" },
        { "question q\n", "a second question of this name" },
        { "question Q\n", "is of a-z" },
        { "question averyveryverylongnameofaquestion\n", "and short" },
        { "question n\nkind number\n", "kind is text" },
        { "question n\nkind text\noption a\n", "belongs to a choice" },
        { "question n\nkind text\nneed me\n", "need is `law`" },
        { "question n\nkind yes\nneed law\n", "lacks its kind or a language" },
        { "question n\nkind text\nmax 0\n", "a number of characters" },
        { "question n\nkind text\nru.ask Что?\n", "lacks its kind or a language: n" },
        { "question n\nkind text\nru.ask Что?\nru.ask Что?\n", "a second text in this language" },
        { "para p2\nru.text Нет\n", "a paragraph lacks a language" },
        { "para p2\nlaw none\n", "a paragraph lacks a language" },
        { "use name\n", "nothing is shared" },
        { "unless q=a\nwhen q\nwhen c=a\nwhen c=b\n", "too many conditions" },
        { "when q=a\n", "is for choices: q" },
        { "when nobody\n", "not answered yet: nobody" },
    };
    const struct letters *l = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(16 << 20);
        const char *why = NULL;
        assert_int_equal(letters_of(definition_with(rows[i].more, a), a, &l, &why), ERR_MALFORMED);
        if (!strstr(why, rows[i].says))
            fail_msg("%s\nsays: %s", rows[i].more, why);
    }
}

static void
test_wrong_texts_are_named(void **state)
{
    static const struct {
        const char *key, *text, *says;
    } rows[] = {
        { "para", "Hello {nobody}", "{place}" },
        { "para", "Hello {Q}", "{place}" },
        { "para", "Hello {", "{place}" },
        { "para", "Hello }", "{place}" },
        { "para", "In {time}", "{place}" },
        { "warn", "To {to}", "{place}" },
    };
    const struct letters *l = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(16 << 20);
        const char *why = NULL;
        const char *more =
            arena_printf(a, "%s n\n%s", rows[i].key, in_all("text", rows[i].text, a));
        assert_int_equal(letters_of(definition_with(more, a), a, &l, &why), ERR_MALFORMED);
        if (!strstr(why, rows[i].says))
            fail_msg("%s\nsays: %s", rows[i].text, why);
    }
    OWN(arena) a = arena_new(16 << 20);
    const char *why = NULL;
    const char *one = "para n\nru.text {q}\nuk.text {q}\nbe.text {q}\nen.text {q}\nde.text x\n";
    assert_int_equal(letters_of(definition_with(one, a), a, &l, &why), ERR_MALFORMED);
    assert_non_null(strstr(why, "{place}"));
    const char *law = arena_printf(a, "para n\nlaw none\n%s", in_all("text", "x", a));
    assert_int_equal(letters_of(definition_with(law, a), a, &l, &why), ERR_MALFORMED);
    assert_non_null(strstr(why, "law.csv has no such law: none"));
}

/* A rule that is not in force is noticed when the edition is made, not later. */
static void
test_the_day_is_checked(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = NULL;
    const char *why = NULL;
    const char *more = arena_printf(a, "clock none\n%s", in_all("text", "{time}", a));

    (void)state;
    assert_int_equal(letters_of(definition_with("", a), a, &l, &why), OK);
    assert_int_equal(letters_check_day(l, DAY, a, &why), OK);
    assert_int_equal(letters_check_day(l, 0, a, &why), ERR_MALFORMED); /* no channel in 1970 */
    assert_non_null(strstr(why, "no way in that counts in law"));
    assert_int_equal(letters_of(definition_with(more, a), a, &l, &why), OK);
    assert_int_equal(letters_check_day(l, DAY, a, &why), ERR_MALFORMED);
    assert_non_null(strstr(why, "no rule in force"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_right_definition_is_read),
        cmocka_unit_test(test_wrong_lines_are_named),
        cmocka_unit_test(test_wrong_texts_are_named),
        cmocka_unit_test(test_the_day_is_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
