/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every letter of content/ over a table of answers, in five languages. */
#include "base/own.h"
#include "seeker/letter_pages.h"
#include "tests/unit/check.h"
#include "tests/unit/letters/sample.h"
#include <ctype.h>

static void
test_they_are_there_and_in_force(void **state)
{
    static const char *const names[] = { "alternative", "refusal", "board", "detention", "search",
        "casefile", "asylum" };
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const char *why = NULL;

    (void)state;
    enum err e = letters_check_day(l, DAY, a, &why);
    if (e)
        print_message("%s\n", why);
    assert_int_equal(e, OK);
    assert_int_equal(l->n, sizeof names / sizeof *names);
    for (size_t i = 0; i < l->n; i++) {
        assert_string_equal(l->list[i]->id, names[i]);
        assert_int_equal(l->list[i]->page, 301 + (int64_t)i);
        assert_int_equal(strncmp(l->list[i]->reviewer, "sample:", 7), 0);
    }
}

/* Figures stand in the registers alone, so that one correction is enough. */
static void
test_no_figure_in_a_text(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);

    (void)state;
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < l->list[i]->n_blocks; k++)
            for (enum lang g = LANG_RU; g < N_LANGS; g++) {
                const char *text = l->list[i]->blocks[k].text[g];
                if (text[strcspn(text, "0123456789")])
                    fail_msg("%s: %s", l->list[i]->id, text);
            }
}

/* The pages have words for every way in and for what it shows of the sender. */
static void
test_every_code_has_words(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);

    (void)state;
    for (size_t i = 0; i < l->n_channels; i++)
        for (enum lang g = LANG_RU; g < N_LANGS; g++) {
            const char *code = l->channels[i].identifies;
            assert_non_null(say_channel(g, l->channels[i].kind));
            assert_true(!*code || say_identifies(g, code));
        }
    for (size_t i = 0; i < l->n_laws; i++)
        for (enum lang g = LANG_RU; g < N_LANGS; g++)
            assert_non_null(strstr(letter_law_words(&l->laws[i], g, a), l->laws[i].article));
}

static void
fine_text(const char *text, const char *which)
{
    if (!text || !*text || text[strspn(text, " _.,:;\n")] == '\0')
        fail_msg("%s: an empty line", which);
    if (strpbrk(text, "{}"))
        fail_msg("%s: a place is left: %s", which, text);
    if (strstr(text, "  ") && !strstr(text, "____"))
        fail_msg("%s: two blanks: %s", which, text);
}

static void
check_paper(const struct letters *l, const struct letter *d, const struct letter_answers *given)
{
    for (enum lang g = LANG_RU; g < N_LANGS; g++) {
        OWN(arena) a = arena_new(4 << 20);
        struct letter_paper *p = arena_alloc(a, sizeof *p);
        assert_int_equal(letter_compose(l, d, given, g, DAY, a, p), OK);
        assert_int_equal(p->lang, d->lang ? d->lang : g);
        for (size_t i = 0; i < p->n_lines; i++) {
            fine_text(p->lines[i].text, d->id);
            assert_int_equal(p->lines[i].gloss != NULL, p->lang != g);
            if (p->lines[i].gloss)
                fine_text(p->lines[i].gloss, d->id);
        }
        for (size_t i = 0; i < p->n_notes; i++)
            fine_text(p->notes[i], d->id);
        for (size_t i = 0; i < p->n_by_hand; i++)
            fine_text(p->by_hand[i], d->id);
        assert_true(p->n_lines > 4 && p->n_notes > 3);
        assert_true(p->n_offices > 0 && p->n_ways > 0 && p->ways[0]->effective);
        assert_true(p->n_laws > 0);
        for (size_t i = 0; i < p->n_laws; i++)
            assert_true(p->laws[i]->version_day > -20000 && p->laws[i]->source[0]);
    }
}

/* Everything answered; of a choice option number `option`, or the last one. */
static void
answer_all(const struct letter *d, size_t option, struct letter_answers *to)
{
    for (size_t i = 0; i < d->n_questions; i++) {
        const struct letter_question *q = &d->questions[i];
        const size_t last = q->n_options > 0 ? q->n_options - 1 : 0;
        switch (q->kind) {
        case LETTER_TEXT: to->typed[i] = "Ответ <b>&"; break;
        case LETTER_LONG: to->typed[i] = "Первое.\nВторое {name}: нет"; break;
        case LETTER_DATE: to->typed[i] = "1.12.2026"; break;
        case LETTER_CHOICE: to->typed[i] = q->options[option < last ? option : last].value; break;
        case LETTER_YES: to->typed[i] = option % 2 ? "no" : "yes"; break;
        case LETTER_OFFICE:
        case LETTER_KIND_UNSET: to->typed[i] = ""; break;
        }
    }
}

/* Braces that a person typed are hers; all others are ours. */
static void
without_braces(const struct letter *d, struct letter_answers *to)
{
    for (size_t i = 0; i < d->n_questions; i++)
        if (d->questions[i].kind == LETTER_LONG && to->typed[i])
            to->typed[i] = "Первое.\nВторое: нет";
}

