/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_ARTICLE_H
#define EDITION_ARTICLE_H
/* One Markdown page of content/: front matter, fields,
   and CommonMark without raw HTML or pictures. */
#include "seeker/pages.h"

enum { ARTICLE_MAX_SOURCES = 32, ARTICLE_MAX_BYTES = 64 << 10 };

struct article {
    enum lang lang;
    const char *path; /* for messages */
    const char *title, *heading, *reviewer;
    int64_t reviewed_day, due_day;
    struct source_row sources[ARTICLE_MAX_SOURCES];
    size_t n_sources;
    const char *situations; /* codes, blank between; NULL: not stated */
    const char *leads;      /* numbers of guides that go further, blank between; NULL: none */
    const char *letters;    /* numbers of letters, blank between; NULL: none */
    const char *countries;  /* codes, blank between, or "*"; NULL: not stated */
    const char *body;
};

/* Numbers, dates and articles that texts name as {{field}}. */
struct figures;

/* Read guides/figures.csv of the content folder. */
MUST_USE enum err figures_read(
    const char *content, struct arena *a, const struct figures **out, const char **why);

/* Read a page.  ERR_NOT_FOUND: there is no such file.  Everything lives in `a`. */
MUST_USE enum err article_read(
    const char *path, enum lang lang, struct arena *a, struct article *out, const char **why);

/* Its body as HTML.  Links lead to other guides (a bare number) or to https addresses; anything
   else, an unknown field, raw HTML, a picture or a first-level heading is ERR_MALFORMED. */
MUST_USE enum err article_html(const struct article *p, const struct figures *f, struct arena *a,
    struct html *out, const char **why);

#endif
