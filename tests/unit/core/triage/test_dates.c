/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "core/triage/triage.h"
#include "tests/unit/check.h"

/* Wednesday, 25 November 2026, 10:00 UTC. */
enum { NOW_S = 1795600800 };

static int32_t
ymd(int32_t y, int32_t m, int32_t d)
{
    return (int32_t)day_of_date((struct date){ .year = y, .month = m, .day = d });
}

static void
rate(const char *text, int64_t now_s, struct triage_result *r)
{
    static struct triage_scratch scratch;
    struct triage_ask ask;

    triage_ask_init(&ask, bytes_of(text), now_s);
    triage_run(&ask, &scratch, r);
}

static bool
has_day(const struct triage_result *r, int32_t day)
{
    for (unsigned i = 0; i < r->n_dates; i++)
        if (r->dates[i].day == day)
            return true;
    return false;
}

static void
dates_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        int16_t y, m, d;
    } rows[] = {
        { "повестка на 26 ноября", 2026, 11, 26 },
        { "повестка на завтра", 2026, 11, 26 },
        { "повестка на послезавтра", 2026, 11, 27 },
        { "ответить нужно до 10 декабря", 2026, 12, 10 },
        { "повестка на 30.11", 2026, 11, 30 },
        { "повестка на 30.11.2026", 2026, 11, 30 },
        { "явиться 2026-12-01 в военкомат", 2026, 12, 1 },
        { "явка в военкомат в пятницу", 2026, 11, 27 },
        { "явка в военкомат в среду", 2026, 12, 2 },
        { "в военкомат через неделю", 2026, 12, 2 },
        { "в военкомат через три дня", 2026, 11, 28 },
        { "в военкомат через 3 дня", 2026, 11, 28 },
        { "комиссия первого декабря", 2026, 12, 1 },
        { "комиссия двадцать восьмого ноября", 2026, 11, 28 },
        { "повестка на 5 января", 2027, 1, 5 },
        { "явка 29 числа в военкомат", 2026, 11, 29 },
        { "явка до 29-го в военкомат", 2026, 11, 29 },
        { "повістка на 30 листопада", 2026, 11, 30 },
        { "явитись 1-го грудня до тцк", 2026, 12, 1 },
        { "через п'ять днів відправка", 2026, 11, 30 },
        { "влк у п’ятницю", 2026, 11, 27 },
        { "позва на 1 снежня", 2026, 12, 1 },
        { "праз тыдзень у войска, позва", 2026, 12, 2 },
        { "заўтра адпраўка ў частку", 2026, 11, 26 },
        { "summons for 28 November", 2026, 11, 28 },
        { "summons for November 28th", 2026, 11, 28 },
        { "court hearing on the 2nd of December", 2026, 12, 2 },
        { "I must report to the draft office on Monday", 2026, 11, 30 },
        { "deployed in two weeks", 2026, 12, 9 },
        { "Einberufung zum 1. Dezember", 2026, 12, 1 },
        { "Vorladung für den 30.11.", 2026, 11, 30 },
        { "Musterung am Freitag", 2026, 11, 27 },
        { "in drei Tagen eingezogen", 2026, 11, 28 },
        { "povestka na 28 noyabrya, chto delat", 2026, 11, 28 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_result r;

        rate(rows[i].text, NOW_S, &r);
        if (!has_day(&r, ymd(rows[i].y, rows[i].m, rows[i].d)))
            fail_msg("%s: %u dates, first %d, not %d", rows[i].text, r.n_dates,
                r.n_dates ? r.dates[0].day : 0, ymd(rows[i].y, rows[i].m, rows[i].d));
    }
}

