/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/text.h"
#include "text/catalogue.h"
#include <string.h>

enum { CONTEXT_END = '\004', MAX_FILLED = 8192 };

/* Order of `key` and context \004 msgid (or msgid alone), as strcmp would say. */
static int
key_order(const char *key, const char *context, const char *msgid)
{
    if (context) {
        size_t n = strlen(context);
        int c = strncmp(key, context, n);
        if (c != 0)
            return c;
        if (key[n] != CONTEXT_END)
            return (unsigned char)key[n] - CONTEXT_END;
        key += n + 1;
    }
    return strcmp(key, msgid);
}

static const char *
find(enum lang l, const char *context, const char *msgid)
{
    size_t low = 0, high = n_catalogue;

    if ((unsigned)l >= N_LANGS)
        return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct catalogue_entry *e = &catalogue[middle];
        int c = key_order(catalogue_blob + e->key, context, msgid);
        if (c == 0)
            return e->text[l] ? catalogue_blob + e->text[l] : NULL;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *
text_get(enum lang l, const char *msgid)
{
    const char *s = find(l, NULL, msgid);

    return s ? s : msgid;
}

const char *
text_get_in(enum lang l, const char *context, const char *msgid)
{
    const char *s = find(l, context, msgid);

    return s ? s : msgid;
}

unsigned
text_plural_form(enum lang l, int64_t n)
{
    uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    uint64_t ten = u % 10, hundred = u % 100;

    switch (l) {
    case LANG_RU:
    case LANG_UK:
    case LANG_BE:
        if (ten == 1 && hundred != 11)
            return 0;
        return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 1 : 2;
    case LANG_UNSET:
    case LANG_EN:
    case LANG_DE:
    case N_LANGS: return u != 1;
    }
    return u != 1;
}

const char *
text_plural(enum lang l, const char *one, const char *many, int64_t n)
{
    unsigned form = text_plural_form(l, n);
    const char *s = find(l, NULL, one);

    if (!s)
        return n == 1 || n == -1 ? one : many;
    while (form-- > 0)
        s += strlen(s) + 1;
    return s;
}

const char *
text_fill(struct arena *a, const char *pattern, const char *const *values)
{
    size_t n_values = 0, cap = strlen(pattern) + 1;
    char *to, *end;

    for (; values[n_values]; n_values++)
        cap += strlen(values[n_values]) * 4; /* a value may stand in several places */
    to = cap <= MAX_FILLED * 8 ? arena_alloc(a, cap) : NULL;
    if (!to)
        return "";
    end = to;
    for (const char *p = pattern; *p;) {
        size_t which =
            p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}' ? (size_t)(p[1] - '0') : 0;
        const char *piece = which && which <= n_values ? values[which - 1] : p;
        size_t n = piece == p ? 1 : strlen(piece);
        if (n >= cap - (size_t)(end - to))
            return "";
        memcpy(end, piece, n);
        end += n;
        p += piece == p ? 1 : 3;
    }
    *end = '\0';
    return to;
}

const char *
text_count(struct arena *a, const char *pattern, int64_t n)
{
    const char *at = strstr(pattern, "{n}");
    const char *s;

    if (!at)
        return pattern;
    s = arena_printf(a, "%.*s%lld%s", (int)(at - pattern), pattern, (long long)n, at + 3);
    return s ? s : "";
}
