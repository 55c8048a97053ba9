/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Dates as people write them, found word by word: "26 ноября", "20.11.", "on Friday", "через
 * неделю", "eine Frist von einer Woche".  What a date is for is told by the nearest context word.
 */
#include <string.h>

#include "base/clock.h"
#include "core/triage/work.h"

enum {
    CONTEXT_REACH = 14, /* words between a date and what it is for */
    SPAN_REACH = 4,     /* words between "7 days" and "to appeal" */
    PAST_REACH = 120,   /* a day without a year is at most this long ago */
    YEAR_MIN = 1900,
    YEAR_MAX = 2100,
    SPAN_MAX = 400,
    MONTHS_BACK = 5,
    ORDINAL_GLUE = 'o', /* marks a number that was an ordinal word */
};

static bool
near(uint16_t a, uint16_t b, unsigned reach)
{
    return b != 0 && a >= b && (unsigned)(a - b) <= reach;
}

static void
set_context(const struct dates *d, struct seen_date *s)
{
    s->kind = DATE_OTHER;
    s->distance = UINT16_MAX;
    for (unsigned k = 1; k < N_CONTEXTS; k++) {
        uint16_t at = d->context_pos[k];

        if (k == DATE_RECEIVED && s->day > d->today)
            continue; /* nothing came tomorrow */
        if (near(s->pos, at, CONTEXT_REACH) && s->pos - at < s->distance) {
            s->kind = (uint8_t)k;
            s->distance = (uint16_t)(s->pos - at);
        }
    }
}

static void
emit(struct dates *d, int64_t day, enum triage_date_precision precision, uint16_t pos, bool weak)
{
    struct seen_date s = { .day = (int32_t)day, .precision = precision, .pos = pos, .weak = weak };
    struct seen_date *last = d->n_seen ? &d->seen[d->n_seen - 1] : NULL;

    if (last && weak && !last->weak && near(pos, last->pos, 2))
        return; /* "20 November, a Friday" */
    set_context(d, &s);
    if (last && last->weak && !weak && near(pos, last->pos, SPAN_REACH))
        *last = s;
    else if (d->n_seen < DATES_SEEN_MAX)
        d->seen[d->n_seen++] = s;
}

static bool
is_day(const struct date_word *w)
{
    return w->kind == TERM_NUMBER && w->digits <= 2 && w->value >= 1 && w->value <= 31;
}

static bool
is_year(const struct date_word *w)
{
    return w->digits == 4 && w->value >= YEAR_MIN && w->value <= YEAR_MAX;
}

static int32_t
month_length(int32_t year, int32_t month)
{
    struct date first = {
        .year = month == 12 ? year + 1 : year, .month = month % 12 + 1, .day = 1
    };
    struct date this = { .year = year, .month = month, .day = 1 };

    return (int32_t)(day_of_date(first) - day_of_date(this));
}

/* The day meant by day and month without a year: lately past or to come. */
static bool
resolve(const struct dates *d, int32_t day, int32_t month, int32_t year, int64_t *out)
{
    struct date now = date_of_day(d->today);
    struct date at = { .year = year ? year : now.year, .month = month, .day = day };

    if (month < 1 || month > 12 || day < 1 || day > month_length(at.year, month))
        return false;
    *out = day_of_date(at);
    if (year)
        return true;
    if (*out < d->today - PAST_REACH)
        at.year++;
    else if (*out > d->today + 365 - PAST_REACH)
        at.year--;
    if (day > month_length(at.year, month))
        return false;
    *out = day_of_date(at);
    return true;
}

static void
emit_day_month(struct dates *d, int32_t day, int32_t month, int32_t year, uint16_t pos)
{
    int64_t at;

    if (year > 0 && year < 100)
        year += 2000;
    if (!resolve(d, day, month, year, &at))
        return;
    if (year && d->n_seen && d->seen[d->n_seen - 1].pos == pos - 1 && !d->seen[d->n_seen - 1].weak)
        d->n_seen--; /* the same date, now with its year */
    emit(d, at, PRECISION_DAY, pos, false);
}