static void
test_a_table_of_answers(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);

    (void)state;
    for (size_t i = 0; i < l->n; i++) {
        const struct letter *d = l->list[i];
        struct letter_answers given = { { NULL } };
        check_paper(l, d, &given);
        for (size_t option = 0; option < LETTER_MAX_OPTIONS; option++) {
            answer_all(d, option, &given);
            without_braces(d, &given);
            check_paper(l, d, &given);
        }
        for (size_t q = 0; q < d->n_questions; q++) { /* one answered, one left out */
            struct letter_answers one = { { NULL } }, but = given;
            one.typed[q] = given.typed[q];
            but.typed[q] = "";
            check_paper(l, d, &one);
            check_paper(l, d, &but);
        }
    }
}

/* What is typed stands in the letter as it is, and is never read as one of ours. */
static void
test_typed_braces_stay(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const struct letter *d = letters_find(l, "alternative");
    struct letter_answers given = { { NULL } };
    struct letter_paper *p = arena_alloc(a, sizeof *p);
    bool found = false;

    (void)state;
    answer_all(d, 0, &given);
    assert_int_equal(letter_compose(l, d, &given, LANG_EN, DAY, a, p), OK);
    for (size_t i = 0; i < p->n_lines; i++)
        found = found || strstr(p->lines[i].text, "Первое.\nВторое {name}: нет");
    assert_true(found);
}

static const char *
all_text(const struct letter_paper *p, struct arena *a)
{
    const char *all = "";

    for (size_t i = 0; i < p->n_lines; i++)
        all = arena_printf(a, "%s%s\n", all, p->lines[i].text);
    return all;
}

static void
test_one_letter_word_for_word(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const struct letter *d = letters_find(l, "alternative");
    struct letter_answers given = { { NULL } };
    struct letter_paper *p = arena_alloc(a, sizeof *p);

    (void)state;
    answer(d, &given, "grounds", "both");
    answer(d, &given, "summoned", "yes");
    answer(d, &given, "summons", "1.12.2026");
    assert_int_equal(letter_compose(l, d, &given, LANG_DE, DAY, a, p), OK);
    const char *text = all_text(p, a);
    assert_non_null(strstr(text, "Кому: В военный комиссариат по месту воинского учёта\n"));
    assert_non_null(strstr(text, "От кого: ____________________\n"));
    assert_non_null(strstr(text, "(Конституция Российской Федерации, статья 59, часть 3; "));
    assert_non_null(strstr(text, "моим: убеждениям и вероисповеданию."));
    assert_non_null(strstr(text, "повестка на 1 декабря 2026. "));
    assert_null(strstr(text, "уважительной"));
    assert_string_equal(p->lines[0].gloss, "An: Militärkommissariat am Ort der Erfassung");
    assert_int_equal(p->n_by_hand, 3); /* name, day of birth, address; not the grounds */
    assert_null(strstr(text, "Российской Федерации, статья 59, часть 3; Конституция"));
    bool clock = false;
    for (size_t i = 0; i < p->n_notes; i++)
        clock = clock || (p->note_parts[i] == LETTER_CLOCK && strstr(p->notes[i], "6 Monate"));
    assert_true(clock);
}

static void
test_no_second_full_stop_and_no_act_twice(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const struct letter *d = letters_find(l, "detention");
    struct letter_answers given = { { NULL } };
    struct letter_paper *p = arena_alloc(a, sizeof *p);

    (void)state;
    answer(d, &given, "where", "Отдел полиции.");
    answer(d, &given, "refused", "yes");
    assert_int_equal(letter_compose(l, d, &given, LANG_RU, DAY, a, p), OK);
    assert_non_null(strstr(all_text(p, a), "известно: Отдел полиции.\n"));
    assert_non_null(strstr(
        all_text(p, a), "(Конституция Российской Федерации, статья 28; статья 59, часть 3)"));
}

/* A long answer is told once, not again in the gloss; and without a rule there is no clock. */
static void
test_what_is_left_out(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const struct letter *d = letters_find(l, "board");
    struct letter_answers given = { { NULL } };
    struct letter_paper *p = arena_alloc(a, sizeof *p);
    char *many = arena_alloc(a, 400);

    (void)state;
    memset(many, 'x', 300);
    answer(d, &given, "reasons", many);
    assert_int_equal(letter_compose(l, d, &given, LANG_EN, DAY, a, p), OK);
    for (size_t i = 0; i < p->n_lines; i++)
        assert_null(strstr(p->lines[i].gloss, "xxx"));
    assert_non_null(strstr(all_text(p, a), many));
    assert_int_equal(letter_compose(l, d, &given, LANG_EN, 0, a, p), OK);
    for (size_t i = 0; i < p->n_notes; i++)
        assert_int_not_equal(p->note_parts[i], LETTER_CLOCK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_they_are_there_and_in_force),
        cmocka_unit_test(test_no_figure_in_a_text),
        cmocka_unit_test(test_every_code_has_words),
        cmocka_unit_test(test_a_table_of_answers),
        cmocka_unit_test(test_typed_braces_stay),
        cmocka_unit_test(test_one_letter_word_for_word),
        cmocka_unit_test(test_no_second_full_stop_and_no_act_twice),
        cmocka_unit_test(test_what_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
