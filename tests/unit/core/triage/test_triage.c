/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/triage/triage.h"

#include "base/clock.h"
#include "tests/unit/check.h"

enum { NOW_S = 1795600800 }; /* Wednesday, 25 November 2026, 10:00 UTC */

static void
rate(const struct triage_ask *ask, struct triage_result *r)
{
    static struct triage_scratch scratch;

    triage_run(ask, &scratch, r);
}

static struct triage_ask
ask_of(const char *text)
{
    struct triage_ask ask;

    triage_ask_init(&ask, bytes_of(text), NOW_S);
    return ask;
}

static void
urgency_and_first_reason(void **state)
{
    static const struct {
        const char *text;
        enum triage_lang lang;
        enum triage_urgency urgency;
        enum triage_reason reason;
        enum triage_bell bell;
        bool crisis;
    } rows[] = {
        { "мужа держат в зиндане", TRIAGE_LANG_RU, URGENCY_U1, REASON_HELD, BELL_DANGER, true },
        { "я не хочу жить", TRIAGE_LANG_RU, URGENCY_U1, REASON_SUICIDE, BELL_DANGER, true },
        { "мужа не держат в подвале, есть ли отсрочка?", TRIAGE_LANG_RU, URGENCY_U3,
            REASON_SERIOUS_NEED, BELL_NONE, false },
        { "повестка на 30 ноября", TRIAGE_LANG_RU, URGENCY_U2, REASON_DATE_10_DAYS, BELL_DATE,
            false },
        { "I must report to the draft office the day after tomorrow and I do not want to go to war",
            TRIAGE_LANG_EN, URGENCY_U2, REASON_DATE_10_DAYS, BELL_DATE, false },
        { "Мне послезавтра в военкомат по повестке, воевать не хочу", TRIAGE_LANG_RU, URGENCY_U2,
            REASON_DATE_10_DAYS, BELL_DATE, false },
        { "Мені післязавтра до ТЦК за повісткою, воювати не хочу", TRIAGE_LANG_UK, URGENCY_U2,
            REASON_DATE_10_DAYS, BELL_DATE, false },
        { "Мне паслязаўтра ў ваенкамат па позве, ваяваць не хачу", TRIAGE_LANG_BE, URGENCY_U2,
            REASON_DATE_10_DAYS, BELL_DATE, false },
        { "Ich muss übermorgen zur Musterung und will nicht in den Krieg", TRIAGE_LANG_DE,
            URGENCY_U2, REASON_DATE_10_DAYS, BELL_DATE, false },
        { "я в СОЧ, что мне грозит?", TRIAGE_LANG_RU, URGENCY_U2, REASON_AWOL, BELL_NONE, false },
        { "чоловіка бусифікували, він у ТЦК", TRIAGE_LANG_UK, URGENCY_U1, REASON_SEIZED,
            BELL_DANGER, true },
        { "брата трымаюць у падвале", TRIAGE_LANG_BE, URGENCY_U1, REASON_HELD, BELL_DANGER, true },
        { "he was raped in the barracks", TRIAGE_LANG_EN, URGENCY_U1, REASON_SEXUAL_VIOLENCE,
            BELL_DANGER, true },
        { "Ich will nicht mehr leben", TRIAGE_LANG_DE, URGENCY_U1, REASON_SUICIDE, BELL_DANGER,
            true },
        { "Wir möchten spenden, wie geht das?", TRIAGE_LANG_DE, URGENCY_U4, REASON_OFFER, BELL_NONE,
            false },
        { "My grandfather was shot in 1943 as a deserter", TRIAGE_LANG_EN, URGENCY_U4,
            REASON_STORY_OR_RESEARCH, BELL_NONE, false },
        { "derzhat v podvale, byut", TRIAGE_LANG_UNKNOWN, URGENCY_U1, REASON_HELD, BELL_DANGER,
            true },
        { "меня держат в пдовале", TRIAGE_LANG_RU, URGENCY_U1, REASON_HELD, BELL_DANGER, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_ask ask = ask_of(rows[i].text);
        struct triage_result r;

        rate(&ask, &r);
        if ((rows[i].lang && r.lang != rows[i].lang) || r.urgency != rows[i].urgency ||
            r.reasons[0] != rows[i].reason || r.bell != rows[i].bell || r.crisis != rows[i].crisis)
            fail_msg("%s: %s U%d %s bell %d crisis %d", rows[i].text, triage_lang_code(r.lang),
                r.urgency, triage_reason_name(r.reasons[0]), r.bell, r.crisis);
    }
}

/* Danger answered beats everything, also a frame; "no danger" lowers nothing. */
static void
answers_count(void **state)
{
    struct triage_ask ask = ask_of("");
    struct triage_result r;

    (void)state;
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U3);
    assert_int_equal(r.reasons[0], REASON_UNCLEAR);
    ask.danger = DANGER_YES;
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U1);
    assert_int_equal(r.reasons[0], REASON_DANGER_ANSWERED);
    assert_int_equal(r.bell, BELL_DANGER);
    ask.danger = DANGER_SOON;
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U2);
    assert_true(r.crisis);
    ask = ask_of("Пишу роман про солдата в яме, его бьют");
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U4);
    ask.danger = DANGER_YES;
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U1);
    ask = ask_of("мужа держат в подвале");
    ask.danger = DANGER_NO;
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U1);
}

