/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the facts of an edition, and asking for them.  Rows for pages: rows.c. */
#include "seeker/site.h"
#include "base/text.h"
#include "seeker/csv.h"
#include "seeker/site_data.h"
#include <string.h>

struct reading {
    struct facts *s;
    struct arena *a;
    const char **why;
};

static enum err
complain(const struct reading *r, const char *file, int line, const char *what)
{
    *r->why = arena_printf(r->a, "%s, line %d: %s", file, line, what);
    return ERR_MALFORMED;
}

/* One line `name LANG TEXT`, `answer-hours N` or `demonstration yes`. */
static bool
read_fact(struct reading *r, char *line)
{
    uint64_t hours;
    char code[3] = "";

    if (strncmp(line, "answer-hours ", 13) == 0) {
        if (text_u64(line + 13, 0, 999, &hours))
            return false;
        r->s->answer_hours = (int64_t)hours;
        return true;
    }
    if (strcmp(line, "demonstration yes") == 0) {
        r->s->demonstration = true;
        return true;
    }
    if (strncmp(line, "name ", 5) != 0 || strlen(line) < 9 || line[7] != ' ')
        return false;
    memcpy(code, line + 5, 2);
    if (lang_of(code) == LANG_UNSET)
        return false;
    r->s->name[lang_of(code)] = line + 8;
    return true;
}

static enum err
read_facts(struct reading *r, struct bytes file)
{
    char *text = arena_text_n(r->a, file.p, file.n);
    int n = 0;

    if (!text)
        return ERR_INTERNAL;
    if (!utf8_is_valid(file))
        return complain(r, SITE_PAGE, 1, "not UTF-8");
    while (*text) {
        char *end = text + strcspn(text, "\n");
        bool last = !*end;
        *end = '\0';
        n++;
        if (*text && !read_fact(r, text))
            return complain(r, SITE_PAGE, n,
                "expected `name LANG TEXT`, `answer-hours N` or `demonstration yes`");
        text = end + !last;
    }
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        if (r->s->name[l])
            return OK;
    return complain(r, SITE_PAGE, n, "no name");
}

