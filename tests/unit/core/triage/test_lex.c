/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/triage/lex.h"

#include "core/triage/table.h"
#include "core/triage/triage.h"
#include "tests/unit/check.h"

/* The folded word as text that a person can read: a..z for Latin, A.. for Cyrillic positions. */
static void
spell(const uint8_t *fold, unsigned n, char *to)
{
    for (unsigned i = 0; i < n; i++)
        *to++ = (char)(fold[i] >= LETTER_DIGIT   ? '0' + fold[i] - LETTER_DIGIT
                       : fold[i] >= LETTER_LATIN ? 'a' + fold[i] - LETTER_LATIN
                                                 : '@' + fold[i]);
    *to = 0;
}

static void
first_word(const char *text, char *to)
{
    struct lexer lx;
    struct token t;

    lexer_init(&lx, bytes_of(text));
    assert_true(lexer_next(&lx, &t));
    spell(t.fold, t.n_fold, to);
}

/* Spellings that must compare equal. */
static void
spellings_fold_alike(void **state)
{
    static const struct {
        const char *a, *b;
    } alike[] = {
        { "ПОВЕСТКА", "повестка" },
        { "ёлка", "елка" },
        { "зв'язок", "зв’язок" },
        { "звʼязок", "звязок" },
        { "Straße", "strasse" },
        { "Prügel", "PRUEGEL" },
        { "мобилизация", "мобiлiзация" },
        { "п0вестка", "повестка" },
        { "вoенкомат", "военкомат" },           /* Latin o */
        { "по\xc2\xadвестка", "повестка" },     /* soft hyphen */
        { "пове\xe2\x80\x8bстка", "повестка" }, /* zero-width space */
        { "арми\xd0\xb8\xcc\x86", "армий" },    /* и + U+0306 */
        { "u\xcc\x88"
          "ber",
            "über" },
        { "fiancé", "fiance" },
        { "його", "його" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
        char a[128], b[128];

        first_word(alike[i].a, a);
        first_word(alike[i].b, b);
        assert_string_equal(a, b);
    }
}

static void
shouted_latin_becomes_cyrillic(void **state)
{
    struct lexer lx;
    struct token t;
    char got[64], want[64];

    (void)state;
    lexer_init(&lx, bytes_of("BBK")); /* three Latin letters */
    lx.latin_shouts_are_cyrillic = true;
    assert_true(lexer_next(&lx, &t));
    assert_false(t.latin);
    spell(t.fold, t.n_fold, got);
    first_word("ВВК", want);
    assert_string_equal(got, want);
}

static void
skeletons_meet(void **state)
{
    static const struct {
        const char *latin, *skeleton;
    } words[] = {
        { "povestka", "povestka" },
        { "zhizn", "jizn" },
        { "khochu", "goqu" },
        { "hochu", "goqu" },
        { "shcho", "wo" },
        { "vsyo", "vse" },
        { "russkiy", "ruski" },
        { "russkij", "ruski" },
        { "TCK", "ck" },
        { "pojtsya", "poicia" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct lexer lx;
        struct token t;
        uint8_t skeleton[TOKEN_LETTERS];
        char got[64];

        lexer_init(&lx, bytes_of(words[i].latin));
        assert_true(lexer_next(&lx, &t));
        spell(skeleton, lex_skeleton(&t, skeleton), got);
        assert_string_equal(got, words[i].skeleton);
    }
}

static void
positions_count_sentences(void **state)
{
    struct lexer lx;
    struct token a, b, c;

    (void)state;
    lexer_init(&lx, bytes_of("раз, два! три"));
    assert_true(lexer_next(&lx, &a) && lexer_next(&lx, &b) && lexer_next(&lx, &c));
    assert_int_equal(b.pos - a.pos, 1);
    assert_int_equal(c.pos - b.pos, 1 + SENTENCE_GAP);
    assert_false(lexer_next(&lx, &c));
}

static void
numbers_keep_their_glue(void **state)
{
    struct lexer lx;
    struct token t;

    (void)state;
    lexer_init(&lx, bytes_of("20.11.2026"));
    assert_true(lexer_next(&lx, &t));
    assert_true(t.is_number);
    assert_int_equal(t.number, 20);
    assert_true(lexer_next(&lx, &t));
    assert_int_equal(t.glue, '.');
    assert_true(lexer_next(&lx, &t));
    assert_int_equal(t.number, 2026);
    assert_int_equal(t.digits, 4);
}

/* Any bytes: it ends, and positions only grow. */
static void
broken_bytes_end(void **state)
{
    static const uint8_t bad[] = { 0xff, 0xd0, 'a', 0xe2, 0x80, 0xf0, 0x9f, 0xd0, 0xbf, 0xc0, 0xaf,
        0 };
    struct lexer lx;
    struct token t;
    unsigned n = 0;

    (void)state;
    lexer_init(&lx, (struct bytes){ .p = bad, .n = sizeof bad });
    while (lexer_next(&lx, &t))
        n++;
    assert_int_equal(n, 2);
    lexer_init(&lx, (struct bytes){ .p = bad, .n = 0 });
    assert_false(lexer_next(&lx, &t));
}

static void
long_words_are_cut(void **state)
{
    static uint8_t text[5000];
    struct lexer lx;
    struct token t;

    (void)state;
    memset(text, 'a', sizeof text);
    lexer_init(&lx, (struct bytes){ .p = text, .n = sizeof text });
    assert_true(lexer_next(&lx, &t));
    assert_int_equal(t.n_fold, TOKEN_LETTERS);
    assert_false(lexer_next(&lx, &t));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_fold_alike),
        cmocka_unit_test(shouted_latin_becomes_cyrillic),
        cmocka_unit_test(skeletons_meet),
        cmocka_unit_test(positions_count_sentences),
        cmocka_unit_test(numbers_keep_their_glue),
        cmocka_unit_test(broken_bytes_end),
        cmocka_unit_test(long_words_are_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
