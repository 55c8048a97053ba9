/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people type: each row writes the words of random seeds in another way;
   the seed must come back. */
#include "core/open/seeker_keys.h"
#include "core/open/words.h"
#include "core/open/words_find.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

enum how {
    AS_IS,
    CAPITALS,
    FOUR_LETTERS,
    DECOMPOSED,        /* NFD */
    STRESSED,          /* an acute accent after each vowel */
    LATIN_LOOK_ALIKES, /* in Cyrillic words */
    CYRILLIC_LOOK_ALIKES,
    RUSSIAN_KEYBOARD, /* for Ukrainian and Belarusian words */
    NO_UMLAUTS,
    UMLAUTS_WRITTEN_OUT,
    YO_FOR_YE,
    APOSTROPHES,
};

struct pair {
    uint16_t from;
    const char *to;
};

static const struct pair decomposed[] = { { 0x439, "и\u0306" }, { 0x457, "і\u0308" },
    { 0x45E, "у\u0306" }, { 0xE4, "a\u0308" }, { 0xF6, "o\u0308" }, { 0xFC, "u\u0308" },
    { 0, NULL } };
static const struct pair latin[] = { { 0x430, "a" }, { 0x435, "e" }, { 0x43E, "o" }, { 0x440, "p" },
    { 0x441, "c" }, { 0x443, "y" }, { 0x445, "x" }, { 0x456, "i" }, { 0x457, "ï" }, { 0, NULL } };
static const struct pair cyrillic[] = { { 'a', "а" }, { 'e', "е" }, { 'o', "о" }, { 'p', "р" },
    { 'c', "с" }, { 'y', "у" }, { 'x', "х" }, { 'i', "і" }, { 0, NULL } };
static const struct pair russian[] = { { 0x456, "и" }, { 0x457, "и" }, { 0x45E, "у" },
    { 0x491, "г" }, { 0, NULL } };
static const struct pair plain[] = { { 0xE4, "a" }, { 0xF6, "o" }, { 0xFC, "u" }, { 0, NULL } };
static const struct pair written_out[] = { { 0xE4, "ae" }, { 0xF6, "oe" }, { 0xFC, "ue" },
    { 0, NULL } };
static const struct pair yo[] = { { 0x435, "ё" }, { 0, NULL } };

static const struct pair *
pairs_of(enum how how)
{
    switch (how) {
    case DECOMPOSED: return decomposed;
    case LATIN_LOOK_ALIKES: return latin;
    case CYRILLIC_LOOK_ALIKES: return cyrillic;
    case RUSSIAN_KEYBOARD: return russian;
    case NO_UMLAUTS: return plain;
    case UMLAUTS_WRITTEN_OUT: return written_out;
    case YO_FOR_YE: return yo;
    case AS_IS:
    case CAPITALS:
    case FOUR_LETTERS:
    case STRESSED:
    case APOSTROPHES: return NULL;
    }
    return NULL;
}

static uint16_t
capital(uint16_t c)
{
    if (c >= 0x450 && c <= 0x45F)
        return (uint16_t)(c - 0x50);
    return (c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE) || (c >= 0x430 && c <= 0x44F)
               ? (uint16_t)(c - 0x20)
               : c;
}

static size_t
put_char(uint16_t c, char *to)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    to[0] = (char)(0xC0 | c >> 6);
    to[1] = (char)(0x80 | (c & 0x3F));
    return 2;
}

static size_t
put_text(const char *text, char *to)
{
    memcpy(to, text, strlen(text));
    return strlen(text);
}

static size_t
write_letter(uint16_t c, enum how how, char *to)
{
    const struct pair *p = pairs_of(how);

    for (; p && p->to; p++)
        if (p->from == c)
            return put_text(p->to, to);
    size_t n = put_char(how == CAPITALS ? capital(c) : c, to);
    if (how == STRESSED && (c == 0x430 || c == 0x43E || c == 'a'))
        n += put_text("\u0301", to + n);
    return n;
}

static size_t
write_word(const char *word, enum how how, char *to)
{
    const uint8_t *p = (const uint8_t *)word;
    size_t n = 0;

    for (size_t i = 0; *p && (how != FOUR_LETTERS || i < 4); i++) {
        uint16_t c = *p < 0x80 ? *p : (uint16_t)((*p & 0x1F) << 6 | (p[1] & 0x3F));
        p += *p < 0x80 ? 1 : 2;
        n += write_letter(c, how, to + n);
        if (how == APOSTROPHES && i == 1)
            n += put_text("\u2019", to + n);
    }
    return n;
}

