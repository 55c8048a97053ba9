/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names of months and days, and how each language puts a date and a number together. */
#include "base/clock.h"
#include "text/text.h"
#include <string.h>

struct names {
    const char *of_month[12]; /* as in "22 ноября" */
    const char *month[12];    /* alone */
    const char *weekday[7];   /* from Monday */
    const char *date, *near;  /* {1} day, {2} month, {3} year or weekday */
    const char *thousands;
};

static const struct names names[N_LANGS] = {
    [LANG_RU] = { { "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
                      "сентября", "октября", "ноября", "декабря" },
        { "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
            "октябрь", "ноябрь", "декабрь" },
        { "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье" },
        "{1} {2} {3}", "{3}, {1} {2}", "\u00a0" },
    [LANG_UK] = { { "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня",
                      "вересня", "жовтня", "листопада", "грудня" },
        { "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень",
            "вересень", "жовтень", "листопад", "грудень" },
        { "понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя" },
        "{1} {2} {3}", "{3}, {1} {2}", "\u00a0" },
    [LANG_BE] = { { "студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня",
                      "жніўня", "верасня", "кастрычніка", "лістапада", "снежня" },
        { "студзень", "люты", "сакавік", "красавік", "май", "чэрвень", "ліпень", "жнівень",
            "верасень", "кастрычнік", "лістапад", "снежань" },
        { "панядзелак", "аўторак", "серада", "чацвер", "пятніца", "субота", "нядзеля" },
        "{1} {2} {3}", "{3}, {1} {2}", "\u00a0" },
    [LANG_EN] = { { "January", "February", "March", "April", "May", "June", "July", "August",
                      "September", "October", "November", "December" },
        { "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December" },
        { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" },
        "{1} {2} {3}", "{3} {1} {2}", "," },
    [LANG_DE] = { { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
                      "September", "Oktober", "November", "Dezember" },
        { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember" },
        { "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag" },
        "{1}. {2} {3}", "{3}, {1}. {2}", "." },
};

static const struct names *
names_of(enum lang l)
{
    return &names[(unsigned)l < N_LANGS && l != LANG_UNSET ? l : LANG_EN];
}

static const char *
number(struct arena *a, int64_t n)
{
    const char *s = arena_printf(a, "%lld", (long long)n);

    return s ? s : "";
}

static const char *
put_date(
    struct arena *a, const char *pattern, const struct names *n, int64_t day, const char *third)
{
    struct date d = date_of_day(day);

    return text_fill(a, pattern,
        (const char *const[]){ number(a, d.day), n->of_month[d.month - 1], third, NULL });
}

const char *
text_date(struct arena *a, enum lang l, int64_t day)
{
    const struct names *n = names_of(l);

    return put_date(a, n->date, n, day, number(a, date_of_day(day).year));
}

const char *
text_day_month(struct arena *a, enum lang l, int64_t day)
{
    return put_date(a, l == LANG_DE ? "{1}. {2}" : "{1} {2}", names_of(l), day, "");
}

const char *
text_near_date(struct arena *a, enum lang l, int64_t day)
{
    const struct names *n = names_of(l);
    int64_t since_monday = (day + 3) % 7; /* 1970-01-01 was a Thursday */

    return put_date(
        a, n->near, n, day, n->weekday[since_monday < 0 ? since_monday + 7 : since_monday]);
}

const char *
text_month(struct arena *a, enum lang l, int64_t day)
{
    struct date d = date_of_day(day);
    const char *s = arena_printf(a, "%s %d", names_of(l)->month[d.month - 1], d.year);

    return s ? s : "";
}

const char *
text_number(struct arena *a, enum lang l, int64_t n)
{
    const char *digits = number(a, n), *s = digits + (*digits == '-');
    const char *grouped = n < 0 ? "-" : "";

    if (strlen(s) <= 4) /* 4 digits stand together in every one of these languages */
        return digits;
    for (size_t left = strlen(s); left > 0 && grouped;) {
        size_t take = left % 3 ? left % 3 : 3;
        grouped = arena_printf(
            a, "%s%.*s%s", grouped, (int)take, s, left > 3 ? names_of(l)->thousands : "");
        s += take;
        left -= take;
    }
    return grouped ? grouped : "";
}
