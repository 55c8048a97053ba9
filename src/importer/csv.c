/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A table (RFC 4180; comma, semicolon or tabulator): one row is one entry. */
#include "base/text.h"
#include "importer/writing.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CELL_MAX = 64 * 1024 };

struct table {
    char *at, *end;
    char comma;
    uint32_t line;
    size_t n;
    char *cell[DOC_COLUMNS_MAX];
    enum doc_column is[DOC_COLUMNS_MAX];
    size_t n_columns;
};

/* Words of headings, small letters, in the five languages. */
static const struct {
    enum doc_column is;
    const char *words;
} known[] = {
    { COLUMN_CASE,
        " id case case_id number no nr fall fallnummer ticket номер дело обращение справа "
        "звернення справа зварот №  " },
    { COLUMN_TEXT, " text message body note content nachricht inhalt notiz текст сообщение "
                   "повідомлення паведамленне опис описание " },
    { COLUMN_TIME, " date time when at created created_at datum zeit дата время час дата_час " },
    { COLUMN_WHO, " who from author by sender von wer autor кто автор от хто від " },
    { COLUMN_TITLE, " title subject name alias titel betreff тема заголовок псевдоним псевдонім " },
    { COLUMN_LANG, " language lang sprache язык мова " },
    { COLUMN_COUNTRY, " country land страна країна краіна " },
};

static enum doc_column
guess(const char *heading)
{
    char word[64];

    (void)snprintf(word, sizeof word, " %.60s ", heading);
    for (char *c = word; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(word) > 3 && strstr(known[i].words, word))
            return known[i].is;
    return COLUMN_NOTHING;
}

/* One cell in place; gives what ended it: the comma, '\n', or 0 at the end. */
static char
read_cell(struct table *t, char **out)
{
    bool quoted = t->at < t->end && *t->at == '"';
    char *to = t->at;

    *out = to;
    t->at += quoted;
    for (; t->at < t->end; t->at++) {
        char c = *t->at;
        t->line += c == '\n';
        if (quoted && c == '"') {
            if (t->at + 1 < t->end && t->at[1] == '"') {
                *to++ = *t->at++;
                continue;
            }
            quoted = false;
            continue;
        }
        if (!quoted && (c == t->comma || c == '\n')) {
            t->at++;
            *to = '\0';
            return c;
        }
        if (c != '\r')
            *to++ = c;
    }
    *to = '\0';
    return 0;
}

/* The next row; false at the end. */
static bool
read_row(struct table *t)
{
    char ended = t->comma;

    if (t->at >= t->end)
        return false;
    for (t->n = 0; ended == t->comma;) {
        char *cell = NULL;
        ended = read_cell(t, &cell);
        if (t->n < DOC_COLUMNS_MAX)
            t->cell[t->n++] = cell;
    }
    return true;
}

static const char *
cell_of(const struct table *t, enum doc_column what)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->is[i] == what)
            return t->cell[i];
    return "";
}

static bool
has_column(const struct table *t, enum doc_column what)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->is[i] == what)
            return true;
    return false;
}

/* "0=1 3=2": numbers of columns from 0, and what they hold. */
static void
read_mapping(struct table *t, const char *mapping)
{
    unsigned column = 0;
    unsigned what = 0;
    int n = 0;

    while (sscanf(mapping, " %2u=%2u%n", &column, &what, &n) == 2) {
        if (column < t->n_columns && what < N_COLUMNS)
            t->is[column] = (enum doc_column)what;
        mapping += n;
    }
}

static bool
is_person(const char *who)
{
    return !*who || strcasecmp(who, "person") == 0 || strcmp(who, "человек") == 0;
}

static void
row(struct writing *x, struct table *t, uint32_t line, char *last)
{
    char ref[DOC_SHORT_MAX];
    const char *key = cell_of(t, COLUMN_CASE);
    const char *who = cell_of(t, COLUMN_WHO);
    const char *text = cell_of(t, COLUMN_TEXT);
    int64_t at_s = time_of(cell_of(t, COLUMN_TIME));

    if (t->n == 1 && !*t->cell[0])
        return;
    if (t->n < t->n_columns)
        write_trouble(x, DOC_TROUBLE_COLUMNS, line, key);
    if (!*text || !*key) {
        write_trouble(x, DOC_TROUBLE_NO_TEXT, line, key);
        return;
    }
    (void)snprintf(ref, sizeof ref, "csv:%.200s", key);
    if (strcmp(ref, last) != 0) {
        if (!write_case(x, ref, cell_of(t, COLUMN_TITLE), cell_of(t, COLUMN_LANG),
                cell_of(t, COLUMN_COUNTRY)))
            return;
        (void)snprintf(last, DOC_SHORT_MAX, "%s", ref);
    }
    (void)snprintf(ref, sizeof ref, "csv:%.120s:%lld:%.100s", key, (long long)at_s, text);
    ref[utf8_prefix(bytes_of(ref), sizeof ref - 1)] = '\0';
    bool hers = is_person(who);
    write_entry(x, &(struct entry_in){ .kind = hers ? KIND_CONTACT : KIND_SENT,
                       .number = VIA_PARTNER,
                       .at_s = at_s,
                       .ref = ref,
                       .who = hers ? "" : who,
                       .text = text,
                       .place = line });
}

static char
comma_of(const char *line)
{
    size_t n = strcspn(line, "\n");
    size_t count[3] = { 0, 0, 0 };
    static const char marks[] = ",;\t";

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++)
            count[k] += line[i] == marks[k];
    return count[1] > count[0] && count[1] >= count[2] ? ';' : count[2] > count[0] ? '\t' : ',';
}

void
read_csv(struct writing *x, struct bytes text, const char *mapping)
{
    char *all = calloc(1, text.n + 1);
    char last[DOC_SHORT_MAX] = "";
    struct table t = { .line = 1 };

    if (!all)
        return;
    memcpy(all, text.p, text.n);
    t.at = all + (strncmp(all, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0);
    t.end = all + text.n;
    t.comma = comma_of(t.at);
    if (read_row(&t)) {
        t.n_columns = t.n;
        for (size_t i = 0; i < t.n; i++)
            t.is[i] = guess(t.cell[i]);
        read_mapping(&t, mapping);
        for (size_t i = 0; i < t.n; i++)
            write_column(x, t.cell[i], t.is[i]);
    }
    if (!has_column(&t, COLUMN_CASE) || !has_column(&t, COLUMN_TEXT))
        write_trouble(x, DOC_TROUBLE_TABLE, 1, "");
    else
        for (uint32_t line = t.line; read_row(&t); line = t.line)
            row(x, &t, line, last);
    free(all);
}