/* The words of `s` written so, with `between` before each but the first. */
static size_t
write_words(const struct seed *s, enum words_lang lang, enum how how, const char *between, char *to)
{
    struct words w;
    size_t n = 0;

    assert_int_equal(words_encode(s, lang, &w), OK);
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        if (i > 0)
            n += put_text(between, to + n);
        n += write_word(w.word[i], how, to + n);
    }
    return n;
}

static void
assert_comes_back(enum words_lang lang, enum how how, const char *between)
{
    char text[1024];

    for (int round = 0; round < 300; round++) {
        struct seed s, back;
        struct words_problem why;
        seed_random(&s);
        size_t n = write_words(&s, lang, how, between, text);
        enum err e = words_decode((struct bytes){ (uint8_t *)text, n }, &back, &why);
        if (e)
            print_message("lang %d how %d state %d word %u: %.*s\n", lang, how, why.state,
                why.position, (int)n, text);
        assert_int_equal(e, OK);
        assert_memory_equal(back.b, s.b, sizeof s.b);
    }
}

static void
test_spellings(void **state)
{
    static const enum words_lang all[] = { WORDS_RU, WORDS_UK, WORDS_BE, WORDS_EN, WORDS_DE };
    static const enum how hows[] = { AS_IS, CAPITALS, FOUR_LETTERS, DECOMPOSED, STRESSED,
        APOSTROPHES };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        for (size_t k = 0; k < sizeof hows / sizeof hows[0]; k++)
            assert_comes_back(all[i], hows[k], " ");
}

static void
test_neighbouring_letters(void **state)
{
    static const struct {
        enum words_lang lang;
        enum how how;
    } rows[] = { { WORDS_RU, YO_FOR_YE }, { WORDS_BE, YO_FOR_YE }, { WORDS_RU, LATIN_LOOK_ALIKES },
        { WORDS_UK, LATIN_LOOK_ALIKES }, { WORDS_BE, LATIN_LOOK_ALIKES },
        { WORDS_EN, CYRILLIC_LOOK_ALIKES }, { WORDS_DE, CYRILLIC_LOOK_ALIKES },
        { WORDS_UK, RUSSIAN_KEYBOARD }, { WORDS_BE, RUSSIAN_KEYBOARD }, { WORDS_DE, NO_UMLAUTS },
        { WORDS_DE, UMLAUTS_WRITTEN_OUT } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_comes_back(rows[i].lang, rows[i].how, " ");
}

static void
test_what_stands_between(void **state)
{
    static const char *const between[] = { "  ", "\n", "\r\n", ", ", ",", ";", " - ", " 2. ",
        "\n3) ", "\t", "\u00A0", " \u2014 ", "/", "\u200B ", " (12) " };

    (void)state;
    for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
        assert_comes_back(WORDS_RU, AS_IS, between[i]);
        assert_comes_back(WORDS_DE, CAPITALS, between[i]);
    }
}

static void
test_digits(void **state)
{
    static const struct {
        const char *text;
        enum words_state expected;
        unsigned position;
    } rows[] = {
        { "0000132102 0269752348 1078480984 3234917030", WORDS_GOOD, 0 },
        { "0000132102026975234810784809843234917030", WORDS_GOOD, 0 },
        { "1. 0000132102\n2. 0269752348\n3. 1078480984\n4. 3234917030", WORDS_GOOD, 0 },
        { "+0000132102, +0269752348; 1078-480-984 32 34 91 70 30", WORDS_GOOD, 0 },
        { "0000132102 0269752348 1078480984 3234917031", WORDS_CHECK, 0 },
        { "0000132102 0269752348 1078480984 323491703", WORDS_WRONG_COUNT, 0 },
        { "0000132102 0269752348 1078480984 32349170300", WORDS_WRONG_COUNT, 0 },
        { "0000132102 0269752348 8589934592 3234917030", WORDS_WRONG_DIGITS, 3 },
        { "9999999999 0269752348 1078480984 3234917030", WORDS_WRONG_DIGITS, 1 },
        { "", WORDS_EMPTY, 0 },
        { " ,.\n", WORDS_EMPTY, 0 },
        { "\xFF\xFE\xC0", WORDS_EMPTY, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct seed s;
        struct words_problem why;
        enum err e = words_decode(bytes_of(rows[i].text), &s, &why);
        assert_int_equal(why.state, rows[i].expected);
        assert_int_equal(e, rows[i].expected == WORDS_GOOD ? OK : ERR_MALFORMED);
        assert_int_equal(why.position, rows[i].position);
    }
}

/* Replace the word at `position` (from 1) and say what the decoder thinks. */
static struct words_problem
with_word(enum words_lang lang, unsigned position, const char *word)
{
    struct seed s, back = { { 9 } };
    struct words w;
    struct words_problem why;
    char text[1024];
    size_t n = 0;

    FILL(s.b, v_seeker_seed);
    assert_int_equal(words_encode(&s, lang, &w), OK);
    w.word[position - 1] = word;
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        n += put_text(w.word[i], text + n);
        text[n++] = ' ';
    }
    if (words_decode((struct bytes){ (uint8_t *)text, n }, &back, &why))
        assert_int_equal(back.b[0], 9);
    return why;
}

