/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The facts of an edition as rows of a page, in one language. */
#include "base/text.h"
#include "seeker/say.h"
#include "seeker/site_data.h"
#include "text/text.h"
#include <string.h>

/* Languages that crisis lines and cards name. */
static const struct {
    const char *code, *name;
} lang_names[] = { { "ru", N_("Russian") }, { "uk", N_("Ukrainian") }, { "be", N_("Belarusian") },
    { "en", N_("English") }, { "de", N_("German") }, { "hy", N_("Armenian") },
    { "ka", N_("Georgian") }, { "kk", N_("Kazakh") }, { "tr", N_("Turkish") },
    { "pl", N_("Polish") }, { "lt", N_("Lithuanian") }, { "lv", N_("Latvian") },
    { "et", N_("Estonian") }, { "fi", N_("Finnish") }, { "sv", N_("Swedish") },
    { "sr", N_("Serbian") }, { "he", N_("Hebrew") }, { "fr", N_("French") },
    { "es", N_("Spanish") }, { "it", N_("Italian") }, { "cs", N_("Czech") },
    { "ro", N_("Romanian") } };

/* In the reader's language; a code that is not in the list stays a code. */
static const char *
language_name(enum lang l, const char *code)
{
    for (size_t i = 0; i < sizeof lang_names / sizeof *lang_names; i++)
        if (strcmp(lang_names[i].code, code) == 0)
            return text_get(l, lang_names[i].name);
    return code;
}

static const char *
joined(struct arena *a, const char *so_far, const char *more)
{
    if (!so_far || !more)
        return so_far;
    return *so_far ? arena_printf(a, "%s, %s", so_far, more) : more;
}

/* "ru uk" as "русский, украинский". */
static const char *
language_names(enum lang l, const char *codes, struct arena *a)
{
    const char *names = "";

    while (*codes) {
        size_t n = strcspn(codes, " ");
        const char *code = arena_text_n(a, codes, n);
        names = joined(a, names, code ? language_name(l, code) : NULL);
        codes += n + (codes[n] == ' ');
    }
    return names;
}

/* A number of no certain country answers in that country's language: none is promised. */
static const char *
crisis_note(enum lang l, const struct site_line *line, struct arena *a)
{
    if (strcmp(line->country, "*") == 0)
        return line->hours;
    const char *languages = language_names(l, line->languages, a);

    return languages ? arena_printf(a, "%s · %s", line->hours, languages) : NULL;
}

static bool
is_shown(const struct site_line *line, const char *country, int64_t day)
{
    return strcmp(line->country, country) == 0 && day - line->verified_day <= CRISIS_FRESH_DAYS;
}

const struct crisis_row *
site_crisis(const struct facts *s, enum lang l, const char *country, int64_t day, struct arena *a,
    size_t *n)
{
    struct crisis_row *rows = arena_alloc(a, SITE_MAX_LINES_SHOWN * sizeof *rows);

    *n = 0;
    for (size_t i = 0; rows && country && *country && i < s->n_lines && *n < SITE_MAX_LINES_SHOWN;
         i++)
        if (is_shown(&s->lines[i], country, day))
            rows[(*n)++] = (struct crisis_row){ s->lines[i].name[l], s->lines[i].number,
                crisis_note(l, &s->lines[i], a) };
    if (*n > 0 || !rows || (country && strcmp(country, "*") == 0))
        return *n > 0 ? rows : NULL;
    return site_crisis(s, l, "*", day, a, n);
}

const struct country_row *
site_countries(const struct facts *s, enum lang l, struct arena *a, size_t *n)
{
    struct country_row *rows = arena_alloc(a, (s->n_countries + 1) * sizeof *rows);

    *n = rows ? s->n_countries : 0;
    for (size_t i = 0; i < *n; i++)
        rows[i] = (struct country_row){ s->countries[i].code, s->countries[i].name[l] };
    return *n > 0 ? rows : NULL;
}

static const char *
country_name(const struct facts *s, enum lang l, const char *code)
{
    for (size_t i = 0; i < s->n_countries; i++)
        if (strcmp(s->countries[i].code, code) == 0)
            return s->countries[i].name[l];
    return code;
}

