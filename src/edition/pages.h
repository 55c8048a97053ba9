/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_PAGES_H
#define EDITION_PAGES_H
/* All pages of an edition in memory. */
#include "edition/edition.h"

struct made_page {
    const char *path;
    struct bytes content;
};

struct made_pages {
    struct made_page *list; /* ascending by path once all are there */
    size_t n;
};

/* Render and collect every page.  Everything lives in `a`; errors as for edition_build(). */
MUST_USE enum err edition_pages(const struct edition_source *s, const struct card *cards,
    size_t n_cards, struct arena *a, struct made_pages *out, const char **why);

#endif
