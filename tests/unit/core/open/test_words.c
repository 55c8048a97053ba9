/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/seeker_keys.h"
#include "core/open/words.h"
#include "core/open/words_find.h"
#include "core/open/words_table.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

static struct seed
made_seed(void)
{
    struct seed s;
    FILL(s.b, v_seeker_seed);
    return s;
}

static size_t
join(const struct words *w, char to[WORDS_TEXT_CAP])
{
    size_t n = 0;

    for (size_t i = 0; i < WORDS_COUNT; i++) {
        if (i > 0)
            to[n++] = ' ';
        size_t len = strlen(w->word[i]);
        memcpy(to + n, w->word[i], len);
        n += len;
    }
    to[n] = '\0';
    return n;
}

static void
test_same_words_and_digits_as_the_others(void **state)
{
    static const char *const expected[WORDS_N_LANGS] = { NULL, v_words_ru_text, v_words_uk_text,
        v_words_be_text, v_words_en_text, v_words_de_text };
    struct seed s = made_seed(), back;
    struct words_problem why;
    char text[WORDS_TEXT_CAP], digits[DIGITS_CAP];

    (void)state;
    for (unsigned i = 1; i < WORDS_N_LANGS; i++) {
        struct words w;
        assert_int_equal(words_encode(&s, (enum words_lang)i, &w), OK);
        (void)join(&w, text);
        assert_string_equal(text, expected[i]);
        assert_int_equal(words_decode(bytes_of(text), &back, &why), OK);
        assert_int_equal(why.state, WORDS_GOOD);
        assert_int_equal(why.lang, i);
        assert_memory_equal(back.b, s.b, sizeof s.b);
    }
    digits_encode(&s, digits);
    assert_string_equal(digits, v_words_digits_text);
    assert_int_equal(words_decode(bytes_of(digits), &back, &why), OK);
    assert_memory_equal(back.b, s.b, sizeof s.b);
}

static void
test_random_seeds_there_and_back(void **state)
{
    char text[WORDS_TEXT_CAP];

    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct seed s, back;
        struct words w;
        struct words_problem why;
        seed_random(&s);
        assert_int_equal(words_encode(&s, (enum words_lang)(1 + round % 5), &w), OK);
        size_t n = join(&w, text);
        assert_int_equal(words_decode((struct bytes){ (uint8_t *)text, n }, &back, &why), OK);
        assert_memory_equal(back.b, s.b, sizeof s.b);
        digits_encode(&s, text);
        assert_int_equal(words_decode(bytes_of(text), &back, &why), OK);
        assert_memory_equal(back.b, s.b, sizeof s.b);
    }
}

static void
test_every_word_of_every_list_is_found(void **state)
{
    (void)state;
    for (unsigned lang = 1; lang < WORDS_N_LANGS; lang++) {
        for (int i = 0; i < WORDS_LIST; i++) {
            struct bytes word = bytes_of(words_tables[lang].word[i]);
            struct token t;
            assert_true(token_next(&word, &t));
            assert_int_equal(word.n, 0);
            struct found f = word_find(&t, (enum words_lang)lang);
            assert_int_equal(f.index, i);
            assert_true(f.whole);
            t.n = 4;
            assert_int_equal(word_find(&t, (enum words_lang)lang).index, i);
            t.n = 3;
            assert_int_equal(word_find(&t, (enum words_lang)lang).index, WORD_NOT_FOUND);
        }
    }
}

/* Of single words replaced by another word of the list, the check bits catch 4,095 in 4,096. */
static void
test_substituted_words_are_caught(void **state)
{
    const unsigned rounds = 100000;
    unsigned missed = 0;
    char text[WORDS_TEXT_CAP];

    (void)state;
    for (unsigned i = 0; i < rounds; i++) {
        struct seed s, back;
        struct words w;
        struct words_problem why;
        enum words_lang lang = (enum words_lang)(1 + i % 5);
        seed_random(&s);
        assert_int_equal(words_encode(&s, lang, &w), OK);
        unsigned at = random_below(WORDS_COUNT);
        const char *other = words_tables[lang].word[random_below(WORDS_LIST)];
        if (other == w.word[at])
            continue;
        w.word[at] = other;
        size_t n = join(&w, text);
        if (words_decode((struct bytes){ (uint8_t *)text, n }, &back, &why))
            assert_int_equal(why.state, WORDS_CHECK);
        else
            missed++;
    }
    print_message("# %u of %u substituted words passed\n", missed, rounds);
    assert_true(missed * 1000 <= rounds);
}

static void
test_type_back(void **state)
{
    struct seed s = made_seed();
    struct words w;

    (void)state;
    for (unsigned lang = 1; lang < WORDS_N_LANGS; lang++) {
        assert_int_equal(words_encode(&s, (enum words_lang)lang, &w), OK);
        for (unsigned i = 0; i < WORDS_COUNT; i++) {
            assert_true(words_match(&s, i + 1, bytes_of(w.word[i])));
            bool same = strcmp(w.word[i], w.word[(i + 1) % 12]) == 0;
            assert_int_equal(words_match(&s, i + 1, bytes_of(w.word[(i + 1) % 12])), same);
        }
    }
    assert_false(words_match(&s, 0, bytes_of(w.word[0])));
    assert_false(words_match(&s, 13, bytes_of(w.word[0])));
    assert_false(words_match(&s, 1, bytes_of("")));
    assert_false(words_match(&s, 1, bytes_of("два слова")));
}

static void
test_lang_codes(void **state)
{
    (void)state;
    assert_int_equal(words_lang_of("uk"), WORDS_UK);
    assert_int_equal(words_lang_of("de"), WORDS_DE);
    assert_int_equal(words_lang_of("fr"), WORDS_UNSET);
    assert_int_equal(words_lang_of(""), WORDS_UNSET);
    struct seed s = made_seed();
    struct words w;
    assert_int_equal(words_encode(&s, WORDS_UNSET, &w), ERR_INTERNAL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_words_and_digits_as_the_others),
        cmocka_unit_test(test_random_seeds_there_and_back),
        cmocka_unit_test(test_every_word_of_every_list_is_found),
        cmocka_unit_test(test_substituted_words_are_caught),
        cmocka_unit_test(test_type_back),
        cmocka_unit_test(test_lang_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
