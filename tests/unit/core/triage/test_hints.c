/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/triage/hints.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/triage/triage.h"
#include "tests/unit/check.h"

enum { NOW_S = 1795600800, LETTER_MAX = 8192 };

static void
rate(const char *text, struct triage_result *r)
{
    static struct triage_scratch scratch;
    struct triage_ask ask;

    triage_ask_init(&ask, bytes_of(text), NOW_S);
    triage_run(&ask, &scratch, r);
}

/* The features of every word of a text. */
static unsigned
features(const char *text, bool spoken, uint32_t *to, unsigned room)
{
    struct hint_trail trail = { 0 };
    struct lexer lx;
    struct token t;
    unsigned n = 0;

    lexer_init(&lx, bytes_of(text));
    while (lexer_next(&lx, &t)) {
        uint32_t of_word[HINTS_OF_WORD];
        unsigned n_word = hints_of_word(&trail, &t, spoken, of_word);

        assert_in_range(n_word, 1, HINTS_OF_WORD);
        for (unsigned i = 0; i < n_word && n < room; i++)
            to[n++] = of_word[i];
    }
    return n;
}

/* Spellings that are heard alike are one word to the hints. */
static void
spellings_meet(void **state)
{
    static const struct {
        const char *a, *b;
        bool spoken_b, same;
    } rows[] = {
        { "его держат в подвале", "ego derzhat v podvale", true, true },
        { "вивезли вночі", "вывезли вночи", false, true }, { "харашо", "хорошо", false, true },
        { "ПОДВАЛ", "подвал", false, true },
        { "gun", "гун", false, false },              /* an English word is no Slavic one */
        { "в подвале", "в. подвале", false, false }, /* no pair across sentences */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t a[256], b[256];
        unsigned n_a = features(rows[i].a, false, a, 256);
        unsigned n_b = features(rows[i].b, rows[i].spoken_b, b, 256);
        bool same = n_a == n_b;

        for (unsigned j = 0; same && j < n_a; j++)
            same = a[j] == b[j];
        if (same != rows[i].same)
            fail_msg("%s / %s: %u and %u features", rows[i].a, rows[i].b, n_a, n_b);
    }
}

static void
the_longest_word_fits(void **state)
{
    uint32_t of_word[4 * HINTS_OF_WORD];
    char word[400];

    (void)state;
    memset(word, 'w', sizeof word - 1);
    word[sizeof word - 1] = 0;
    assert_in_range(features(word, false, of_word, 4 * HINTS_OF_WORD), 1, HINTS_OF_WORD);
    assert_in_range(features(word, true, of_word, 4 * HINTS_OF_WORD), 1, HINTS_OF_WORD);
}

/* The table is sorted, or nothing would be found in it. */
static void
the_table_is_whole(void **state)
{
    (void)state;
    assert_in_range(triage_hints.n, 1000, HINTS_MAX);
    for (unsigned i = 1; i < triage_hints.n; i++)
        assert_true(triage_hints.hash[i - 1] < triage_hints.hash[i]);
    for (unsigned q = 0; q < N_HINTS; q++) {
        const struct hint_scale *s = &triage_hints.scale[q];

        assert_true(s->unit > 0);
        assert_true(s->against < s->enough && s->enough < s->strong);
    }
}

static void
too_little_is_unknown(void **state)
{
    struct hint_sum *h = calloc(1, sizeof *h);

    (void)state;
    assert_non_null(h);
    hints_begin(h);
    hints_end(h);
    for (unsigned q = 0; q < N_HINTS; q++)
        assert_true(h->best[q] == HINTS_UNKNOWN);
    free(h);
}

/* None of these has a word that a rule knows as danger. */
static void
hints_alone_are_heard(void **state)
{
    static const char *const rows[] = {
        "всё решено, кошку отдал соседке, письмо для мамы на столе",
        "я вирішив, скажіть мамі що люблю, ключі у сусідки",
        "I have decided, the dog is with the neighbour, tell my mother I love her",
        "ich habe mich entschieden, die katze hat der nachbar, sagt mama dass ich sie liebe",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_result r;

        rate(rows[i], &r);
        if (r.urgency != URGENCY_U1)
            fail_msg("%s: U%d %s", rows[i], r.urgency, triage_reason_name(r.reasons[0]));
    }
}

/* One stretch of danger in a long calm letter is not drowned. */
static void
long_letters_do_not_drown(void **state)
{
    static const char calm[] = "Спасибо за вашу работу, читаю сайт и хочу помочь переводами. ";
    static const char danger[] = "Всё решено, кошку отдал соседке, письмо маме на столе, "
                                 "не ищите меня, дальше я сам, простите. ";
    char letter[LETTER_MAX];
    size_t n = 0;
    struct triage_result r;

    (void)state;
    for (unsigned i = 0; i < 20; i++)
        n += (size_t)snprintf(letter + n, sizeof letter - n, "%s", calm);
    rate(letter, &r);
    assert_int_not_equal(r.urgency, URGENCY_U1);
    n += (size_t)snprintf(letter + n, sizeof letter - n, "%s", danger);
    for (unsigned i = 0; i < 20; i++)
        n += (size_t)snprintf(letter + n, sizeof letter - n, "%s", calm);
    assert_in_range(n, 1, sizeof letter - 1);
    rate(letter, &r);
    assert_int_equal(r.urgency, URGENCY_U1);
}

/* The calmest words do not lower an answer, a plain word or somebody held. */
static void
calm_lowers_nothing_firm(void **state)
{
    static const char calm[] = "Мы редакция подкаста, хотим взять у вас интервью и перевести "
                               "пожертвование. Спасибо за вашу работу! ";
    char text[1024];
    struct triage_scratch *scratch = calloc(1, sizeof *scratch);
    struct triage_ask ask;
    struct triage_result r;

    (void)state;
    assert_non_null(scratch);
    rate(calm, &r);
    assert_int_equal(r.urgency, URGENCY_U4);
    triage_ask_init(&ask, bytes_of(calm), NOW_S);
    ask.danger = DANGER_YES;
    triage_run(&ask, scratch, &r);
    assert_int_equal(r.urgency, URGENCY_U1);
    snprintf(text, sizeof text, "%sМоего мужа держат в подвале, его бьют.", calm);
    rate(text, &r);
    assert_int_equal(r.urgency, URGENCY_U1);
    free(scratch);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_meet),
        cmocka_unit_test(the_longest_word_fits),
        cmocka_unit_test(the_table_is_whole),
        cmocka_unit_test(too_little_is_unknown),
        cmocka_unit_test(hints_alone_are_heard),
        cmocka_unit_test(long_letters_do_not_drown),
        cmocka_unit_test(calm_lowers_nothing_firm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
