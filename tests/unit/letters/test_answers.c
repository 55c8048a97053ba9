/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which question comes next, what an answer is worth, who is competent. */
#include "base/own.h"
#include "tests/unit/check.h"
#include "tests/unit/letters/sample.h"

static void
test_typed_text_is_cleaned(void **state)
{
    static const struct {
        const char *typed, *line, *paragraphs;
    } rows[] = {
        { "", "", "" },
        { "  Анна\t ", "Анна", "Анна" },
        { "one\ntwo", "one two", "one\ntwo" },
        { "\n\n a \n", "a", "a" },
        { "a\x01\x7f\xc2\x85\xc2\xad z", "a z", "a z" },
        { "abc\xe2\x80\xae"
          "def\xe2\x80\x8f\xe2\x81\xa7\xef\xbb\xbf",
            "abcdef", "abcdef" },
        { "<b>&\"'{name}", "<b>&\"'{name}", "<b>&\"'{name}" },
        { "\xf0\x9f\x98\x80\xf3\xa0\x80\x81", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
    };
    OWN(arena) a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(letter_clean(rows[i].typed, false, a), rows[i].line);
        assert_string_equal(letter_clean(rows[i].typed, true, a), rows[i].paragraphs);
    }
}

static void
test_days(void **state)
{
    static const char *const good[] = { "25.11.2026", "1.2.26", " 7 .08.2026" };
    static const char *const bad[] = { "", "..", "31.2.2026", "1.13.2026", "a.b.c", "1.2",
        "1.2.3.4", "25112026", "0.1.2026", "1..2026", "99999999999.1.2026" };
    int64_t day;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(letter_day(good[i], &day));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (letter_day(bad[i], &day))
            fail_msg("%s is a day", bad[i]);
    assert_true(letter_day("22.11.2026", &day));
    assert_int_equal(day, DAY);
}

static void
test_the_way_through_the_questions(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const struct letter *d = letters_find(l, "alternative");
    struct letter_answers given = { { NULL } };
    const size_t summoned = letter_question_at(d, "summoned");
    const size_t summons = letter_question_at(d, "summons");

    (void)state;
    assert_int_equal(letter_next(l, d, &given, 0), 0);
    assert_int_equal(letter_before(l, d, &given, 0), d->n_questions);
    assert_int_equal(letter_next(l, d, &given, summons), summons + 1); /* not asked */
    answer(d, &given, "summons", "1.12.2026");
    assert_string_equal(letter_answer(l, d, &given, summons), ""); /* nor does it count */
    answer(d, &given, "summoned", "yes");
    assert_int_equal(letter_next(l, d, &given, summons), summons);
    assert_string_equal(letter_answer(l, d, &given, summons), "1.12.2026");
    assert_int_equal(letter_before(l, d, &given, summons + 1), summons);
    answer(d, &given, "summoned", "maybe"); /* no such option: no answer */
    assert_string_equal(letter_answer(l, d, &given, summoned), "");
    assert_false(letter_is_asked(l, d, &given, summons));
    assert_int_equal(letter_before(l, d, &given, summons + 1), summoned);
    assert_int_equal(letter_next(l, d, &given, d->n_questions), d->n_questions);
}

/* From the first question to the last and back it is the same way, in every letter. */
static void
test_forward_is_back(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);

    (void)state;
    for (size_t i = 0; i < l->n; i++) {
        const struct letter *d = l->list[i];
        struct letter_answers given = { { NULL } };
        size_t steps = 0;
        for (size_t at = letter_next(l, d, &given, 0); at < d->n_questions; steps++) {
            size_t next = letter_next(l, d, &given, at + 1);
            assert_int_equal(letter_before(l, d, &given, next), at);
            at = next;
        }
        assert_true(steps > 3 && steps <= d->n_questions);
    }
}