/* The day after tomorrow is never taken for tomorrow, nor the other way round. */
static void
the_day_after_tomorrow(void **state)
{
    static const struct {
        const char *text;
        int16_t ahead;
    } rows[] = {
        { "Мне нужно явиться в военкомат послезавтра", 2 },
        { "Мне нужно явиться в военкомат после завтра", 2 },
        { "Мне нужно явиться в военкомат после-завтра", 2 },
        { "Мне нужно явиться в военкомат завтра после обеда", 1 },
        { "Мне нужно явиться в военкомат через два дня", 2 },
        { "Мне нужно явиться в военкомат через 2-3 дня", 2 },
        { "povestka na poslezavtra v voenkomat", 2 },
        { "povestka na posle zavtra v voenkomat", 2 },
        { "Повістка в ТЦК на післязавтра", 2 },
        { "Повістка в ТЦК на після завтра", 2 },
        { "Мені треба з'явитися до ТЦК через два дні", 2 },
        { "Позва ў ваенкамат на паслязаўтра", 2 },
        { "Позва ў ваенкамат на пасля заўтра", 2 },
        { "Трэба з'явіцца ў ваенкамат праз два дні", 2 },
        { "I must report to the draft office the day after tomorrow and I do not want to go", 2 },
        { "I must report to the enlistment office the day after tomorrow. What can I do?", 2 },
        { "The day after tomorrow I must report to the draft office", 2 },
        { "I have to report day after tmrw to the draft office", 2 },
        { "I must report to the draft office tomorrow. The day after I leave", 1 },
        { "I must report to the draft office in two days", 2 },
        { "I must report to the draft office in a couple of days", 2 },
        { "I must report to the draft office 2 days from now", 2 },
        { "I must report to the draft office tomorrow week", 8 },
        { "I must report to the draft office a week from tomorrow", 8 },
        { "I must report to the draft office tomorrow, week two of the call-up", 1 },
        { "Ich muss übermorgen zur Musterung", 2 },
        { "Ich muss uebermorgen zur Musterung", 2 },
        { "Ich muss ubermorgen zur Musterung", 2 },
        { "Ich muss über morgen zur Musterung", 2 },
        { "Ich muss in zwei Tagen zur Musterung", 2 },
        { "Ich muss in ein paar Tagen zur Musterung", 2 },
        { "Ich muss morgen zur Musterung", 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_result r;

        rate(rows[i].text, NOW_S, &r);
        if (r.n_dates != 1 || r.dates[0].day != ymd(2026, 11, 25) + rows[i].ahead)
            fail_msg("%s: %u dates, the first in %d days", rows[i].text, r.n_dates,
                r.n_dates ? r.dates[0].day - ymd(2026, 11, 25) : 0);
    }
}

/* When both are named the sooner counts. */
static void
tomorrow_or_the_day_after(void **state)
{
    static const char *const rows[] = {
        "Меня отправляют в часть завтра или послезавтра",
        "Мене відправляють у частину завтра або післязавтра",
        "Мяне адпраўляюць у частку заўтра ці паслязаўтра",
        "They send me to the unit tomorrow or the day after tomorrow",
        "Sie schicken mich morgen oder übermorgen zur Einheit",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_result r;

        rate(rows[i], NOW_S, &r);
        if (!has_day(&r, ymd(2026, 11, 26)) || !has_day(&r, ymd(2026, 11, 27)) ||
            r.urgency != URGENCY_U1)
            fail_msg("%s: U%d, %u dates", rows[i], r.urgency, r.n_dates);
    }
}

static void
what_is_no_date(void **state)
{
    static const char *const rows[] = {
        "статья 337, часть 5, что делать",
        "ст. 5.12 закона",
        "нам 20 и 30 лет",
        "вчера пришла повестка без даты",
        "99.99.2026",
        "31 ноября",
        "три дня назад избили",
        "seit zwei Wochen",
        "I may come",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_result r;

        rate(rows[i], NOW_S, &r);
        if (r.n_dates)
            fail_msg("%s: day %d of kind %d", rows[i], r.dates[0].day, r.dates[0].kind);
    }
}

static void
appeal_periods_are_computed(void **state)
{
    static const struct {
        const char *text;
        int16_t y, m, d;
        enum triage_date_basis basis;
    } rows[] = {
        { "Am 20.11. kam der ablehnende Bescheid vom Bundesamt, Frist von einer Woche.", 2026, 11,
            27, BASIS_COMPUTED_FROM_TEXT },
        { "20 ноября получил отказ в убежище, на обжалование 14 дней", 2026, 12, 4,
            BASIS_COMPUTED_FROM_TEXT },
        { "My asylum claim was rejected on 20 November, I have 10 days to appeal", 2026, 11, 30,
            BASIS_COMPUTED_FROM_TEXT },
        { "In Türkiye he was given a deportation order on 20 November", 2026, 11, 27,
            BASIS_COMPUTED_FROM_RULE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_result r;
        bool found = false;

        rate(rows[i].text, NOW_S, &r);
        for (unsigned j = 0; j < r.n_dates; j++)
            found = found || (r.dates[j].kind == DATE_APPEAL && r.dates[j].basis == rows[i].basis &&
                                 r.dates[j].day == ymd(rows[i].y, rows[i].m, rows[i].d));
        if (!found)
            fail_msg("%s", rows[i].text);
    }
}

/* A dispatch date is U1 when its local midnight (three hours east) is at most a day away. */
static void
within_a_day_counts_local_midnight(void **state)
{
    static const struct {
        int32_t hour;
        enum triage_urgency urgency;
    } rows[] = { { 10, URGENCY_U2 }, { 20, URGENCY_U2 }, { 21, URGENCY_U1 }, { 23, URGENCY_U1 } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct triage_result r;

        rate("Как быть, если отправка в часть 27 ноября?",
            (int64_t)ymd(2026, 11, 25) * DAY_S + rows[i].hour * 3600, &r);
        assert_int_equal(r.urgency, rows[i].urgency);
    }
}

static void
month_only_has_its_precision(void **state)
{
    struct triage_result r;

    (void)state;
    rate("Жыву ў Вільні, пашпарт сканчаецца ў лютым", NOW_S, &r);
    assert_int_equal(r.n_dates, 1);
    assert_int_equal(r.dates[0].kind, DATE_DOCUMENT_EXPIRY);
    assert_int_equal(r.dates[0].precision, PRECISION_MONTH);
    assert_int_equal(r.dates[0].day, ymd(2027, 2, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_as_people_write_them),
        cmocka_unit_test(the_day_after_tomorrow),
        cmocka_unit_test(tomorrow_or_the_day_after),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(appeal_periods_are_computed),
        cmocka_unit_test(within_a_day_counts_local_midnight),
        cmocka_unit_test(month_only_has_its_precision),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
