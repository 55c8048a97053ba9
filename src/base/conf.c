/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/conf.h"
#include "base/file.h"
#include "base/text.h"
#include <string.h>

enum { CONF_MAX_BYTES = 64 * 1024 };

struct conf_reader {
    const struct conf_key *keys;
    size_t n_keys;
    struct arena *a;
    void *to;
    const char *where; /* file name or "command line" */
    int line;
    const char **why;
};

/* Levenshtein distance, bounded: names are short. */
static size_t
name_distance(const char *a, const char *b)
{
    size_t row[64];
    size_t n = strlen(b);

    if (n >= sizeof row / sizeof *row)
        return SIZE_MAX;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t best = diagonal + (a[i] != b[j]);
            best = row[j + 1] + 1 < best ? row[j + 1] + 1 : best;
            best = row[j] + 1 < best ? row[j] + 1 : best;
            diagonal = row[j + 1];
            row[j + 1] = best;
        }
    }
    return row[n];
}

static const char *
nearest_name(const struct conf_reader *c, const char *name)
{
    size_t best = 0;

    for (size_t i = 1; i < c->n_keys; i++)
        if (name_distance(name, c->keys[i].name) < name_distance(name, c->keys[best].name))
            best = i;
    return c->keys[best].name;
}

static enum err
conf_fail(struct conf_reader *c, const char *what, const char *name, const char *more)
{
    *c->why = arena_printf(c->a, "%s:%d: %s `%s`%s%s", c->where, c->line, what, name,
        more ? ", " : "", more ? more : "");
    return ERR_MALFORMED;
}

static int64_t
unit_of(enum conf_kind kind, const char *suffix)
{
    static const struct {
        enum conf_kind kind;
        const char *suffix;
        int64_t factor;
    } units[] = {
        { CONF_NUMBER, "", 1 },
        { CONF_TIME_MS, "ms", 1 },
        { CONF_TIME_MS, "s", 1000 },
        { CONF_TIME_MS, "m", 60 * 1000 },
        { CONF_TIME_MS, "h", 3600 * 1000 },
        { CONF_TIME_MS, "d", 24 * 3600 * 1000 },
        { CONF_SIZE, "", 1 },
        { CONF_SIZE, "K", 1024 },
        { CONF_SIZE, "M", 1024 * 1024 },
        { CONF_SIZE, "G", 1024 * 1024 * 1024 },
    };

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].kind == kind && strcmp(units[i].suffix, suffix) == 0)
            return units[i].factor;
    return 0;
}

static enum err
number_of(enum conf_kind kind, const char *value, int64_t *out)
{
    char digits[16] = { 0 };
    size_t n = strspn(value, "0123456789");
    int64_t unit = unit_of(kind, value + n);
    uint64_t v = 0;

    if (n >= sizeof digits || unit == 0)
        return ERR_MALFORMED;
    memcpy(digits, value, n);
    if (text_u64(digits, 0, INT64_MAX / (uint64_t)unit, &v))
        return ERR_MALFORMED;
    *out = (int64_t)v * unit;
    return OK;
}

static enum err
conf_set(struct conf_reader *c, const struct conf_key *key, const char *value)
{
    char *at = (char *)c->to + key->offset;
    int64_t number = 0;

    if (key->kind == CONF_TEXT) {
        const char *text = arena_text(c->a, value);
        memcpy(at, &text, sizeof text);
        return text ? OK : ERR_INTERNAL;
    }
    if (key->kind == CONF_SWITCH) {
        if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
            return conf_fail(c, "yes or no is wanted for", key->name, NULL);
        number = value[0] == 'y';
    } else if (number_of(key->kind, value, &number)) {
        return conf_fail(c, "cannot read the value of", key->name, value);
    }
    memcpy(at, &number, sizeof number);
    return OK;
}

static enum err
conf_pair(struct conf_reader *c, const char *name, const char *value, bool *given)
{
    for (size_t i = 0; i < c->n_keys; i++) {
        if (strcmp(c->keys[i].name, name) != 0)
            continue;
        given[i] = true;
        return conf_set(c, &c->keys[i], value);
    }
    return conf_fail(
        c, "unknown key", name, arena_printf(c->a, "the nearest is `%s`", nearest_name(c, name)));
}

static char *
trimmed(char *s)
{
    s += strspn(s, " \t\r");
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r", s[n - 1]))
        s[--n] = '\0';
    return s;
}

/* Split "name = value" in place. */
static enum err
conf_line(struct conf_reader *c, char *line, bool *given)
{
    char *equals = strchr(line, '=');

    if (!equals)
        return conf_fail(c, "expected `key = value`, found", line, NULL);
    *equals = '\0';
    return conf_pair(c, trimmed(line), trimmed(equals + 1), given);
}

static enum err
conf_file(struct conf_reader *c, const char *path, bool *given)
{
    struct bytes text;
    enum err e = file_read(path, CONF_MAX_BYTES, c->a, &text);

    if (e) {
        *c->why = arena_printf(c->a, "%s: cannot be read", path);
        return e;
    }
    char *next = arena_text_n(c->a, text.p, text.n);
    while (next && *next && !e) {
        char *line = next;
        next = line + strcspn(line, "\n");
        if (*next)
            *next++ = '\0';
        line[strcspn(line, "#")] = '\0';
        c->line++;
        line = trimmed(line);
        e = *line ? conf_line(c, line, given) : OK;
    }
    return next ? e : ERR_INTERNAL;
}

enum err
conf_read(const char *path, const char *const *extra, const struct conf_key *keys, size_t n_keys,
    struct arena *a, void *to, const char **why)
{
    struct conf_reader c = { keys, n_keys, a, to, path ? path : "defaults", 0, why };
    bool *given = arena_alloc(a, n_keys * sizeof *given);
    enum err e = given ? OK : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n_keys; i++)
        if (keys[i].usual)
            e = conf_set(&c, &keys[i], keys[i].usual);
    if (!e && path)
        e = conf_file(&c, path, given);
    c.where = "command line";
    for (c.line = 1; !e && extra && *extra; extra++, c.line++)
        e = conf_line(&c, arena_text(a, *extra), given);
    for (size_t i = 0; !e && i < n_keys; i++)
        if (!keys[i].usual && !given[i])
            e = conf_fail(&c, "missing key", keys[i].name, keys[i].about);
    return e;
}
