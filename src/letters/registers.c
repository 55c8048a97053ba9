/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the tables. */
#include "base/text.h"
#include "letters/define.h"
#include "seeker/csv.h"
#include <string.h>

enum { ROWS_MAX = 400 };

struct table {
    const char *page;
    struct csv csv;
    struct arena *a;
    const char **why;
};

static enum err
complain(const struct table *t, const char *what)
{
    *t->why = arena_printf(t->a, "%s, line %d: %s", t->page, t->csv.line, what);
    return ERR_MALFORMED;
}

static enum err
end(const struct table *t)
{
    return t->csv.bad ? complain(t, "other columns than the first line says") : OK;
}

static void
texts(const char *to[N_LANGS], const char *const *from)
{
    for (int l = LANG_RU; l < N_LANGS; l++)
        to[l] = from[l - LANG_RU];
}

/* "yes" or "no". */
static bool
yes_no(const char *word, bool *to)
{
    *to = strcmp(word, "yes") == 0;
    return *to || strcmp(word, "no") == 0;
}

/* A day, or without one `otherwise`. */
static bool
day_or(const char *text, int64_t otherwise, int64_t *to)
{
    *to = otherwise;
    return !*text || csv_day(text, to);
}

static enum err
read_law(struct letters *l, struct bytes file, struct arena *a, const char **why)
{
    struct table t = { LETTERS_LAW,
        csv_open(
            file, "id,country,ru,uk,be,en,de,article,part,version_date,source,confirmed_by", a),
        a, why };
    struct law *rows = arena_alloc(a, ROWS_MAX * sizeof *rows);
    const char *f[CSV_MAX_FIELDS];

    if (!rows)
        return ERR_INTERNAL;
    while (csv_next(&t.csv, f)) {
        struct law *row = &rows[l->n_laws];
        if (l->n_laws == ROWS_MAX || !*f[10])
            return complain(&t, "too many rows, or no source");
        *row = (struct law){ .id = f[0],
            .article = f[7],
            .part = f[8],
            .source = f[10],
            .confirmed = strcmp(f[11], "unconfirmed") != 0 };
        texts(row->act, f + 2);
        if (!csv_day(f[9], &row->version_day))
            return complain(&t, "version_date is no day");
        l->n_laws++;
    }
    l->laws = rows;
    return end(&t);
}

static enum err
read_offices(struct letters *l, struct bytes file, struct arena *a, const char **why)
{
    struct table t = { LETTERS_OFFICES,
        csv_open(file, "id,country,to,ru,uk,be,en,de,last_verified,source", a), a, why };
    struct office *rows = arena_alloc(a, ROWS_MAX * sizeof *rows);
    const char *f[CSV_MAX_FIELDS];

    if (!rows)
        return ERR_INTERNAL;
    while (csv_next(&t.csv, f)) {
        struct office *row = &rows[l->n_offices];
        if (l->n_offices == ROWS_MAX || strlen(f[1]) > 3)
            return complain(&t, "too many rows, or no country");
        *row = (struct office){ .id = f[0], .country = f[1], .to = f[2] };
        texts(row->name, f + 3);
        if (!csv_day(f[8], &row->verified_day))
            return complain(&t, "last_verified is no day");
        l->n_offices++;
    }
    l->offices = rows;
    return end(&t);
}

static enum err
read_channels(struct letters *l, struct bytes file, struct arena *a, const char **why)
{
    struct table t = { LETTERS_CHANNELS,
        csv_open(file, "authority,kind,legally_effective,from,to,identifies,law,last_verified", a),
        a, why };
    struct channel *rows = arena_alloc(a, ROWS_MAX * sizeof *rows);
    const char *f[CSV_MAX_FIELDS];

    if (!rows)
        return ERR_INTERNAL;
    while (csv_next(&t.csv, f)) {
        struct channel *row = &rows[l->n_channels];
        if (l->n_channels == ROWS_MAX)
            return complain(&t, "too many rows");
        *row = (struct channel){ .office = f[0], .kind = f[1], .identifies = f[5], .law = f[6] };
        if (!yes_no(f[2], &row->effective))
            return complain(&t, "legally_effective is yes or no");
        if (!csv_day(f[3], &row->from_day) || !day_or(f[4], INT64_MAX, &row->to_day) ||
            !csv_day(f[7], &row->verified_day))
            return complain(&t, "from and last_verified are days, `to` is one or empty");
        l->n_channels++;
    }
    l->channels = rows;
    return end(&t);
}

static enum err
read_competence(struct letters *l, struct bytes file, struct arena *a, const char **why)
{
    struct table t = { LETTERS_COMPETENCE,
        csv_open(file, "topic,place,status,authority,ru,uk,be,en,de", a), a, why };
    struct competence *rows = arena_alloc(a, ROWS_MAX * sizeof *rows);
    const char *f[CSV_MAX_FIELDS];

    if (!rows)
        return ERR_INTERNAL;
    while (csv_next(&t.csv, f)) {
        struct competence *row = &rows[l->n_competence];
        if (l->n_competence == ROWS_MAX)
            return complain(&t, "too many rows");
        *row = (struct competence){ .topic = f[0], .place = f[1], .status = f[2], .office = f[3] };
        texts(row->reason, f + 4);
        l->n_competence++;
    }
    l->competence = rows;
    return end(&t);
}

/* The rules of content/deadlines; of their columns these matter here. */
static enum err
read_clocks(struct letters *l, struct bytes file, struct arena *a, const char **why)
{
    enum { CODE, AMOUNT = 4, UNIT = 5, FROM = 12, TO = 13 };
    struct table t = { LETTERS_CLOCKS,
        csv_open(file,
            "code,country,kind,event,amount,unit,before,first,roll,end,effect,reach,valid_from,"
            "valid_to,source,confirmed_by,note",
            a),
        a, why };
    struct clock_rule *rows = arena_alloc(a, ROWS_MAX * sizeof *rows);
    const char *f[CSV_MAX_FIELDS];
    uint64_t n;

    if (!rows)
        return ERR_INTERNAL;
    while (csv_next(&t.csv, f)) {
        struct clock_rule *row = &rows[l->n_clocks];
        if (l->n_clocks == ROWS_MAX || text_u64(f[AMOUNT], 0, 9999, &n))
            return complain(&t, "too many rows, or no amount");
        *row = (struct clock_rule){ .id = f[CODE], .unit = f[UNIT], .amount = (int64_t)n };
        if (!csv_day(f[FROM], &row->from_day) || !day_or(f[TO], INT64_MAX, &row->to_day))
            return complain(&t, "valid_from is a day, valid_to one or empty");
        l->n_clocks++;
    }
    l->clocks = rows;
    return end(&t);
}

enum err
letters_registers(
    struct letters *l, const struct letters_files *files, struct arena *a, const char **why)
{
    enum err e = read_law(l, files->law, a, why);

    if (!e)
        e = read_offices(l, files->offices, a, why);
    if (!e)
        e = read_channels(l, files->channels, a, why);
    if (!e)
        e = read_competence(l, files->competence, a, why);
    return e ? e : read_clocks(l, files->clocks, a, why);
}
