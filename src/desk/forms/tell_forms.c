/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words for what stands in forms. */
#include "base/clock.h"
#include "desk/forms/form_pages.h"
#include <inttypes.h>

static const char *const language_codes[] = { "ru", "uk", "be", "en", "de", "ka", "hy", "az", "kk",
    "ky", "uz", "tg", "tt", "ce", "ba", "sah", "pl", "lt", "lv", "et", "fi", "fr", "es", "tr", "ar",
    "fa" };
static const char *const zones[] = { "Europe/Moscow", "Europe/Kyiv", "Europe/Minsk", "Asia/Tbilisi",
    "Asia/Yerevan", "Asia/Almaty", "Asia/Bishkek", "Asia/Yekaterinburg", "Asia/Novosibirsk",
    "Asia/Vladivostok", "Europe/Berlin", "Europe/Warsaw", "Europe/Vilnius", "Europe/Helsinki",
    "Europe/Paris", "Europe/London", "Europe/Istanbul", "Europe/Belgrade" };

const char *
tell_language_code(size_t i)
{
    return i < sizeof language_codes / sizeof *language_codes ? language_codes[i] : NULL;
}

const char *
tell_zone(size_t i)
{
    return i < sizeof zones / sizeof *zones ? zones[i] : NULL;
}

const struct item *
items_part_newest(const struct items_part *v, uint32_t form)
{
    for (size_t i = v ? v->n : 0; i > 0; i--)
        if (v->items[i - 1]->def->number == form)
            return v->items[i - 1];
    return NULL;
}

/* ---- Inputs. */

static bool
is_name(const char *name, uint16_t number, const char *letters)
{
    char wanted[16];

    (void)snprintf(wanted, sizeof wanted, "f%u%s", (unsigned)number, letters);
    return strcmp(name, wanted) == 0;
}

static const char *
typed_value(const struct form *typed, uint16_t number, const char *letters, size_t i)
{
    for (size_t k = 0; k < typed->n; k++)
        if (is_name(typed->names[k], number, letters) && i-- == 0)
            return typed->values[k];
    return NULL;
}