static void
test_problems(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const struct letter *d = letters_find(l, "board");
    struct letter_answers given = { { NULL } };
    const size_t decided = letter_question_at(d, "decided");
    const size_t reasons = letter_question_at(d, "reasons");
    const size_t name = letter_question_at(d, "name");
    char *many = arena_alloc(a, 8000);
    int64_t n = 0;

    (void)state;
    for (size_t i = 0; i < d->n_questions; i++)
        assert_int_equal(letter_problem_of(l, d, &given, i, &n), LETTER_FINE);
    answer(d, &given, "decided", "31.2.2026");
    assert_int_equal(letter_problem_of(l, d, &given, decided, &n), LETTER_BAD_DATE);
    answer(d, &given, "decided", "28.2.2026");
    assert_int_equal(letter_problem_of(l, d, &given, decided, &n), LETTER_FINE);
    memset(many, 'x', 93);
    answer(d, &given, "name", many);
    assert_int_equal(letter_problem_of(l, d, &given, name, &n), LETTER_TOO_LONG);
    assert_int_equal(n, 3);
    answer(d, &given, "name", "");
    for (size_t i = 0; i < LETTER_LONG_MAX; i++)
        memcpy(many + 2 * i, "ж", 2);
    answer(d, &given, "reasons", many);
    assert_int_equal(letter_problem_of(l, d, &given, reasons, &n), LETTER_FINE);
    memset(many, '"', LETTER_LONG_MAX); /* five bytes each in a page */
    many[LETTER_LONG_MAX] = '\0';
    assert_int_equal(letter_problem_of(l, d, &given, reasons, &n), LETTER_ALL_TOO_LONG);
    assert_true(n > 0);
}

static const char *
first_office(const struct letters *l, const struct letter *d, const struct letter_answers *given)
{
    const struct competence *who[LETTER_MAX_OFFICES];

    return letter_offices(l, d, given, who) > 0 ? who[0]->office : "";
}

static void
test_who_is_competent(void **state)
{
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const struct letter *d = letters_find(l, "detention");
    struct letter_answers given = { { NULL } };
    const struct competence *who[LETTER_MAX_OFFICES];

    (void)state;
    assert_string_equal(first_office(l, d, &given), "prosecutor");
    answer(d, &given, "status", "command");
    assert_string_equal(first_office(l, d, &given), "investigation");
    assert_int_equal(letter_offices(l, d, &given, who), 3); /* one of them for two reasons */
    answer(d, &given, "status", "police");
    assert_string_equal(first_office(l, d, &given), "prosecutor-district");
    for (size_t n = letter_offices(l, d, &given, who); n > 1; n--)
        for (size_t i = 0; i + 1 < n; i++) /* each once */
            assert_string_not_equal(who[i]->office, who[n - 1]->office);
    answer(d, &given, "to", "ombudsman");
    assert_string_equal(first_office(l, d, &given), "ombudsman");
    answer(d, &given, "to", "investigation"); /* not one of those that are competent here */
    assert_string_equal(first_office(l, d, &given), "prosecutor-district");
    d = letters_find(l, "asylum");
    given = (struct letter_answers){ { NULL } };
    assert_string_equal(first_office(l, d, &given), "asylum-office");
    assert_false(letter_is_asked(l, d, &given, letter_question_at(d, "to"))); /* only one */
}

static const struct channel *
way_of(const struct letters *l, const char *office, const char *kind, int64_t day)
{
    const struct channel *ways[LETTER_MAX_CHANNELS];
    size_t n = letters_channels(l, office, day, ways);

    for (size_t i = 0; i < n; i++)
        if (strcmp(ways[i]->kind, kind) == 0)
            return ways[i];
    return NULL;
}

/* An e-mail counted until 29 March 2025, and not from the 30th on. */
static void
test_which_ways_count(void **state)
{
    enum { LAST_DAY = 20176 };
    OWN(arena) a = arena_new(16 << 20);
    const struct letters *l = sample_letters(a);
    const struct channel *ways[LETTER_MAX_CHANNELS];

    (void)state;
    assert_true(way_of(l, "prosecutor", "email", LAST_DAY)->effective);
    assert_false(way_of(l, "prosecutor", "email", LAST_DAY + 1)->effective);
    assert_null(way_of(l, "prosecutor", "portal", LAST_DAY));
    assert_true(way_of(l, "prosecutor", "portal", LAST_DAY + 1)->effective);
    assert_false(way_of(l, "commander", "portal", DAY)->effective); /* its own word wins */
    assert_null(way_of(l, "asylum-office", "email", DAY));          /* another country */
    assert_null(way_of(l, "nobody", "post", DAY));
    size_t n = letters_channels(l, "prosecutor", DAY, ways);
    for (size_t i = 1; i < n; i++)
        assert_true(ways[i - 1]->effective || !ways[i]->effective); /* those that count first */
    assert_true(n > 3 && !ways[n - 1]->effective);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed_text_is_cleaned),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_the_way_through_the_questions),
        cmocka_unit_test(test_forward_is_back),
        cmocka_unit_test(test_problems),
        cmocka_unit_test(test_who_is_competent),
        cmocka_unit_test(test_which_ways_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