/* "20.11", "20.11.2026", "2026-11-20"; `w` is the newest word first. */
static bool
figures(struct dates *d, const struct date_word *w)
{
    bool dotted = w[0].glue == '.' || w[0].glue == '/' || w[0].glue == '-';
    bool twice = dotted && w[1].glue == w[0].glue && w[2].digits;

    if (!dotted || !w[0].digits || !w[1].digits || w[1].kind != TERM_NUMBER ||
        w[2].kind == TERM_ARTICLE)
        return false;
    if (twice && is_year(&w[2]) && is_day(&w[0]))
        emit_day_month(d, w[0].value, w[1].value, w[2].value, w[0].pos);
    else if (twice && is_day(&w[2]) && (is_year(&w[0]) || w[0].digits == 2))
        emit_day_month(d, w[2].value, w[1].value, w[0].value, w[0].pos);
    else if (!twice && w[0].glue != '-' && is_day(&w[1]) && w[0].value <= 12 && w[0].digits == 2)
        emit_day_month(d, w[1].value, w[0].value, 0, w[0].pos);
    else
        return false;
    return true;
}

static void
month_alone(struct dates *d, int32_t month, int32_t year, uint16_t pos)
{
    struct date now = date_of_day(d->today);
    struct date at = { .year = year ? year : now.year, .month = month, .day = 1 };

    if (!year && month < now.month && now.month - month > MONTHS_BACK)
        at.year++; /* "in February" said in November is the next one, "in July" the last */
    emit(d, day_of_date(at), PRECISION_MONTH, pos, false);
}

static void
take_month(struct dates *d, const struct date_word *w)
{
    d->bare_pos = 0;
    if (is_day(&w[1]) && w[1].digits && near(w[0].pos, w[1].pos, 1))
        emit_day_month(d, w[1].value, w[0].value, 0, w[0].pos);
    else if (is_day(&w[2]) && w[2].digits && near(w[0].pos, w[2].pos, 2) &&
             w[1].kind == TERM_ORDINAL)
        emit_day_month(d, w[2].value, w[0].value, 0, w[0].pos);
    else if (w[1].kind == TERM_AT || w[1].kind == TERM_IN || w[1].kind == TERM_LOCATIVE)
        month_alone(d, w[0].value, 0, w[0].pos);
}

static void
take_year(struct dates *d, const struct date_word *w)
{
    int32_t month = w[1].kind == TERM_MONTH ? w[1].value : 0;

    if (!month)
        return;
    if (d->n_seen && d->seen[d->n_seen - 1].pos == w[1].pos)
        d->n_seen--;
    if (is_day(&w[2]) && w[2].digits)
        emit_day_month(d, w[2].value, month, w[0].value, w[0].pos);
    else
        month_alone(d, month, w[0].value, w[0].pos);
}

static void
take_number(struct dates *d, const struct date_word *w, enum triage_lang lang)
{
    if (figures(d, w))
        return;
    if (is_year(&w[0]))
        take_year(d, w);
    else if (lang == TRIAGE_LANG_EN && w[1].kind == TERM_MONTH && is_day(&w[0]) && w[0].digits &&
             !is_day(&w[2]))
        emit_day_month(d, w[0].value, w[1].value, 0, w[0].pos);
    else if (is_day(&w[0]) && w[0].digits && (w[1].kind == TERM_AT || w[2].kind == TERM_AT)) {
        d->bare_day = w[0].value;
        d->bare_pos = w[0].pos;
    }
}

/* The next day of the month with this number, or the one just past. */
static void
emit_bare(struct dates *d, int32_t day, uint16_t pos)
{
    struct date now = date_of_day(d->today);
    int32_t month = day >= now.day ? now.month : now.month % 12 + 1;

    emit_day_month(d, day, month, 0, pos);
}

static void
take_weekday(struct dates *d, const struct date_word *w)
{
    int32_t today = (int32_t)((d->today + 3) % 7) + 1; /* 1970-01-01 was a Thursday */
    int32_t ahead = (w[0].value - today + 6) % 7 + 1;

    if (w[1].kind == TERM_LAST || w[2].kind == TERM_LAST)
        ahead -= 7;
    emit(d, d->today + ahead, PRECISION_DAY, w[0].pos, true);
}