static void
test_problems_are_named(void **state)
{
    (void)state;
    for (unsigned i = 1; i <= WORDS_COUNT; i++) {
        struct words_problem why = with_word(WORDS_RU, i, "щщщщ");
        assert_int_equal(why.state, WORDS_UNKNOWN);
        assert_int_equal(why.position, i);
        assert_int_equal(why.lang, WORDS_RU);
        assert_int_equal(why.n_found, 12);
        why = with_word(WORDS_DE, i, "");
        assert_int_equal(why.state, WORDS_WRONG_COUNT);
        assert_int_equal(why.n_found, 11);
        why = with_word(WORDS_UK, i, "двоє слів");
        assert_int_equal(why.state, WORDS_WRONG_COUNT);
        assert_int_equal(why.n_found, 13);
    }
    struct words_problem why = with_word(WORDS_EN, 7, "no");
    assert_int_equal(why.state, WORDS_UNKNOWN);
    assert_int_equal(why.position, 7);
}

static void
test_no_word_known(void **state)
{
    struct seed s;
    struct words_problem why;

    (void)state;
    assert_int_equal(words_decode(bytes_of("x x x x x x x x x x x x"), &s, &why), ERR_MALFORMED);
    assert_int_equal(why.state, WORDS_UNKNOWN);
    assert_int_equal(why.position, 1);
    static uint8_t big[WORDS_IN_MAX + 1];
    memset(big, 'x', sizeof big);
    assert_int_equal(words_decode(V(big), &s, &why), ERR_MALFORMED);
    assert_int_equal(why.state, WORDS_TOO_LONG);
    assert_int_equal(words_decode((struct bytes){ big, WORDS_IN_MAX }, &s, &why), ERR_MALFORMED);
    assert_int_equal(why.state, WORDS_WRONG_COUNT);
}

static void
test_words_pasted_into_a_text(void **state)
{
    static const char *const innocent[] = { "",
        "Здравствуйте. Мне пришла повестка, явиться 25.11. Что делать? У меня жена и двое детей, "
        "болит спина.",
        "I am a soldier. My number is 1234567890 and I was called on 2026-11-20 at 10:00, room "
        "12345.",
        "Доброго дня. Мій чоловік у лікарні, йому кажуть повернутися до частини. Телефон "
        "0501234567." };
    char text[2048];

    (void)state;
    for (size_t i = 0; i < sizeof innocent / sizeof innocent[0]; i++)
        assert_false(words_stand_in(bytes_of(innocent[i])));
    for (int round = 0; round < 100; round++) {
        struct seed s;
        seed_random(&s);
        size_t n = put_text(innocent[1], text);
        n += put_text(" Мои слова: ", text + n);
        n += write_words(
            &s, (enum words_lang)(1 + round % 5), round % 2 ? AS_IS : FOUR_LETTERS, ", ", text + n);
        n += put_text(". Жду ответа.", text + n);
        assert_true(words_stand_in((struct bytes){ (uint8_t *)text, n }));
        char digits[DIGITS_CAP];
        digits_encode(&s, digits);
        n = put_text(innocent[2], text);
        n += put_text(" code: ", text + n);
        n += put_text(digits, text + n);
        assert_true(words_stand_in((struct bytes){ (uint8_t *)text, n }));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_neighbouring_letters),
        cmocka_unit_test(test_what_stands_between),
        cmocka_unit_test(test_digits),
        cmocka_unit_test(test_problems_are_named),
        cmocka_unit_test(test_no_word_known),
        cmocka_unit_test(test_words_pasted_into_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
