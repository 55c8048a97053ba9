/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/out.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct out
out_in(struct arena *a)
{
    return (struct out){ .a = a };
}

static bool
out_grow(struct out *o, size_t n)
{
    size_t cap = (o->n + n) * 2 + 1024;
    char *p = arena_alloc(o->a, cap);

    if (!p) {
        o->failed = true;
        return false;
    }
    if (o->n > 0) {
        memcpy(p, o->buf, o->n);
        explicit_bzero(o->buf, o->n);
    }
    o->buf = p;
    o->cap = cap;
    return true;
}

void
out_lit(struct out *o, const char *s, size_t n)
{
    if (o->failed || (o->cap - o->n < n && !out_grow(o, n)))
        return;
    if (n > 0)
        memcpy(o->buf + o->n, s, n);
    o->n += n;
}

const char *
out_text_of(struct out *o)
{
    out_lit(o, "", 1);
    if (o->failed)
        return NULL;
    o->n--;
    return o->buf;
}

static const char *
entity_of(char c)
{
    switch (c) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    case '"': return "&#34;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void
out_str_(struct out *o, const char *s)
{
    while (s && *s) {
        size_t plain = strcspn(s, "<>&\"'");
        out_lit(o, s, plain);
        s += plain;
        const char *entity = *s ? entity_of(*s++) : NULL;
        if (entity)
            out_lit(o, entity, strlen(entity));
    }
}

void
out_i64_(struct out *o, int64_t v)
{
    char tmp[24];
    int n = snprintf(tmp, sizeof tmp, "%" PRId64, v);

    out_lit(o, tmp, (size_t)n);
}

void
out_size_(struct out *o, size_t v)
{
    char tmp[24];
    int n = snprintf(tmp, sizeof tmp, "%zu", v);

    out_lit(o, tmp, (size_t)n);
}

void
out_html_(struct out *o, struct html h)
{
    out_lit(o, h.s, h.n);
}

static bool
is_unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

void
out_url_part_str_(struct out *o, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";

    for (; s && *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (is_unreserved(c))
            out_lit(o, s, 1);
        else
            out_lit(o, (const char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
    }
}

void
out_url(struct out *o, const char *s)
{
    bool ours = s && s[0] == '/' && s[1] != '/' && s[1] != '\\';
    bool web = s && strncmp(s, "https://", 8) == 0;
    bool call = s && strncmp(s, "tel:", 4) == 0 && s[4 + strspn(s + 4, "+0123456789")] == '\0';

    out_str_(o, ours || web || call ? s : "#");
}