/* "next week", "the end of the week", "last week"; true if it was one of them. */
static bool
named_week(struct dates *d, const struct date_word *w)
{
    int32_t today = (int32_t)((d->today + 3) % 7);

    if (w[1].kind == TERM_NEXT && w[0].value == 7)
        emit(d, d->today + 7 - today, PRECISION_DAY, w[0].pos, true);
    else if (w[1].kind == TERM_NEXT && w[0].value == 30)
        emit(d, d->today + 31 - date_of_day(d->today).day, PRECISION_MONTH, w[0].pos, true);
    else if (w[1].kind == TERM_END && w[0].value == 7)
        emit(d, d->today + 6 - today, PRECISION_DAY, w[0].pos, true);
    else if (w[1].kind == TERM_END && w[0].value == 30)
        emit(d, d->today + 30 - date_of_day(d->today).day, PRECISION_DAY, w[0].pos, true);
    else if (w[1].kind == TERM_LAST)
        emit(d, d->today - w[0].value, PRECISION_DAY, w[0].pos, true);
    else
        return false;
    return true;
}

/* "tomorrow week", "Monday week": what was taken for that day is a week later. */
static bool
a_week_later(struct dates *d, const struct date_word *w)
{
    struct seen_date *last = d->n_seen ? &d->seen[d->n_seen - 1] : NULL;

    if (w[0].value != 7 || w[0].paused || (w[1].kind != TERM_RELDAY && w[1].kind != TERM_WEEKDAY) ||
        !near(w[0].pos, w[1].pos, 1) || !last || last->pos != w[1].pos)
        return false;
    last->day += 7;
    return true;
}

/* How many units: "two", "seven working", "a couple of", "2-3" (the sooner); `i` moves past it. */
static int32_t
how_many(const struct date_word *w, unsigned *i)
{
    int32_t n = 1;

    if (w[*i + 1].kind == TERM_NUMBER && (w[*i].kind == TERM_PLAIN || w[*i].kind == TERM_AT))
        ++*i;
    if (w[*i].kind != TERM_NUMBER)
        return n;
    n = w[*i].value;
    while (++*i < DATE_HISTORY - 1 && w[*i].kind == TERM_NUMBER)
        if (w[*i - 1].glue == '-')
            n = w[*i].value;
        else if (w[*i].digits || w[*i].value != 1)
            break; /* "ein paar" and "a couple" are two, whatever stands before */
    return n;
}

/* "in two weeks", "a period of one week", "vor drei Tagen", or a span that waits for "ago". */
static void
take_unit(struct dates *d, const struct date_word *w, enum triage_lang lang)
{
    unsigned i = 1;
    int32_t n;

    if (named_week(d, w) || (lang == TRIAGE_LANG_EN && a_week_later(d, w)))
        return;
    if (w[1].kind == TERM_NUMBER && w[1].glue == ORDINAL_GLUE)
        return; /* "in the first days" */
    n = how_many(w, &i);
    if (n < 0 || n > SPAN_MAX)
        return;
    d->span_days = w[0].value ? n * w[0].value : n / 24;
    if (d->span_days > SPAN_MAX)
        return;
    d->span_pos = w[0].pos;
    d->span_bare = i == 1 && w[0].value == 1;
    if (w[i].kind == TERM_IN || (w[i].kind == TERM_AT && w[i + 1].kind == TERM_IN)) {
        emit(d, d->today + d->span_days, PRECISION_DAY, w[0].pos, true);
    } else if (w[i].kind == TERM_SINCE_BEFORE) {
        emit(d, d->today - d->span_days, PRECISION_DAY, w[0].pos, true);
        d->span_pos = 0;
    } else if (d->span_bare && lang == TRIAGE_LANG_EN) {
        return; /* "I have to report the day after" gives nobody a period */
    } else if (w[i].kind == TERM_WITHIN || w[i + 1].kind == TERM_WITHIN ||
               w[i + 2].kind == TERM_WITHIN) {
        d->period_days = d->span_days;
    }
}

static void
take_span_end(struct dates *d, const struct date_word *w)
{
    if (!near(w->pos, d->span_pos, SPAN_REACH))
        return;
    if (w->kind == TERM_AGO)
        emit(d, d->today - d->span_days, PRECISION_DAY, w->pos, true);
    else if (w->kind == TERM_HENCE)
        emit(d, d->today + d->span_days, PRECISION_DAY, w->pos, true);
    else if (!d->span_bare)
        d->period_days = d->span_days;
    d->span_pos = 0;
}

