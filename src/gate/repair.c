/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/repair.h"
#include "base/text.h"

static int
hex_of(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undo %XX and + in place of n bytes; what is no escape stays.  The new length. */
static size_t
unescape(const uint8_t *from, size_t n, uint8_t *to)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        uint8_t c = from[i] == '+' ? ' ' : from[i];
        if (c == '%' && i + 2 < n && hex_of(from[i + 1]) >= 0 && hex_of(from[i + 2]) >= 0) {
            c = (uint8_t)(hex_of(from[i + 1]) << 4 | hex_of(from[i + 2]));
            i += 2;
        }
        if (c == '\n' && k > 0 && to[k - 1] == '\r')
            k--;
        to[k++] = c;
    }
    return k;
}

/* How many bytes at p are one well-formed character; 0 if none is. */
static size_t
character_at(const uint8_t *p, size_t left)
{
    for (size_t n = 1; n <= 4 && n <= left; n++)
        if (utf8_is_valid((struct bytes){ p, n }))
            return n;
    return 0;
}

static const char *
text_from(const uint8_t *from, size_t n, struct arena *a)
{
    uint8_t *raw = arena_alloc(a, n + 1);
    char *to = arena_alloc(a, 3 * n + 1);
    size_t k = 0;

    if (!raw || !to)
        return NULL;
    n = unescape(from, n, raw);
    for (size_t i = 0; i < n;) {
        size_t good = character_at(raw + i, n - i);
        memcpy(to + k, good ? (const char *)raw + i : "\xef\xbf\xbd", good ? good : 3);
        k += good ? good : 3;
        i += good ? good : 1;
    }
    to[k] = '\0';
    return to;
}

static enum err
lenient(struct bytes body, struct arena *a, struct form *out)
{
    struct form f = { .n = 0 };

    while (body.n > 0 && f.n < FORM_MAX_FIELDS) {
        const uint8_t *end = memchr(body.p, '&', body.n);
        size_t n = end ? (size_t)(end - body.p) : body.n;
        const uint8_t *equals = memchr(body.p, '=', n);
        size_t n_name = equals ? (size_t)(equals - body.p) : n;
        const char *name = text_from(body.p, n_name, a);
        const char *value = equals ? text_from(equals + 1, n - n_name - 1, a) : "";
        if (!name || !value)
            return ERR_INTERNAL;
        f.names[f.n] = name;
        f.values[f.n++] = value;
        n += end ? 1 : 0;
        body = (struct bytes){ body.p + n, body.n - n };
    }
    *out = f;
    return OK;
}

enum err
form_read(struct bytes body, struct arena *a, struct form *out, bool *repaired)
{
    *repaired = form_parse(body, a, out) != OK;
    return *repaired ? lenient(body, a, out) : OK;
}