static bool
is_country(const char *code)
{
    return strlen(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' &&
           code[1] <= 'Z';
}

static enum err
read_countries(struct reading *r, struct bytes file)
{
    struct csv c = csv_open(file, "code,ru,uk,be,en,de,origin", r->a);
    const char *f[CSV_MAX_FIELDS];

    r->s->countries = arena_alloc(r->a, SITE_MAX_COUNTRIES * sizeof *r->s->countries);
    if (!r->s->countries)
        return ERR_INTERNAL;
    while (csv_next(&c, f)) {
        struct site_country *row = &r->s->countries[r->s->n_countries];
        if (!is_country(f[0]) || r->s->n_countries == SITE_MAX_COUNTRIES)
            return complain(r, SITE_COUNTRIES, c.line, "not a country, or too many");
        row->code = f[0];
        for (int l = LANG_RU; l < N_LANGS; l++)
            row->name[l] = f[l];
        r->s->n_countries++;
    }
    return c.bad ? complain(r, SITE_COUNTRIES, c.line, "other columns than the first line says")
                 : OK;
}

static bool
is_number(const char *s)
{
    return *s && s[strspn(s, "+0123456789 ")] == '\0';
}

static enum err
read_crisis(struct reading *r, struct bytes file)
{
    struct csv c = csv_open(
        file, "country,kind,ru,uk,be,en,de,number,hours,languages,verified_on,source", r->a);
    const char *f[CSV_MAX_FIELDS];

    r->s->lines = arena_alloc(r->a, SITE_MAX_ROWS * sizeof *r->s->lines);
    if (!r->s->lines)
        return ERR_INTERNAL;
    while (csv_next(&c, f)) {
        struct site_line *row = &r->s->lines[r->s->n_lines];
        if (r->s->n_lines == SITE_MAX_ROWS)
            return complain(r, SITE_CRISIS, c.line, "too many lines");
        if (!is_country(f[0]) && strcmp(f[0], "*") != 0)
            return complain(r, SITE_CRISIS, c.line, "not a country");
        if (!is_number(f[7]))
            return complain(r, SITE_CRISIS, c.line, "a number has digits, blanks and + only");
        if (!csv_day(f[10], &row->verified_day))
            return complain(r, SITE_CRISIS, c.line, "verified_on is no day");
        row->country = f[0];
        row->number = f[7];
        row->hours = f[8];
        row->languages = f[9];
        for (int l = LANG_RU; l < N_LANGS; l++)
            row->name[l] = f[1 + l];
        r->s->n_lines++;
    }
    return c.bad ? complain(r, SITE_CRISIS, c.line, "other columns than the first line says") : OK;
}

static enum site_mark
mark_of(const char *kind)
{
    static const char *const kinds[] = { "", "foreign_agent", "undesirable", "extremist",
        "terrorist" };

    for (int i = MARK_FOREIGN_AGENT; i <= MARK_TERRORIST; i++)
        if (strcmp(kinds[i], kind) == 0)
            return (enum site_mark)i;
    return MARK_UNSET;
}

static enum err
read_designations(struct reading *r, struct bytes file)
{
    struct csv c = csv_open(file, "org,country,kind,since,source,verified_on", r->a);
    const char *f[CSV_MAX_FIELDS];

    if (file.n == 0)
        return OK;
    r->s->marks = arena_alloc(r->a, SITE_MAX_ROWS * sizeof *r->s->marks);
    if (!r->s->marks)
        return ERR_INTERNAL;
    while (csv_next(&c, f)) {
        struct site_designation *row = &r->s->marks[r->s->n_marks];
        if (r->s->n_marks == SITE_MAX_ROWS)
            return complain(r, SITE_DESIGNATIONS, c.line, "too many lines");
        if (hex_decode(f[0], row->org.b, sizeof row->org.b) || !is_country(f[1]))
            return complain(
                r, SITE_DESIGNATIONS, c.line, "org is 32 hex digits, country two capital letters");
        row->country = f[1];
        row->mark = mark_of(f[2]);
        if (!row->mark || !csv_day(f[3], &row->since_day))
            return complain(r, SITE_DESIGNATIONS, c.line,
                "kind is foreign_agent, undesirable, extremist or terrorist; since is a day");
        r->s->n_marks++;
    }
    return c.bad ? complain(r, SITE_DESIGNATIONS, c.line, "other columns than the first line says")
                 : OK;
}

enum err
site_read(const struct site_files *files, const struct card *cards, size_t n_cards, struct arena *a,
    const struct facts **out, const char **why)
{
    struct facts *s = arena_alloc(a, sizeof *s);
    struct reading r = { s, a, why };
    enum err e = s ? OK : ERR_INTERNAL;

    *why = "out of memory";
    if (!e)
        e = read_facts(&r, files->site);
    if (!e)
        e = read_countries(&r, files->countries);
    if (!e)
        e = read_crisis(&r, files->crisis);
    if (!e)
        e = read_designations(&r, files->designations);
    if (e)
        return e;
    s->cards = cards;
    s->n_cards = n_cards;
    *out = s;
    return OK;
}

const char *
site_name(const struct facts *s, enum lang l)
{
    if ((unsigned)l < N_LANGS && s->name[l])
        return s->name[l];
    if (s->name[LANG_EN])
        return s->name[LANG_EN];
    for (enum lang any = LANG_RU; any < N_LANGS; any++)
        if (s->name[any])
            return s->name[any];
    return "";
}

struct frame
site_frame(const struct facts *s, enum lang l, const char *page, int64_t edition)
{
    return (struct frame){ .lang = l,
        .site = site_name(s, l),
        .page = page,
        .demonstration = s->demonstration,
        .edition = edition };
}

int64_t
site_answer_hours(const struct facts *s)
{
    return s->answer_hours;
}

bool
site_has_country(const struct facts *s, const char *code)
{
    for (size_t i = 0; code && i < s->n_countries; i++)
        if (strcmp(s->countries[i].code, code) == 0)
            return true;
    return false;
}

bool
site_is_designated(const struct facts *s, const struct org_id *org, const char *country)
{
    for (size_t i = 0; country && *country && i < s->n_marks; i++)
        if (bytes_equal((struct bytes){ s->marks[i].org.b, sizeof org->b },
                (struct bytes){ org->b, sizeof org->b }) &&
            strcmp(s->marks[i].country, country) == 0)
            return true;
    return false;
}

const struct card *
site_card(const struct facts *s, const char *hex)
{
    struct org_id id;

    if (!hex || hex_decode(hex, id.b, sizeof id.b))
        return NULL;
    for (size_t i = 0; i < s->n_cards; i++)
        if (bytes_equal((struct bytes){ s->cards[i].org.b, sizeof id.b },
                (struct bytes){ id.b, sizeof id.b }))
            return &s->cards[i];
    return NULL;
}
