/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every page of the desk in every language: weight, form, words,
   and that nothing hostile gets through. */
#include "base/own.h"
#include "desk/pages/tell.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/sample.h"
#include "tests/unit/seeker/html.h"
#include "text/catalogue.h"

enum { PAGE_MAX = 60 * 1024 };

static const char hostile[] =
    "\"'><script>alert(1)</script><img src=x onerror=y>&lt;{{ x }} javascript:z";

struct made {
    struct arena *a;
    const char *text;
    size_t n;
};

static struct made
make(enum sample s, enum lang l, const char *with)
{
    struct made m = { .a = arena_new(64 << 20) };
    struct out o = out_in(m.a);

    sample_page(&o, s, l, with);
    m.n = o.n;
    m.text = out_text_of(&o);
    assert_non_null(m.text);
    return m;
}

static void
each(void (*check)(struct made *m, enum sample s, enum lang l), const char *with)
{
    for (enum sample s = 0; s < N_SAMPLES; s++)
        for (enum lang l = LANG_RU; l < N_LANGS; l++) {
            struct made m = make(s, l, with);
            check(&m, s, l);
            arena_drop(&m.a);
        }
}

static void
is_well_formed(struct made *m, enum sample s, enum lang l)
{
    const char *wrong = html_problem(m->a, m->text);

    if (wrong)
        fail_msg("%s/%s: %s", lang_code(l), sample_name(s), wrong);
    if (m->n > PAGE_MAX)
        fail_msg("%s/%s: %zu bytes", lang_code(l), sample_name(s), m->n);
}

static void
test_form_and_weight(void **state)
{
    (void)state;
    each(is_well_formed, NULL);
    each(is_well_formed, hostile);
}

/* With hostile texts in every field the page has exactly the tags and attributes it has without. */
static void
test_hostile_values_change_no_tag(void **state)
{
    (void)state;
    for (enum sample s = 0; s < N_SAMPLES; s++) {
        struct made plain = make(s, LANG_RU, "plain text"), bad = make(s, LANG_RU, hostile);
        assert_string_equal(html_skeleton(plain.a, plain.text), html_skeleton(bad.a, bad.text));
        assert_null(strstr(bad.text, "href=\"javascript"));
        assert_null(strstr(bad.text, "onerror=y>"));
        arena_drop(&plain.a);
        arena_drop(&bad.a);
    }
}

static void
no_english(struct made *m, enum sample s, enum lang l)
{
    for (size_t i = 0; l != LANG_EN && i < n_catalogue; i++) {
        const char *key = catalogue_blob + catalogue[i].key;
        struct out o = out_in(m->a);
        if (!strchr(key, ' ') || strchr(key, '{') || strcmp(text_get(l, key), key) == 0)
            continue;
        out_text(&o, key);
        const char *escaped = out_text_of(&o);
        if (strstr(m->text, escaped))
            fail_msg("%s/%s: English left: %s", lang_code(l), sample_name(s), key);
    }
}

static void
test_words(void **state)
{
    (void)state;
    each(no_english, NULL);
}

/* What stays in the browser's history says nothing about anybody. */
static void
title_is_neutral(struct made *m, enum sample s, enum lang l)
{
    const char *from = strstr(m->text, "<title>");
    const char *to = strstr(m->text, "</title>");

    assert_non_null(from);
    const char *title = arena_text_n(m->a, from + 7, (size_t)(to - from) - 7);
    for (size_t i = 0; i < strlen(title); i++)
        if (strncmp(title + i, "leak", 4) == 0)
            fail_msg("%s/%s: title tells: %s", lang_code(l), sample_name(s), title);
}

static void
test_titles(void **state)
{
    (void)state;
    each(title_is_neutral, "leak");
}

/* A note and an answer cannot be mistaken: two forms, two addresses, two buttons. */
static void
test_note_is_a_form_of_its_own(void **state)
{
    struct made m = make(SAMPLE_CASE, LANG_EN, NULL);
    const char *reply = strstr(m.text, "action=\"/c/41/reply\"");
    const char *note = strstr(m.text, "action=\"/c/41/note\"");

    (void)state;
    assert_non_null(reply);
    assert_non_null(note);
    const char *end = strstr(reply, "</form>");
    assert_true(end && end < note);
    assert_non_null(strstr(note, "class=\"btn noted\""));
    assert_non_null(strstr(m.text, "msg note"));
    arena_drop(&m.a);
}

static void
test_clock(void **state)
{
    static const struct {
        int64_t due_s, now_s;
        const char *words;
    } rows[] = {
        { 0, 1000, "answered" },
        { 1000 + 40 * 60, 1000, "due in 40 min" },
        { 1030, 1000, "due in 1 min" },
        { 1000 + 5 * 3600, 1000, "due in 5 h" },
        { 1000 + 3 * 86400, 1000, "due in 3 days" },
        { 1000, 1000, "1 min over time" },
        { 1000, 1000 + 2 * 3600 + 59 * 60, "2 h over time" },
    };
    OWN(arena) a = arena_new(1 << 20);
    struct out o = out_in(a);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct case_row r = { .due_s = rows[i].due_s, .state = "open" };
        assert_string_equal(tell_clock(&o, LANG_EN, &r, rows[i].now_s), rows[i].words);
        assert_int_equal(tell_is_late(&r, rows[i].now_s), strstr(rows[i].words, "over") != NULL);
    }
}

/* Every number the rules can give has its word in every language. */
static void
test_names(void **state)
{
    (void)state;
    for (enum lang l = LANG_RU; l < N_LANGS; l++) {
        for (int i = SITUATION_UNSET + 1; i < TRIAGE_N_SITUATIONS; i++)
            assert_string_not_equal(tell_situation(l, (enum triage_situation)i), "");
        for (int i = 0; i < TRIAGE_N_FLAGS; i++)
            assert_string_not_equal(tell_flag(l, (enum triage_flag)i), "");
        for (int i = 0; i < TRIAGE_N_DATE_KINDS; i++)
            assert_string_not_equal(tell_date_kind(l, (enum triage_date_kind)i), "");
        for (int i = REASON_NONE + 1; i < TRIAGE_N_REASONS; i++)
            assert_string_not_equal(text_get(l, triage_reason_msgid((enum triage_reason)i)), "");
        for (int i = CLOSE_UNSET + 1; i < N_CLOSE_REASONS; i++)
            assert_string_not_equal(tell_close(l, (enum close_reason)i), "");
        for (int i = WHO_UNKNOWN + 1; i < TRIAGE_N_WHOS; i++)
            assert_string_not_equal(tell_who(l, (enum triage_who)i), "");
    }
    assert_string_equal(tell_country(LANG_DE, "GE"), "Georgien");
    assert_string_equal(tell_country(LANG_DE, "QQ"), "QQ");
}

static void
test_problems(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct out o = out_in(a);

    (void)state;
    for (int i = PROBLEM_NONE + 1; i < N_PROBLEMS; i++) {
        assert_string_not_equal(tell_problem(&o, LANG_RU, (enum desk_problem)i, 3), "");
        assert_string_not_equal(tell_problem_title(LANG_RU, (enum desk_problem)i), "");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form_and_weight),
        cmocka_unit_test(test_hostile_values_change_no_tag),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_note_is_a_form_of_its_own),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_problems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
