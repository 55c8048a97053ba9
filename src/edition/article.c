/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edition/article.h"
#include "base/file.h"
#include "base/text.h"
#include "seeker/csv.h"
#include <string.h>

/* The text after `key: ` if the line begins so. */
static const char *
value_of(const char *line, const char *key)
{
    size_t n = strlen(key);

    return strncmp(line, key, n) == 0 && line[n] == ':' && line[n + 1] == ' ' ? line + n + 2 : NULL;
}

/* "date | text | https address or nothing" */
static bool
read_source(struct article *p, char *value)
{
    char *title = strstr(value, " | ");
    char *link = title ? strstr(title + 3, " |") : NULL;

    if (!link || p->n_sources == ARTICLE_MAX_SOURCES)
        return false;
    *title = *link = '\0';
    link += link[2] == ' ' ? 3 : 2;
    if (*link && strncmp(link, "https://", 8) != 0)
        return false;
    p->sources[p->n_sources++] = (struct source_row){ value, title + 3, *link ? link : NULL };
    return true;
}

/* What is wrong with the line, or NULL. */
static const char *
read_line(struct article *p, char *line)
{
    static const char *const known[] = { "guide", "figures" };
    const char *v = value_of(line, "title");

    if (v) {
        p->title = v;
        return NULL;
    }
    if ((v = value_of(line, "heading")))
        p->heading = v;
    else if ((v = value_of(line, "reviewer")))
        p->reviewer = v;
    else if ((v = value_of(line, "situations")))
        p->situations = v;
    else if ((v = value_of(line, "leads")))
        p->leads = v;
    else if ((v = value_of(line, "letters")))
        p->letters = v;
    else if ((v = value_of(line, "countries")))
        p->countries = v;
    else if ((v = value_of(line, "reviewed_on")))
        return csv_day(v, &p->reviewed_day) ? NULL : "reviewed_on is no day";
    else if ((v = value_of(line, "review_due")))
        return csv_day(v, &p->due_day) ? NULL : "review_due is no day";
    else if ((v = value_of(line, "lang")))
        return lang_of(v) == p->lang ? NULL : "lang is another than the path says";
    else if (value_of(line, "sources"))
        return read_source(p, line + strlen("sources: "))
                   ? NULL
                   : "a source is: date | text | https address or nothing";
    else {
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (value_of(line, known[i]))
                return NULL;
        return "an unknown key";
    }
    return NULL;
}

static enum err
complain(
    const struct article *p, struct arena *a, const char *what, const char *where, const char **why)
{
    *why = arena_printf(a, "%s: %s%s%s", p->path, what, where ? ": " : "", where ? where : "");
    return ERR_MALFORMED;
}

static enum err
read_front(struct article *p, char *text, struct arena *a, const char **why)
{
    while (strncmp(text, "---\n", 4) != 0) {
        char *end = strchr(text, '\n');
        const char *wrong;
        if (!end)
            return complain(p, a, "the front matter does not end with a line ---", NULL, why);
        *end = '\0';
        wrong = read_line(p, text);
        if (wrong)
            return complain(p, a, wrong, text, why);
        text = end + 1;
    }
    p->body = text + 4;
    if (!p->title || !p->heading || !p->reviewer || p->reviewed_day == 0 ||
        p->due_day < p->reviewed_day)
        return complain(p, a,
            "title, heading, reviewer, reviewed_on and a later review_due are needed", NULL, why);
    return OK;
}

enum err
article_read(
    const char *path, enum lang lang, struct arena *a, struct article *out, const char **why)
{
    struct article p = { .lang = lang, .path = path };
    struct bytes b;
    char *text;
    enum err e = path ? file_read(path, ARTICLE_MAX_BYTES, a, &b) : ERR_INTERNAL;

    if (e) {
        *why = arena_printf(a, "%s: cannot be read", path ? path : "(out of memory)");
        return e;
    }
    if (!utf8_is_valid(b))
        return complain(&p, a, "not UTF-8", NULL, why);
    text = arena_text_n(a, b.p, b.n);
    if (!text)
        return ERR_INTERNAL;
    if (strncmp(text, "---\n", 4) != 0)
        return complain(&p, a, "does not begin with a line ---", NULL, why);
    e = read_front(&p, text + 4, a, why);
    if (!e)
        *out = p;
    return e;
}
