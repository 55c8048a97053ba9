/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_MAKING_H
#define EDITION_MAKING_H
/* What the makers of an edition's pages share: where from, what is known, what is there already. */
#include "edition/article.h"
#include "edition/kit.h"
#include "edition/pages.h"
#include "edition/situations.h"
#include "seeker/site.h"

struct letters; /* letters/letters.h */

struct making {
    const struct edition_source *s;
    struct arena *a;
    const char **why;
    const struct facts *site;
    const struct figures *figures;
    const struct situations *situations;
    int64_t day;
    const struct letters *letters; /* NULL: there are none */
    const char *first_question;    /* of the tree, as an address; NULL: there is none */
    struct kit_script kit;         /* all NULL without one */
    struct made_pages *pages;
    enum err e; /* the first error; later steps do nothing */
};

/* Remember an error, if it is the first; *why becomes "path: what". */
void making_fail(struct making *m, enum err e, const char *path, const char *what);

/* Take a page; `path` and `content` live as long as m->a.  A NULL path is "out of memory". */
void making_add(struct making *m, const char *path, struct bytes content);

/* Take what a page wrote, as LANG/name (LANG_UNSET: as name).  The limit is part of what we promise
   to people with slow networks. */
void making_add_page(
    struct making *m, enum lang l, const char *name, struct out *o, size_t limit_bytes);

/* What stands around page `name` of this edition. */
struct frame making_frame(const struct making *m, enum lang l, const char *name);

/* letters.c: data pages, a page of each letter, their list.  Before the guides that lead there. */
void making_add_letters(struct making *m);

/* guides.c: every page made of Markdown, the list of guides, what search needs, the questions. */
void making_add_guides(struct making *m);

#endif
