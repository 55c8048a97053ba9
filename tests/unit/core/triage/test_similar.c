/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/triage/triage.h"
#include "tests/unit/check.h"

enum { NOW_S = 1795459200 }; /* Monday, 23 November 2026, 18:40 UTC */

static void
compare(const char *a, const char *b, struct triage_likeness *out)
{
    static struct triage_scratch scratch;
    struct triage_result ra, rb;
    struct triage_sketch sa, sb;
    struct triage_ask ask;
    struct triage_likeness back;

    triage_ask_init(&ask, bytes_of(a), NOW_S);
    triage_run(&ask, &scratch, &ra);
    triage_sketch(ask.text, &sa);
    triage_ask_init(&ask, bytes_of(b), NOW_S + 3000);
    triage_run(&ask, &scratch, &rb);
    triage_sketch(ask.text, &sb);
    triage_similar(&ra, &sa, &rb, &sb, out);
    triage_similar(&rb, &sb, &ra, &sa, &back);
    assert_int_equal(out->likely, back.likely);
    assert_int_equal(out->shared_words, back.shared_words);
}

static void
pairs(void **state)
{
    static const struct {
        const char *a, *b;
        bool likely;
    } rows[] = {
        { "Мужа держат в подвале с другими, бьют. Завтра повезут на штурм.",
            "Мой сын отказался воевать, их двадцать человек в подвале, завтра обещают увезти. "
            "Невестка "
            "вам уже писала.",
            true },
        { "Пришла повестка на 1 декабря, что делать? Мне 22 года.",
            "Повестка на 1 декабря, я верующий, можно ли на АГС?", false },
        { "Мужа держат в подвале", "Нашего деда расстреляли в 1943 году, ищем архив", false },
        { "Сын срочник, командир заставляет подписать контракт, бумагу дадут в пятницу, телефон "
          "забрали",
            "Мой сын срочник, командир заставляет подписать контракт и телефон забрал, в пятницу "
            "дадут "
            "бумагу",
            true },
        { "My brother is held in a pit", "Mein Bruder wird in einem Keller festgehalten", false },
        { "", "", false },
        { "помогите", "помогите", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_likeness l;

        compare(rows[i].a, rows[i].b, &l);
        if (l.likely != rows[i].likely)
            fail_msg("%s / %s: situation %d date %d words %u (%u%%)", rows[i].a, rows[i].b,
                l.same_situation, l.same_date, l.shared_words, l.word_percent);
    }
}

static void
a_sketch_is_a_stable_sample(void **state)
{
    static char text[6000];
    struct triage_sketch a, b;
    size_t n = 0;

    (void)state;
    for (unsigned i = 0; i < 900 && n + 8 < sizeof text; i++) {
        static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

        text[n++] = letters[i % 26];
        text[n++] = letters[i / 26 % 26];
        text[n++] = letters[i / 7 % 26];
        text[n++] = letters[i / 3 % 26];
        text[n++] = ' ';
    }
    triage_sketch((struct bytes){ .p = (const uint8_t *)text, .n = n }, &a);
    triage_sketch((struct bytes){ .p = (const uint8_t *)text, .n = n }, &b);
    assert_int_equal(a.n, TRIAGE_SKETCH_MAX);
    assert_memory_equal(&a, &b, sizeof a);
    for (unsigned i = 1; i < a.n; i++)
        assert_true(a.hash[i - 1] < a.hash[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs),
        cmocka_unit_test(a_sketch_is_a_stable_sample),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
