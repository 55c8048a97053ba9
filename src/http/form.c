/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/form.h"
#include "base/text.h"

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One byte from s[*i], which moves on; -1 when the escape is bad. */
static int
decoded_byte(const char *s, size_t n, size_t *i, bool plus)
{
    char c = s[(*i)++];

    if (c == '+' && plus)
        return ' ';
    if (c != '%')
        return (unsigned char)c;
    if (*i + 2 > n)
        return -1;
    int high = hex_value(s[*i]), low = hex_value(s[*i + 1]);
    *i += 2;
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

const char *
percent_decode(const char *s, size_t n, bool plus, struct arena *a)
{
    char *to = arena_alloc(a, n + 1);
    size_t k = 0;

    for (size_t i = 0; to && i < n;) {
        int c = decoded_byte(s, n, &i, plus);
        if (c < 0)
            return NULL;
        if (c == '\n' && k > 0 && to[k - 1] == '\r')
            k--;
        to[k++] = (char)c;
    }
    if (!to || !utf8_is_valid((struct bytes){ (const uint8_t *)to, k }))
        return NULL;
    to[k] = '\0';
    return to;
}

static enum err
add_field(struct form *f, const char *pair, size_t n, struct arena *a)
{
    const char *equals = memchr(pair, '=', n);
    size_t n_name = equals ? (size_t)(equals - pair) : n;
    size_t n_value = equals ? n - n_name - 1 : 0;

    if (f->n == FORM_MAX_FIELDS)
        return ERR_MALFORMED;
    f->names[f->n] = percent_decode(pair, n_name, true, a);
    f->values[f->n] = percent_decode(equals ? equals + 1 : "", n_value, true, a);
    if (!f->names[f->n] || !f->values[f->n])
        return ERR_MALFORMED;
    f->n++;
    return OK;
}

enum err
form_parse(struct bytes body, struct arena *a, struct form *out)
{
    struct form f = { .n = 0 };
    const char *p = (const char *)body.p;
    size_t left = body.n;

    while (left > 0) {
        const char *end = memchr(p, '&', left);
        size_t n = end ? (size_t)(end - p) : left;
        enum err e = n > 0 ? add_field(&f, p, n, a) : OK;
        if (e)
            return e;
        size_t used = end ? n + 1 : n;
        p += used;
        left -= used;
    }
    *out = f;
    return OK;
}

const char *
form_get(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->names[i], name) == 0)
            return f->values[i];
    return NULL;
}

const char *
form_text(const struct form *f, const char *name)
{
    const char *value = form_get(f, name);

    return value ? value : "";
}