static const char *
date_typed(struct out *o, int64_t day, int64_t precision)
{
    struct date d = date_of_day(day);

    if (precision == DATE_YEAR)
        return arena_printf(o->a, "%04d", d.year);
    if (precision == DATE_MONTH)
        return arena_printf(o->a, "%04d-%02d", d.year, d.month);
    return arena_printf(o->a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static const char *
minute_typed(struct out *o, int64_t minute)
{
    return tell_text(arena_printf(o->a, "%02d:%02d", (int)(minute / 60), (int)(minute % 60)));
}

static const char *
value_typed(struct out *o, const struct form_field *f, const struct field_value *v)
{
    int64_t s = v->n - day_of(v->n) * DAY_S;

    switch (f->type) {
    case FIELD_CHOICE:
    case FIELD_CHOICES:
    case FIELD_YESNO:
    case FIELD_NUMBER: return tell_number(o, v->n);
    case FIELD_DATE: return tell_text(date_typed(o, v->n, v->more));
    case FIELD_MOMENT:
        return tell_text(arena_printf(o->a, "%sT%02d:%02d", date_typed(o, day_of(v->n), DATE_EXACT),
            (int)(s / 3600), (int)(s / 60 % 60)));
    case FIELD_HOURS: return minute_typed(o, v->n / HOURS_DAY);
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_COUNTRY:
    case FIELD_LANGUAGE:
    case FIELD_MEMBER:
    case FIELD_ITEM:
    case FIELD_UNSET: break;
    }
    return v->text;
}

const char *
tell_input(struct out *o, const struct form_view *v, const struct form_field *f, size_t i)
{
    const struct field_value *kept = item_value(v->old, f->number, i);

    if (v->typed)
        return tell_text(typed_value(v->typed, f->number, "", i));
    return kept ? value_typed(o, f, kept) : "";
}

const char *
tell_input_beside(
    struct out *o, const struct form_view *v, const struct form_field *f, const char *letters)
{
    const struct field_value *kept = item_value(v->old, f->number, 0);

    if (v->typed)
        return tell_text(typed_value(v->typed, f->number, letters, 0));
    if (!kept)
        return "";
    if (*letters == 'u')
        return minute_typed(o, kept->n % HOURS_DAY);
    return *letters == 'z' ? kept->text : kept->more == DATE_ABOUT ? "1" : "";
}

bool
tell_is_chosen(
    struct out *o, const struct form_view *v, const struct form_field *f, const char *value)
{
    for (size_t i = 0; i < ITEM_VALUES_MAX; i++) {
        const char *at = v->typed ? typed_value(v->typed, f->number, "", i) : NULL;
        if (!v->typed && item_value(v->old, f->number, i))
            at = tell_input(o, v, f, i);
        if (!at)
            return false;
        if (strcmp(at, value) == 0)
            return true;
    }
    return false;
}

bool
tell_is_offered(const struct form_view *v, const struct form_field *f, size_t choice)
{
    const struct form_choice *c = &f->choices[choice];

    return !c->retired || item_has_choice(v->old, f->number, c->number);
}

size_t
tell_n_inputs(struct out *o, const struct form_view *v, const struct form_field *f)
{
    size_t n = 0;

    while (n < FIELD_SEVERAL_MAX && *tell_input(o, v, f, n))
        n++;
    if (!f->several)
        return 1;
    return n + 2 < FIELD_SEVERAL_MAX ? n + 2 : FIELD_SEVERAL_MAX;
}

/* ---- Values. */

const char *
tell_date_known(struct out *o, enum lang lang, int64_t day, int64_t precision)
{
    const char *date = text_date(o->a, lang, day);

    if (precision == DATE_YEAR)
        return tell_number(o, date_of_day(day).year);
    if (precision == DATE_MONTH)
        return text_month(o->a, lang, day);
    return precision == DATE_ABOUT ? TF("about {1}", date) : date;
}

const char *
tell_moment(struct out *o, enum lang lang, int64_t seconds, const char *zone)
{
    int64_t s = seconds - day_of(seconds) * DAY_S;
    const char *date = text_date(o->a, lang, day_of(seconds));

    return tell_text(arena_printf(
        o->a, "%s, %02d:%02d %s", date, (int)(s / 3600), (int)(s / 60 % 60), *zone ? zone : "UTC"));
}

const char *
tell_hours(struct out *o, int64_t hours, const char *zone)
{
    return tell_text(arena_printf(o->a, "%s–%s %s", minute_typed(o, hours / HOURS_DAY),
        minute_typed(o, hours % HOURS_DAY), zone));
}

static const char *
tell_other(struct out *o, enum lang lang, const char *hex, const struct items_part *in)
{
    for (size_t i = 0; in && i < in->n; i++)
        if (strcmp(in->items[i]->hex, hex) == 0)
            return tell_item_line(o, lang, in->items[i], NULL);
    return T("withdrawn");
}

static const char *
tell_yesno(enum lang lang, int64_t n)
{
    return n == YESNO_YES ? T("yes") : n == YESNO_NO ? T("no") : T("not known");
}

const char *
tell_value(struct out *o, enum lang lang, const struct form_field *f, const struct field_value *v,
    const struct items_part *in)
{
    const struct form_choice *c = form_choice_of(f, v->n);

    switch (f->type) {
    case FIELD_CHOICE:
    case FIELD_CHOICES: return c ? text_get(lang, c->label) : "";
    case FIELD_YESNO: return tell_yesno(lang, v->n);
    case FIELD_NUMBER: return text_number(o->a, lang, v->n);
    case FIELD_DATE: return tell_date_known(o, lang, v->n, v->more);
    case FIELD_MOMENT: return tell_moment(o, lang, v->n, v->text);
    case FIELD_HOURS: return tell_hours(o, v->n, v->text);
    case FIELD_COUNTRY: return tell_country(lang, v->text);
    case FIELD_LANGUAGE: return tell_language(lang, v->text);
    case FIELD_ITEM: return tell_other(o, lang, v->text, in);
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_MEMBER:
    case FIELD_UNSET: break;
    }
    return v->text;
}

const char *
tell_field(struct out *o, enum lang lang, const struct item *it, const struct form_field *f,
    const struct items_part *in)
{
    struct out to = out_in(o->a);

    for (size_t i = 0; item_value(it, f->number, i); i++) {
        if (i > 0)
            out_lit(&to, ", ", 2);
        const char *word = tell_value(o, lang, f, item_value(it, f->number, i), in);
        out_lit(&to, word, strlen(word));
    }
    return tell_text(out_text_of(&to));
}

/* The first two fields that hold something: enough to tell one from another. */
const char *
tell_item_line(struct out *o, enum lang lang, const struct item *it, const struct items_part *in)
{
    struct out to = out_in(o->a);
    size_t n = 0;

    for (size_t i = 0; i < it->def->n_fields && n < 2; i++) {
        const struct form_field *f = &it->def->fields[i];
        if (!item_value(it, f->number, 0) || f->secret)
            continue;
        const char *word = tell_field(o, lang, it, f, in);
        if (n++ > 0)
            out_lit(&to, " · ", strlen(" · "));
        out_lit(&to, word, strlen(word));
    }
    return n ? tell_text(out_text_of(&to)) : T("withdrawn");
}

const char *
tell_by(struct out *o, enum lang lang, const struct item *it)
{
    return tell_text(arena_printf(o->a, "%s, %s", it->by, tell_stamp(o, lang, it->at_s)));
}

const char *
tell_form_title(enum lang lang, const struct form_def *d)
{
    return text_get(lang, d->title);
}

const char *
tell_item_problem(
    struct out *o, enum lang lang, const struct form_field *f, enum item_problem p, int64_t n)
{
    static const char *const words[N_ITEM_PROBLEMS] = {
        [ITEM_NEEDED] = N_("This is needed."),
        [ITEM_ONE_LINE] = N_("Write it in one line."),
        [ITEM_CHOICE] = N_("Choose one of the possibilities."),
        [ITEM_DATE] = N_("This is no date. Write it as 22.11.2026, 11.2026 or 2026."),
        [ITEM_DATE_EXACT] = N_("The day itself is needed here: day, month and year."),
        [ITEM_DATE_FAR] = N_("The year must lie between 1970 and 2100."),
        [ITEM_MOMENT] = N_("Day and time are needed, such as 2026-11-22 09:30."),
        [ITEM_ZONE] = N_("Choose the place whose clock is meant."),
        [ITEM_HOURS] = N_("Two times of the day are needed, such as 19:00 and 22:30."),
        [ITEM_COUNTRY] = N_("Choose a country of the list."),
        [ITEM_LANGUAGE] = N_("Choose a language of the list."),
        [ITEM_MEMBER] = N_("There is no member of this name at the desk."),
        [ITEM_OTHER] = N_("What was chosen is no longer there. Choose again."),
        [ITEM_TOO_MANY] = N_("These are too many values for one field."),
    };

    if (p == ITEM_TOO_LONG)
        return TN("{n} character too long. Shorten it.", "{n} characters too long. Shorten it.", n);
    if (p == ITEM_NUMBER && f->least > -INT64_C(1000000000000000))
        return TF("A whole number from {1} to {2} is needed.", tell_number(o, f->least),
            tell_number(o, f->most));
    if (p == ITEM_NUMBER)
        return T("A whole number is needed.");
    return (unsigned)p < N_ITEM_PROBLEMS && words[p] ? text_get(lang, words[p]) : "";
}

const char *
tell_form_url(struct out *o, const struct form_view *v)
{
    if (v->old)
        return tell_item_url(o, v->old, "");
    if (v->case_id == 0)
        return tell_text(arena_printf(o->a, "/book/%u", (unsigned)v->def->number));
    return tell_text(
        arena_printf(o->a, "/c/%" PRId64 "/form/%u", v->case_id, (unsigned)v->def->number));
}

const char *
tell_item_url(struct out *o, const struct item *it, const char *more)
{
    return tell_text(it->case_id == 0 ? arena_printf(o->a, "/book/item/%s%s", it->hex, more)
                                      : arena_printf(o->a, "/c/%" PRId64 "/item/%s%s", it->case_id,
                                            it->hex, more));
}
