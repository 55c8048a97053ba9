/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailparse/html.h"
#include "base/out.h"
#include <ctype.h>

enum { NAME_CAP = 16, HREF_MAX = 300 };

struct html_reader {
    struct out o;
    const char *p;
    unsigned newlines; /* at the end of what was written */
    bool blank;        /* a blank is due before the next word */
    const char *href;  /* of the link we are in */
    size_t n_href;
    size_t link_at; /* where its words begin in `o` */
};

static const struct {
    const char *name;
    const char *is;
} entities[] = { { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" },
    { "nbsp", " " }, { "laquo", "«" }, { "raquo", "»" }, { "ndash", "–" }, { "mdash", "—" },
    { "hellip", "…" }, { "bdquo", "„" }, { "ldquo", "“" }, { "rdquo", "”" }, { "auml", "ä" },
    { "ouml", "ö" }, { "uuml", "ü" }, { "Auml", "Ä" }, { "Ouml", "Ö" }, { "Uuml", "Ü" },
    { "szlig", "ß" }, { "euro", "€" }, { "numero", "№" }, { "sect", "§" }, { "shy", "" } };

static bool
is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static void
put(struct html_reader *r, const char *s, size_t n)
{
    if (r->blank && r->newlines == 0 && r->o.n > 0)
        out_lit(&r->o, " ", 1);
    r->blank = false;
    r->newlines = 0;
    out_lit(&r->o, s, n);
}

static void
newline(struct html_reader *r, unsigned wanted)
{
    r->blank = false;
    while (r->o.n > 0 && r->newlines < wanted) {
        out_lit(&r->o, "\n", 1);
        r->newlines++;
    }
}

static void
put_code(struct html_reader *r, uint32_t c)
{
    char b[4];
    size_t n = 0;

    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = ' ';
    if (c < 0x80) {
        b[n++] = (char)c;
    } else if (c < 0x800) {
        b[n++] = (char)(0xC0 | c >> 6);
        b[n++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        b[n++] = (char)(0xE0 | c >> 12);
        b[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        b[n++] = (char)(0x80 | (c & 0x3F));
    } else {
        b[n++] = (char)(0xF0 | c >> 18);
        b[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        b[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        b[n++] = (char)(0x80 | (c & 0x3F));
    }
    put(r, b, n);
}

/* "&#1055;" or "&#x41F;": how many bytes, 0 when it is none. */
static size_t
numeric_entity(struct html_reader *r, const char *p)
{
    bool hex = p[2] == 'x' || p[2] == 'X';
    size_t i = hex ? 3 : 2;
    size_t first = i;
    uint32_t c = 0;

    for (; i < first + 8 && (hex ? isxdigit((unsigned char)p[i]) : isdigit((unsigned char)p[i]));
         i++)
        c = c * (hex ? 16 : 10) +
            (uint32_t)(isdigit((unsigned char)p[i]) ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
    if (i == first)
        return 0;
    put_code(r, c);
    return i + (p[i] == ';');
}

static size_t
entity(struct html_reader *r, const char *p)
{
    if (p[1] == '#')
        return numeric_entity(r, p);
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        size_t n = strlen(entities[i].name);
        if (strncmp(p + 1, entities[i].name, n) == 0 && p[1 + n] == ';') {
            if (entities[i].is[0] == ' ')
                r->blank = true;
            else
                put(r, entities[i].is, strlen(entities[i].is));
            return n + 2;
        }
    }
    return 0;
}

/* Past everything up to the end tag of this element, whatever stands there. */
static void
skip_element(struct html_reader *r, const char *name)
{
    size_t n = strlen(name);

    while (*r->p) {
        if (r->p[0] == '<' && r->p[1] == '/' && strncasecmp(r->p + 2, name, n) == 0)
            return;
        r->p++;
    }
}

/* The value of href in the tag that ends at `end`. */
static void
find_href(struct html_reader *r, const char *p, const char *end)
{
    r->href = NULL;
    r->link_at = r->o.n;
    for (; p + 6 < end; p++) {
        if (!is_blank(*p) || strncasecmp(p + 1, "href=", 5) != 0)
            continue;
        char quote = p[6] == '"' || p[6] == '\'' ? p[6] : ' ';
        const char *from = p + 6 + (quote != ' ');
        const char *to = from;
        while (to < end && *to != quote && *to != '>')
            to++;
        r->href = from;
        r->n_href = (size_t)(to - from);
        return;
    }
}

/* Behind the words of a link: where it leads, if the words do not say it themselves. */
static void
end_link(struct html_reader *r)
{
    const char *h = r->href;
    bool shown = h && (strncasecmp(h, "http:", 5) == 0 || strncasecmp(h, "https:", 6) == 0 ||
                          strncasecmp(h, "mailto:", 7) == 0);
    size_t n = shown ? r->n_href : 0;

    r->href = NULL;
    if (!shown || n == 0 || r->link_at > r->o.n || r->o.failed)
        return;
    size_t n_words = r->o.n - r->link_at;
    if (n_words >= n && memmem(r->o.buf + r->link_at, n_words, h, n))
        return;
    put(r, " [", 2);
    put(r, h, n < HREF_MAX ? n : HREF_MAX);
    put(r, "]", 1);
}

static bool
is_one_of(const char *name, const char *list)
{
    size_t n = strlen(name);

    if (n == 0)
        return false;
    for (const char *p = strstr(list, name); p; p = strstr(p + n, name))
        if (p[-1] == ' ' && p[n] == ' ')
            return true;
    return false;
}

static void
act_on_tag(struct html_reader *r, const char *name, bool closing, const char *from, const char *end)
{
    if (is_one_of(name, " script style head title template svg math object ")) {
        if (!closing)
            skip_element(r, name);
    } else if (strcmp(name, "br") == 0) {
        r->newlines = r->newlines > 1 ? 1 : r->newlines;
        newline(r, r->newlines + 1);
    } else if (is_one_of(
                   name, " p div table tr ul ol h1 h2 h3 h4 h5 h6 blockquote pre hr section ")) {
        newline(r, strcmp(name, "p") == 0 || name[0] == 'h' ? 2 : 1);
    } else if (strcmp(name, "li") == 0 && !closing) {
        newline(r, 1);
        put(r, "- ", 2);
    } else if (is_one_of(name, " td th ")) {
        r->blank = true;
    } else if (strcmp(name, "a") == 0) {
        if (closing)
            end_link(r);
        else
            find_href(r, from, end);
    }
}

/* At '<'. */
static void
tag(struct html_reader *r)
{
    char name[NAME_CAP] = "";
    const char *p = r->p + 1;
    bool closing = *p == '/';
    size_t n = 0;

    if (strncmp(r->p, "<!--", 4) == 0) {
        const char *end = strstr(r->p, "-->");
        r->p = end ? end + 3 : r->p + strlen(r->p);
        return;
    }
    p += closing;
    if (!isalpha((unsigned char)*p) && *p != '!' && *p != '?') {
        put(r, "<", 1);
        r->p++;
        return;
    }
    while (isalnum((unsigned char)p[n]) && n < NAME_CAP - 1) {
        name[n] = (char)tolower((unsigned char)p[n]);
        n++;
    }
    const char *end = p + n;
    for (char quote = 0; *end && (quote || *end != '>'); end++)
        quote = quote ? (*end == quote ? 0 : quote) : (*end == '"' || *end == '\'') ? *end : 0;
    if (!*end) /* a quote that never ends: the first > will do */
        end = p + n + strcspn(p + n, ">");
    r->p = end + (*end == '>');
    act_on_tag(r, name, closing, p, end);
}

const char *
html_to_text(struct arena *a, const char *html)
{
    struct html_reader r = { .o = out_in(a), .p = html };

    while (*r.p && !r.o.failed) {
        size_t n = *r.p == '&' ? entity(&r, r.p) : 0;
        if (n > 0) {
            r.p += n;
        } else if (*r.p == '<') {
            tag(&r);
        } else if (is_blank(*r.p)) {
            r.blank = true;
            r.p++;
        } else {
            n = strcspn(r.p + 1, "<& \n\t") + 1;
            put(&r, r.p, n);
            r.p += n;
        }
    }
    return out_text_of(&r.o);
}
