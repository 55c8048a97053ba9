/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/seeker/html.h"
#include <stdbool.h>
#include <string.h>

enum { MAX_DEPTH = 64, MAX_IDS = 64, NAME_CAP = 24 };

struct walk {
    struct arena *a;
    const char *p;
    char open[MAX_DEPTH][NAME_CAP];
    size_t depth;
    const char *ids[MAX_IDS], *wanted[MAX_IDS];
    size_t n_ids, n_wanted;
    const char *wrong;
};

static bool
is_void(const char *tag)
{
    static const char *const list[] = { "meta", "link", "input", "br", "hr", "img" };

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(tag, list[i]) == 0)
            return true;
    return false;
}

static void
complain(struct walk *w, const char *what, const char *which)
{
    if (!w->wrong)
        w->wrong = arena_printf(w->a, "%s: %s, before: %.60s", what, which, w->p);
}

static size_t
name_of(const char *p, char name[NAME_CAP])
{
    size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789-");

    if (n >= NAME_CAP)
        n = 0;
    memcpy(name, p, n);
    name[n] = '\0';
    return n;
}

/* An <option> ends where the next one begins. */
static void
end_option(struct walk *w)
{
    if (w->depth > 0 && strcmp(w->open[w->depth - 1], "option") == 0)
        w->depth--;
}

static void
close_tag(struct walk *w)
{
    char name[NAME_CAP];

    w->p += 2;
    w->p += name_of(w->p, name);
    if (strcmp(name, "select") == 0)
        end_option(w);
    if (w->depth == 0 || strcmp(w->open[w->depth - 1], name) != 0)
        complain(w, "closes what is not open", name);
    else
        w->depth--;
    if (*w->p != '>')
        complain(w, "badly closed", name);
    w->p += *w->p == '>';
}

static void
keep_id(struct walk *w, const char *name, const char *value)
{
    if (strcmp(name, "id") == 0) {
        for (size_t i = 0; i < w->n_ids; i++)
            if (strcmp(w->ids[i], value) == 0)
                complain(w, "id twice", value);
        if (w->n_ids < MAX_IDS)
            w->ids[w->n_ids++] = value;
    }
    if (strcmp(name, "for") == 0 && w->n_wanted < MAX_IDS)
        w->wanted[w->n_wanted++] = value;
    if (strcmp(name, "href") == 0 && value[0] == '#' && value[1] && w->n_wanted < MAX_IDS)
        w->wanted[w->n_wanted++] = value + 1;
}

/* One attribute; false at the end of the tag. */
static bool
attribute(struct walk *w)
{
    char name[NAME_CAP];

    w->p += strspn(w->p, " \n");
    if (*w->p == '>' || !*w->p)
        return false;
    if (name_of(w->p, name) == 0) {
        complain(w, "no attribute name", "?");
        return false;
    }
    w->p += strlen(name);
    if (*w->p != '=')
        return true;
    if (w->p[1] != '"') {
        complain(w, "value without quotes", name);
        return false;
    }
    size_t n = strcspn(w->p + 2, "\"");
    if (memchr(w->p + 2, '<', n))
        complain(w, "a bare < in a value", name);
    keep_id(w, name, arena_text_n(w->a, w->p + 2, n));
    w->p += n + 3;
    return true;
}

static void
open_tag(struct walk *w)
{
    char name[NAME_CAP];

    w->p += 1;
    if (name_of(w->p, name) == 0)
        complain(w, "a bare <", "?");
    w->p += strlen(name);
    if (strcmp(name, "option") == 0)
        end_option(w);
    while (!w->wrong && attribute(w))
        ;
    if (*w->p != '>')
        complain(w, "not closed", name);
    w->p += *w->p == '>';
    if (is_void(name))
        return;
    if (w->depth == MAX_DEPTH)
        complain(w, "too deep", name);
    else
        memcpy(w->open[w->depth++], name, NAME_CAP);
    if (strcmp(name, "style") == 0) {
        const char *end = strstr(w->p, "</style>");
        w->p = end ? end : w->p;
    }
}

static bool
has_id(const struct walk *w, const char *id)
{
    for (size_t i = 0; i < w->n_ids; i++)
        if (strcmp(w->ids[i], id) == 0)
            return true;
    return false;
}

const char *
html_problem(struct arena *a, const char *page)
{
    struct walk w = { .a = a, .p = page };

    if (strncmp(page, "<!doctype html>\n", 16) != 0)
        return "no doctype";
    for (w.p += 16; *w.p && !w.wrong;) {
        if (w.p[0] == '<' && w.p[1] == '/')
            close_tag(&w);
        else if (w.p[0] == '<')
            open_tag(&w);
        else
            w.p++;
    }
    if (!w.wrong && w.depth > 0)
        return arena_printf(a, "never closed: %s", w.open[w.depth - 1]);
    for (size_t i = 0; !w.wrong && i < w.n_wanted; i++)
        if (!has_id(&w, w.wanted[i]))
            return arena_printf(a, "leads to no id: %s", w.wanted[i]);
    return w.wrong;
}

const char *
html_skeleton(struct arena *a, const char *page)
{
    char *to = arena_alloc(a, strlen(page) + 1), *end = to;
    bool in_tag = false, in_value = false;

    for (const char *p = page; to && *p; p++) {
        in_tag |= !in_value && *p == '<';
        in_value ^= in_tag && *p == '"';
        if (in_tag && !in_value)
            *end++ = *p;
        in_tag &= in_value || *p != '>';
    }
    return to;
}

const char *
html_text(struct arena *a, const char *page)
{
    const char *from = strstr(page, "<body>");
    char *to = arena_alloc(a, strlen(page) + 1), *end = to;
    bool in_tag = false;

    for (const char *p = from ? from : page; to && *p; p++) {
        in_tag |= *p == '<';
        if (!in_tag && *p == '&')
            p += strcspn(p, ";");
        else if (!in_tag)
            *end++ = *p;
        if (*p == '>') {
            in_tag = false;
            *end++ = ' ';
        }
    }
    return to;
}