static void
take_word(struct dates *d, enum triage_lang lang)
{
    const struct date_word *w = d->past;

    if (w->kind > TERM_MONTH && w->kind < TERM_AT && w->kind != TERM_NUMBER)
        d->bare_pos = 0;
    switch (w->kind) {
    case TERM_NUMBER: take_number(d, w, lang); break;
    case TERM_MONTH: take_month(d, w); break;
    case TERM_WEEKDAY: take_weekday(d, w); break;
    case TERM_RELDAY: emit(d, d->today + w->value, PRECISION_DAY, w->pos, false); break;
    case TERM_UNIT: take_unit(d, w, lang); break;
    case TERM_HENCE:
    case TERM_AGO:
    case TERM_WITHIN: take_span_end(d, w); break;
    case TERM_OF_MONTH:
        if (is_day(&w[1]) || (w[1].kind == TERM_ORDINAL && is_day(&w[2])))
            emit_bare(d, is_day(&w[1]) ? w[1].value : w[2].value, w->pos);
        d->bare_pos = 0;
        break;
    default:
        if (d->bare_pos && w->kind != TERM_ORDINAL) {
            if (w[1].kind == TERM_ORDINAL || (lang == TRIAGE_LANG_DE && w->glue != '.'))
                emit_bare(d, d->bare_day, w[1].pos);
            d->bare_pos = 0;
        }
    }
}

/* A context word names the dates that stand shortly before it, if it is the nearest. */
static void
note_context(struct dates *d, uint8_t kind, uint16_t pos)
{
    d->context_pos[kind] = pos;
    for (unsigned i = 0; i < d->n_seen; i++) {
        struct seen_date *s = &d->seen[i];

        if (kind == DATE_RECEIVED && s->day > d->today)
            continue;
        if (near(pos, s->pos, CONTEXT_REACH) &&
            (pos - s->pos < s->distance || (pos - s->pos == s->distance && kind < s->kind))) {
            s->kind = kind;
            s->distance = (uint16_t)(pos - s->pos);
        }
    }
}

void
dates_step(struct dates *d, const struct token *t, const struct hits *hits, enum triage_lang lang)
{
    struct date_word now = { .pos = t->pos, .glue = t->glue, .paused = t->paused };

    if (t->is_number) {
        now.kind = TERM_NUMBER;
        now.digits = t->digits;
        now.value = t->digits <= 4 ? (int32_t)t->number : 0;
    }
    for (unsigned i = 0; i < hits->n; i++) {
        const struct triage_term *term = &triage_table.terms[hits->at[i].term];

        /* Phrases come last: "the day after tomorrow" is not "tomorrow". */
        if (term->kind >= TERM_MONTH && term->kind <= TERM_LOCATIVE && term->kind != TERM_CONTEXT &&
            (now.kind == TERM_PLAIN || now.kind > term->kind ||
                (now.kind == TERM_RELDAY && term->kind == TERM_RELDAY))) {
            now.kind = (enum term_kind)term->kind;
            now.value = term->value;
        }
    }
    /* Ordinals count as figures. */
    if (now.kind == TERM_DAYWORD) {
        const struct date_word *tens = &d->past[0];

        now.kind = TERM_NUMBER; /* as if in figures; "двадцать первого" is 21 */
        now.digits = 2;
        now.glue = ORDINAL_GLUE;
        if (tens->kind == TERM_NUMBER && !tens->digits && (tens->value == 20 || tens->value == 30))
            now.value += tens->value;
    }
    memmove(d->past + 1, d->past, sizeof d->past - sizeof d->past[0]);
    d->past[0] = now;
    take_word(d, lang);
    for (unsigned i = 0; i < hits->n; i++) {
        const struct triage_term *term = &triage_table.terms[hits->at[i].term];

        if (term->kind == TERM_CONTEXT)
            note_context(d, (uint8_t)term->value, t->pos);
    }
}

void
dates_finish(struct dates *d)
{
    if (d->bare_pos && d->past[0].kind == TERM_ORDINAL)
        emit_bare(d, d->bare_day, d->bare_pos);
}
