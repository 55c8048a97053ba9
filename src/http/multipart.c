/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/multipart.h"
#include "base/text.h"
#include <string.h>

enum { BOUNDARY_MAX = 70, HEAD_MAX = 4096 };

struct part {
    const char *name, *filename, *type; /* filename NULL: a field */
    struct bytes content;
};

/* "\r\n--" and the boundary. */
struct boundary {
    char text[BOUNDARY_MAX + 5];
    size_t n;
};

bool
multipart_is(const char *content_type)
{
    return content_type && strncasecmp(content_type, "multipart/form-data", 19) == 0;
}

static enum err
find_boundary(const char *content_type, struct boundary *out)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "'()+_,-./:=?";
    const char *at = strcasestr(content_type, "boundary=");
    bool quoted = at && at[9] == '"';

    if (!at)
        return ERR_MALFORMED;
    at += quoted ? 10 : 9;
    size_t n = strspn(at, allowed);
    bool ends = quoted ? at[n] == '"' : at[n] == '\0' || at[n] == ';' || at[n] == ' ';
    if (n == 0 || n > BOUNDARY_MAX || !ends)
        return ERR_MALFORMED;
    (void)snprintf(out->text, sizeof out->text, "\r\n--%.*s", (int)n, at);
    out->n = n + 4;
    return OK;
}

static const uint8_t *
find(struct reader *r, const char *what, size_t n)
{
    return r->left ? memmem(r->p, r->left, what, n) : NULL;
}

/* The value of name="..." in a line of a head, in `a`; NULL: it has none.  Browsers write a quote
   as %22. */
static const char *
value_of(const char *line, const char *name, struct arena *a)
{
    const char *wanted = arena_printf(a, "; %s=\"", name);
    const char *at = wanted ? strcasestr(line, wanted) : NULL;

    if (!at)
        return NULL;
    at += strlen(wanted);
    size_t n = strcspn(at, "\"");
    return at[n] == '"' ? arena_text_n(a, at, n) : NULL;
}

static enum err
parse_head(struct bytes head, struct arena *a, struct part *out)
{
    char *text = head.n <= HEAD_MAX && utf8_is_valid(head) && !memchr(head.p, '\0', head.n)
                     ? arena_text_n(a, head.p, head.n)
                     : NULL;
    struct part p = { .type = "" };

    if (!text)
        return ERR_MALFORMED;
    for (char *line = text, *next = NULL; line; line = next) {
        next = strstr(line, "\r\n");
        if (next) {
            *next = '\0';
            next += 2;
        }
        if (strncasecmp(line, "Content-Disposition: form-data", 30) == 0) {
            p.name = value_of(line, "name", a);
            p.filename = value_of(line, "filename", a);
        } else if (strncasecmp(line, "Content-Type: ", 14) == 0) {
            p.type = line + 14;
        }
    }
    if (!p.name)
        return ERR_MALFORMED;
    *out = p;
    return OK;
}

/* One part, after its boundary line; the reader stands behind the boundary that ends it. */
static enum err
read_part(struct reader *r, const struct boundary *b, struct arena *a, struct part *out)
{
    const uint8_t *end_of_head = find(r, "\r\n\r\n", 4);

    if (!end_of_head)
        return ERR_MALFORMED;
    struct bytes head = read_n(r, (size_t)(end_of_head - r->p));
    enum err e = parse_head(head, a, out);
    if (e)
        return e;
    (void)read_n(
        r, 2); /* the content begins after a second line end, which may be the boundary's */
    const uint8_t *end = find(r, b->text, b->n);
    if (!end)
        return ERR_MALFORMED;
    size_t n = (size_t)(end - r->p);
    struct bytes content = read_n(r, n);
    (void)read_n(r, b->n);
    out->content = n >= 2 ? (struct bytes){ content.p + 2, n - 2 } : (struct bytes){ r->p, 0 };
    return OK;
}

/* A field's text: line ends as one byte. */
static const char *
text_of(struct bytes b, struct arena *a)
{
    char *to = arena_alloc(a, b.n + 1);
    size_t n = 0;

    if (!to || !utf8_is_valid(b) || (b.n && memchr(b.p, '\0', b.n)))
        return NULL;
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] != '\r' || i + 1 == b.n || b.p[i + 1] != '\n')
            to[n++] = (char)b.p[i];
    to[n] = '\0';
    return to;
}

static enum err
keep_part(const struct part *p, struct arena *a, struct form *f, struct multipart_file *file)
{
    if (p->filename) {
        if (*p->filename == '\0' && p->content.n == 0)
            return OK;
        if (file->name)
            return ERR_MALFORMED;
        *file = (struct multipart_file){ p->filename, p->type, p->content };
        return OK;
    }
    const char *text = text_of(p->content, a);
    if (!text || f->n == FORM_MAX_FIELDS)
        return ERR_MALFORMED;
    f->names[f->n] = p->name;
    f->values[f->n++] = text;
    return OK;
}

enum err
multipart_parse(struct bytes body, const char *content_type, struct arena *a, struct form *out,
    struct multipart_file *file)
{
    struct multipart_file found = { 0 };
    struct reader r = reader_of(body);
    struct boundary b;
    struct part p;
    enum err e = find_boundary(content_type, &b);

    if (e)
        return e;
    struct bytes first = read_n(&r, b.n - 2); /* the first line has no line end before it */
    if (r.bad || !bytes_equal(first, (struct bytes){ (const uint8_t *)b.text + 2, b.n - 2 }))
        return ERR_MALFORMED;
    out->n = 0;
    for (;;) {
        struct bytes after = read_n(&r, 2);
        if (r.bad)
            return ERR_MALFORMED;
        if (bytes_equal(after, bytes_of("--")))
            break;
        e = bytes_equal(after, bytes_of("\r\n")) ? read_part(&r, &b, a, &p) : ERR_MALFORMED;
        e = e ? e : keep_part(&p, a, out, &found);
        if (e)
            return e;
    }
    *file = found;
    return OK;
}