static const char *
country_names(const struct facts *s, enum lang lang, const struct card *c, struct arena *a)
{
    const char *names = "";

    for (size_t i = 0; i < c->n_countries; i++) {
        bool any = strcmp(c->countries[i], "*") == 0;
        names = joined(a, names, any ? T("any country") : country_name(s, lang, c->countries[i]));
    }
    return names;
}

static const char *
card_langs(enum lang l, const struct card *c, struct arena *a)
{
    const char *names = "";

    for (size_t i = 0; i < c->n_langs; i++)
        names = joined(a, names, language_name(l, c->langs[i]));
    return names;
}

static const char *
warning(struct arena *a, const struct facts *s, enum lang lang, const struct site_designation *d)
{
    const char *words = "";

    switch (d->mark) {
    case MARK_UNSET: break;
    case MARK_FOREIGN_AGENT:
        words = T("{1}: on the list of \"foreign agents\" since {2}. Contact with it may draw "
                  "attention there.");
        break;
    case MARK_UNDESIRABLE:
        words = T("{1}: declared \"undesirable\" since {2}. Taking part in its work can be "
                  "punished there.");
        break;
    case MARK_EXTREMIST:
        words = T("{1}: banned as \"extremist\" since {2}. Contact with it can be punished there.");
        break;
    case MARK_TERRORIST:
        words = T("{1}: banned as \"terrorist\" since {2}. Contact with it can be punished there.");
        break;
    }
    return text_fill(a, words,
        (const char *const[]){
            country_name(s, lang, d->country), text_date(a, lang, d->since_day), NULL });
}

static void
add_warnings(
    const struct facts *s, enum lang l, const struct card *c, struct arena *a, struct org_row *row)
{
    const char **list = arena_alloc(a, (s->n_marks + 1) * sizeof *list);

    for (size_t i = 0; list && i < s->n_marks; i++)
        if (bytes_equal((struct bytes){ s->marks[i].org.b, sizeof c->org.b },
                (struct bytes){ c->org.b, sizeof c->org.b }))
            list[row->n_warnings++] = warning(a, s, l, &s->marks[i]);
    row->warnings = list;
}

static bool
works_for(const struct card *c, const char *countries)
{
    for (const char *p = countries; *p;) {
        size_t n = strcspn(p, " ");
        char code[3] = "";
        if (n == 2)
            memcpy(code, p, 2);
        if (card_has_country(c, code))
            return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

const struct org_row *
site_orgs_for(const struct facts *s, enum lang l, const char *countries, struct arena *a, size_t *n)
{
    struct org_row *rows = arena_alloc(a, (s->n_cards + 1) * sizeof *rows);

    *n = 0;
    for (size_t i = 0; rows && i < s->n_cards; i++) {
        const struct card *c = &s->cards[i];
        if (countries && !works_for(c, countries))
            continue;
        char *hex = arena_alloc(a, 2 * sizeof c->org.b + 1);
        if (!hex)
            break;
        hex_encode((struct bytes){ c->org.b, sizeof c->org.b }, hex);
        rows[*n] = (struct org_row){ .hex = hex,
            .name = card_name(c, lang_code(l)),
            .about = card_about(c, lang_code(l)),
            .languages = card_langs(l, c, a),
            .countries = country_names(s, l, c, a) };
        add_warnings(s, l, c, a, &rows[*n]);
        ++*n;
    }
    return *n > 0 ? rows : NULL;
}

const struct org_row *
site_orgs(const struct facts *s, enum lang l, struct arena *a, size_t *n)
{
    return site_orgs_for(s, l, NULL, a, n);
}

void
site_fill_form(
    const struct facts *s, const char *country, int64_t day, struct arena *a, struct write_view *v)
{
    v->orgs = site_orgs(s, v->f.lang, a, &v->n_orgs);
    v->countries = site_countries(s, v->f.lang, a, &v->n_countries);
    v->crisis = site_crisis(s, v->f.lang, country, day, a, &v->n_crisis);
}
