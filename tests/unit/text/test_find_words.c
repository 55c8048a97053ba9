/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How search compares words; over SQLite's full-text index, as the desk uses it. */
#include "base/own.h"
#include "tests/unit/check.h"
#include "tests/unit/text/recall.h"
#include "text/find_words.h"
#include "text/fold.h"
#include <sqlite3.h>
#include <stdio.h>
#include <unictype.h>
#include <unistr.h>

static sqlite3 *db;
static struct arena *a;

static void
run(const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
}

static int
set_up(void **state)
{
    (void)state;
    a = arena_new(8 << 20);
    assert_non_null(a);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    run("CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'trigram case_sensitive 1')");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    sqlite3_close(db);
    arena_drop(&a);
    return 0;
}

static void
put(const char *text)
{
    sqlite3_stmt *s = NULL;
    const char *folded = find_fold(a, text);

    assert_non_null(folded);
    assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?)", -1, &s, NULL), SQLITE_OK);
    sqlite3_bind_text(s, 1, folded, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
}

static bool
finds(const char *match)
{
    sqlite3_stmt *s = NULL;

    assert_non_null(match);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT 1 FROM t WHERE t MATCH ?", -1, &s, NULL), SQLITE_OK);
    sqlite3_bind_text(s, 1, match, -1, SQLITE_STATIC);
    int rc = sqlite3_step(s);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        fail_msg("%s: %s", match, sqlite3_errmsg(db));
    sqlite3_finalize(s);
    return rc == SQLITE_ROW;
}

/* The typed word, folded and without blanks around it. */
static const char *
word(const char *typed)
{
    const char *folded = find_fold(a, typed);

    assert_non_null(folded);
    return arena_text_n(a, folded + 1, strlen(folded) - 2);
}

static bool
one_way(const char *typed, const char *stands)
{
    char text[256];

    run("DELETE FROM t");
    (void)snprintf(text, sizeof text, "x, %s. y", stands);
    put(text);
    return finds(find_word_match(a, word(typed)));
}

static void
test_recall(void **state)
{
    size_t missed = 0;

    (void)state;
    for (size_t i = 0; i < sizeof recall / sizeof *recall; i++) {
        char *list = arena_alloc(a, strlen(recall[i].pairs) + 1);
        char *rest = NULL;
        size_t n = 0;
        memcpy(list, recall[i].pairs, strlen(recall[i].pairs) + 1);
        for (char *p = strtok_r(list, " ", &rest); p; p = strtok_r(NULL, " ", &rest), n++) {
            char *stands = strchr(p, '=');
            *stands++ = '\0';
            if (one_way(p, stands))
                continue;
            print_message("# %s: %s does not find %s\n", recall[i].lang, p, stands);
            missed++;
        }
        assert_true(n >= 40);
    }
    assert_int_equal(missed, 0);
}

/* What must not be found: a beginning of its own, other words. */
static void
test_precision(void **state)
{
    static const struct {
        const char *typed, *stands;
    } apart[] = {
        { "суд", "посуда" },
        { "сын", "осень" },
        { "яма", "прямая" },
        { "повестка", "повсюду" },
        { "брат", "обратно" },
        { "мать", "сматывать" },
        { "рота", "сирота" },
        { "я", "яма" },
        { "son", "reason" },
        { "war", "toward" },
        { "Rat", "Beratung" },
        { "дім", "дума" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (one_way(apart[i].typed, apart[i].stands))
            fail_msg("%s finds %s", apart[i].typed, apart[i].stands);
}

static void
test_folding(void **state)
{
    static const struct {
        const char *from, *to;
    } table[] = {
        { "", " " },
        { "  ", " " },
        { "Ёлка, (ёж)!", " елка еж " },
        { "Пам’ять і п'ять 'x'", " пам'ять і п'ять x " },
        { "Straße Ärger ÖL", " strasse arger ol " },
        { "№12-а\n\tb", " 12 а b " },
        { "й", " й " }, /* one letter or two: the same */
        { "и\xCC\x86", " й " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(find_fold(a, table[i].from), table[i].to);
    assert_null(find_fold(a, "\xFF"));
}

/* "x", one character, "я", and `more`. */
static const char *
around(ucs4_t c, const char *more)
{
    uint8_t b[8] = { 0 };

    return u8_uctomb(b, c, 7) > 0 ? arena_printf(a, "x%sя%s", (const char *)b, more) : NULL;
}

/* Common letters are folded by a table of our own: a Greek letter behind them asks the library. */
static void
test_folding_of_every_letter(void **state)
{
    static const struct {
        ucs4_t from, to;
    } spans[] = { { 1, 0xD7FF }, { 0xF000, 0x10FFF }, { 0x1F000, 0x1FFFF } };

    (void)state;
    arena_clear(a);
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        for (ucs4_t c = spans[i].from; c <= spans[i].to; c++) {
            const char *fast = text_fold(a, around(c, ""));
            const char *slow = text_fold(a, around(c, "α"));
            assert_non_null(fast);
            assert_non_null(slow);
            if (strncmp(fast, slow, strlen(fast)) != 0 || strcmp(slow + strlen(fast), "α") != 0)
                fail_msg("U+%04X: %s, %s", (unsigned)c, fast, slow);
            arena_clear(a);
        }
}

static void
test_what_divides_words(void **state)
{
    (void)state;
    for (ucs4_t c = 1; c < 0x600; c++) {
        bool divides = !uc_is_alnum(c) && uc_combining_class(c) == 0;
        bool apostrophe = c == '\'' || c == '`' || c == 0x2BC;
        const char *words = find_fold(a, around(c, ""));
        assert_non_null(words);
        if ((strchr(words + 1, ' ') < words + strlen(words) - 1) != (divides && !apostrophe))
            fail_msg("U+%04X:%s", (unsigned)c, words);
        arena_clear(a);
    }
}

/* Cut within a character, or bytes that no text has. */
static void
test_folding_refuses(void **state)
{
    static const char *const bad[] = { "\xD0",
        "\xD0"
        "a",
        "\xC3", "\xE2\x80", "\xE2", "\xF0\x9F\x98", "\xC2", "\xCA", "\xD1\xC0", "\xC0\x80", "\x80",
        "\xED\xA0\x80", "\xD2" };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(text_fold(a, bad[i]));
        assert_null(find_fold(a, arena_printf(a, "x%s", bad[i])));
    }
}

static void
test_exact(void **state)
{
    (void)state;
    run("DELETE FROM t");
    put("Он написал рапорт об отказе");
    assert_true(finds(find_exact_match(a, "рапорт об")));
    assert_true(finds(find_exact_match(a, "апорт")));
    assert_false(finds(find_exact_match(a, "рапорта")));
    assert_null(find_exact_match(a, "ра"));
    assert_null(find_word_match(a, ""));
    assert_true(finds(find_word_match(a, "об")));
    assert_true(finds(find_word_match(a, "отказы")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recall),
        cmocka_unit_test(test_precision),
        cmocka_unit_test(test_folding),
        cmocka_unit_test(test_folding_of_every_letter),
        cmocka_unit_test(test_what_divides_words),
        cmocka_unit_test(test_folding_refuses),
        cmocka_unit_test(test_exact),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