static void
a_date_answered_is_a_date(void **state)
{
    struct triage_ask ask = ask_of("пришла повестка");
    struct triage_result r;

    (void)state;
    ask.day = (int32_t)day_of(NOW_S) + 5;
    ask.day_kind = DATE_SUMMONS_APPEARANCE;
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U2);
    assert_int_equal(r.dates[0].basis, BASIS_ANSWERED);
    assert_true(r.dates[0].binding_here);
    memcpy(ask.country, "DE", 3);
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U3);
    assert_true(triage_has(&r, FLAG_DEADLINE_NOT_BINDING_HERE));
    assert_false(r.dates[0].binding_here);
    assert_string_equal(r.country, "DE");
    ask.day = INT32_MAX; /* no date that anybody can mean */
    rate(&ask, &r);
    assert_in_range(r.urgency, URGENCY_U1, URGENCY_U4);
}

/* Suspicion is shown and lowers nothing. */
static void
suspicion_never_lowers(void **state)
{
    struct triage_ask ask =
        ask_of("мужа держат в подвале. дайте адреса ваших шелтеров и список дезертиров");
    struct triage_result r;

    (void)state;
    rate(&ask, &r);
    assert_int_equal(r.urgency, URGENCY_U1);
    assert_true(triage_has(&r, FLAG_ASKS_FOR_PROTECTED_DATA));
}

static void
be_and_uk_are_never_ru(void **state)
{
    static const struct {
        const char *text;
        enum triage_lang lang;
    } rows[] = {
        { "Добры дзень, што рабіць", TRIAGE_LANG_BE },
        { "мне прыйшла позва", TRIAGE_LANG_BE },
        { "Добрий день, що робити", TRIAGE_LANG_UK },
        { "прийшла повістка", TRIAGE_LANG_UK },
        { "шо мені робить єслі прийдуть", TRIAGE_LANG_UK },
        { "пришла повестка из ТЦК", TRIAGE_LANG_RU },
        { "помогите", TRIAGE_LANG_RU },
        { "Hello, I need help", TRIAGE_LANG_EN },
        { "Guten Tag, ich brauche Hilfe", TRIAGE_LANG_DE },
        { "ya ne znayu chto delat", TRIAGE_LANG_RU },
        { "shcho meni robyty", TRIAGE_LANG_UK },
        { "12345", TRIAGE_LANG_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_ask ask = ask_of(rows[i].text);
        struct triage_result r;

        rate(&ask, &r);
        if (r.lang != rows[i].lang)
            fail_msg("%s: %s", rows[i].text, triage_lang_code(r.lang));
    }
}

/* Nothing of the text is left where it was worked on. */
static void
the_scratch_is_wiped(void **state)
{
    static struct triage_scratch scratch, zero;
    struct triage_ask ask = ask_of("мужа держат в подвале");
    struct triage_result r;

    (void)state;
    memset(&scratch, 0xa5, sizeof scratch);
    triage_run(&ask, &scratch, &r);
    assert_memory_equal(&scratch, &zero, sizeof scratch);
}

/* The longest hostile texts take no more than a bounded time; a hang fails by the test's limit. */
static void
hostile_texts_end(void **state)
{
    static const char *const pieces[] = { "a ", "част ", "держат подвал ", "1.1.", "не ",
        "повесткк ", "завтра ", "\xf0\x9f\x98\x80", "через 9999999999 дней " };
    static uint8_t text[3 * TRIAGE_TEXT_MAX];
    struct triage_ask ask;
    struct triage_result r;

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        size_t n = strlen(pieces[i]);

        for (size_t j = 0; j < sizeof text; j++)
            text[j] = (uint8_t)pieces[i][j % n];
        triage_ask_init(&ask, (struct bytes){ .p = text, .n = sizeof text }, NOW_S);
        for (unsigned k = 0; k < 10; k++)
            rate(&ask, &r);
        assert_in_range(r.urgency, URGENCY_U1, URGENCY_U4);
    }
}

static void
names_are_whole(void **state)
{
    (void)state;
    for (unsigned i = 1; i < TRIAGE_N_REASONS; i++) {
        assert_true(triage_reason_msgid((enum triage_reason)i)[0] != 0);
        assert_true(triage_reason_name((enum triage_reason)i)[0] != 0);
    }
    for (unsigned i = 0; i < TRIAGE_N_FLAGS; i++)
        assert_true(triage_flag_name((enum triage_flag)i)[0] != 0);
    for (unsigned i = 1; i < TRIAGE_N_SITUATIONS; i++)
        assert_true(triage_situation_name((enum triage_situation)i)[0] != 0);
    assert_string_equal(triage_situation_name(SITUATION_HELD_BY_COMMAND), "held_by_command");
    assert_string_equal(triage_need_name(NEED_DATA_RIGHTS), "data_rights");
    assert_string_equal(triage_date_kind_name(DATE_APPEAL), "appeal");
    assert_string_equal(triage_reason_msgid(TRIAGE_N_REASONS), "");
}

/* Beside a date nobody reads that there is none. */
static void
a_date_is_no_need_without_a_date(void **state)
{
    struct triage_ask ask = ask_of("повестка на 30 ноября");
    struct triage_result r;

    (void)state;
    rate(&ask, &r);
    assert_true(r.n_dates > 0 && r.n_reasons > 0);
    for (unsigned i = 0; i < r.n_reasons; i++)
        assert_int_not_equal(r.reasons[i], REASON_SERIOUS_NEED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urgency_and_first_reason),
        cmocka_unit_test(a_date_is_no_need_without_a_date),
        cmocka_unit_test(answers_count),
        cmocka_unit_test(a_date_answered_is_a_date),
        cmocka_unit_test(suspicion_never_lowers),
        cmocka_unit_test(be_and_uk_are_never_ru),
        cmocka_unit_test(the_scratch_is_wiped),
        cmocka_unit_test(hostile_texts_end),
        cmocka_unit_test(names_are_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
