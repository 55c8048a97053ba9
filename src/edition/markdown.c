/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Fields and CommonMark.  The library's own safe mode drops dangerous links and raw HTML silently;
   here they are errors before that, because an editor must know. */
#include "base/file.h"
#include "edition/article.h"
#include "seeker/csv.h"
#include "text/text.h"
#include <cmark.h>
#include <string.h>

enum { MAX_FIGURES = 500 };

struct figure {
    const char *field, *kind, *value;
    int64_t day; /* of a date or monthday */
};

struct figures {
    struct figure *list;
    size_t n;
};

static bool
figure_is_valid(struct arena *a, struct figure *f)
{
    if (strcmp(f->kind, "number") == 0)
        return f->value[strspn(f->value, "0123456789")] == '\0';
    if (strcmp(f->kind, "text") == 0)
        return f->value[strcspn(f->value, "<>[]()*_`\\&!")] == '\0';
    if (strcmp(f->kind, "monthday") == 0) {
        const char *whole = arena_printf(a, "2024-%s", f->value);
        return whole && csv_day(whole, &f->day);
    }
    return strcmp(f->kind, "date") == 0 && csv_day(f->value, &f->day);
}

enum err
figures_read(const char *content, struct arena *a, const struct figures **out, const char **why)
{
    const char *path = arena_printf(a, "%s/guides/figures.csv", content);
    struct figures *all = arena_alloc(a, sizeof *all);
    const char *f[CSV_MAX_FIELDS];
    struct bytes file;
    struct csv c;
    enum err e = path && all ? file_read(path, 1 << 20, a, &file) : ERR_INTERNAL;

    if (e) {
        *why = arena_printf(a, "%s: cannot be read", path);
        return e;
    }
    c = csv_open(file, "field,kind,value,source,valid_from,confirmed_by", a);
    all->list = arena_alloc(a, MAX_FIGURES * sizeof *all->list);
    while (all->list && csv_next(&c, f)) {
        struct figure row = { f[0], f[1], f[2], 0 };
        if (all->n == MAX_FIGURES || !*f[0] || !*f[2] || !figure_is_valid(a, &row)) {
            *why = arena_printf(a,
                "%s, line %d: not a field with kind number, text, date or monthday", path, c.line);
            return ERR_MALFORMED;
        }
        all->list[all->n++] = row;
    }
    if (c.bad || !all->list) {
        *why = arena_printf(a, "%s, line %d: other columns than expected", path, c.line);
        return ERR_MALFORMED;
    }
    *out = all;
    return OK;
}

/* Blanks between day, month and year become no-break spaces. */
static const char *
unbroken(struct arena *a, const char *text)
{
    char *to = arena_alloc(a, strlen(text) * 2 + 1), *end = to;

    for (; to && *text; text++) {
        if (*text == ' ') {
            *end++ = '\xC2';
            *end++ = '\xA0';
        } else {
            *end++ = *text;
        }
    }
    return to ? to : "";
}

static const char *
figure_words(const struct figure *f, enum lang lang, struct arena *a)
{
    if (strcmp(f->kind, "date") == 0)
        return unbroken(a, text_date(a, lang, f->day));
    if (strcmp(f->kind, "monthday") == 0)
        return unbroken(a, text_day_month(a, lang, f->day));
    return f->value;
}

static const struct figure *
figure_find(const struct figures *all, const char *name, size_t n)
{
    for (size_t i = 0; i < all->n; i++)
        if (strlen(all->list[i].field) == n && strncmp(all->list[i].field, name, n) == 0)
            return &all->list[i];
    return NULL;
}

/* The body with every {{field}} replaced; NULL and *missing for one that is unknown. */
static const char *
filled(const struct article *p, const struct figures *all, struct arena *a, const char **missing)
{
    struct out o = out_in(a);
    const char *at = p->body;

    *missing = NULL;
    for (const char *open = strstr(at, "{{"); open; open = strstr(at, "{{")) {
        const char *close = strstr(open, "}}");
        size_t n = close ? (size_t)(close - open) - 2 : 0;
        const struct figure *f = close ? figure_find(all, open + 2, n) : NULL;
        if (!f) {
            *missing = arena_text_n(a, open, close ? n + 4 : 2);
            return NULL;
        }
        const char *words = figure_words(f, p->lang, a);
        out_lit(&o, at, (size_t)(open - at));
        out_lit(&o, words, strlen(words));
        at = close + 2;
    }
    out_lit(&o, at, strlen(at));
    return out_text_of(&o);
}

static bool
link_is_valid(const char *url)
{
    bool guide = *url && strlen(url) <= 2 && url[strspn(url, "0123456789")] == '\0';

    return guide || strncmp(url, "https://", 8) == 0;
}

/* What the node is that has no place in our pages, or NULL. */
static const char *
forbidden(cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE: return "raw HTML";
    case CMARK_NODE_IMAGE: return "a picture";
    case CMARK_NODE_HEADING:
        return cmark_node_get_heading_level(node) == 1 ? "a heading of the first level" : NULL;
    case CMARK_NODE_LINK:
        return link_is_valid(cmark_node_get_url(node))
                   ? NULL
                   : "a link that is neither a number nor https";
    default: return NULL;
    }
}

/* Walk the tree; *line is where the forbidden thing stands. */
static const char *
first_forbidden(cmark_node *doc, int *line)
{
    cmark_iter *walk = cmark_iter_new(doc);
    const char *what = NULL;

    for (cmark_event_type ev = cmark_iter_next(walk); ev != CMARK_EVENT_DONE && !what;
         ev = cmark_iter_next(walk)) {
        cmark_node *node = cmark_iter_get_node(walk);
        what = ev == CMARK_EVENT_ENTER ? forbidden(node) : NULL;
        *line = cmark_node_get_start_line(node);
    }
    cmark_iter_free(walk);
    return what;
}

enum err
article_html(const struct article *p, const struct figures *f, struct arena *a, struct html *out,
    const char **why)
{
    const char *missing, *what;
    const char *text = filled(p, f, a, &missing);
    cmark_node *doc;
    char *html, *kept;
    int line = 0;

    if (!text) {
        *why = arena_printf(a, "%s: no such field: %s", p->path, missing ? missing : "");
        return ERR_MALFORMED;
    }
    doc = cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);
    if (!doc)
        return ERR_INTERNAL;
    what = first_forbidden(doc, &line);
    html = what ? NULL : cmark_render_html(doc, CMARK_OPT_DEFAULT | CMARK_OPT_SAFE);
    cmark_node_free(doc);
    if (what) {
        *why =
            arena_printf(a, "%s, line %d of the text: %s has no place here", p->path, line, what);
        return ERR_MALFORMED;
    }
    kept = html ? arena_text(a, html) : NULL;
    cmark_get_default_mem_allocator()->free(html);
    if (!kept)
        return ERR_INTERNAL;
    *out = (struct html){ kept, strlen(kept) };
    return OK;
}
