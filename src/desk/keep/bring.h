/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_BRING_H
#define DESK_KEEP_BRING_H
/* Cases that a team brings along: from a doc (joblink/doc.h) into the vault.  Bringing the same
   file twice adds nothing: every entry carries the hash of what tells it again. */
#include "desk/cases/rules.h"
#include "joblink/doc.h"

enum { BRING_TITLES = 20 };

struct bring_trouble {
    enum doc_trouble what;
    uint32_t place;
    const char *piece;
};

struct bring_column {
    const char *heading;
    enum doc_column is;
};

struct brought {
    enum doc_source source;
    size_t n_cases, n_entries;       /* in the file */
    size_t n_fresh, n_fresh_entries; /* not here yet: what is added, or would be */
    size_t n_refused;                /* cases that could not be kept */
    size_t n_titles;                 /* of the first cases */
    const char *titles[BRING_TITLES];
    size_t n_troubles, n_columns;
    struct bring_trouble troubles[DOC_TROUBLES_MAX + 1];
    struct bring_column columns[DOC_COLUMNS_MAX];
};

/* Look through a doc, and if `really` is set make its cases, each in a transaction of its own.
   Outside transactions.  ERR_BUSY: records are still being opened, so what is known is not known;
   ERR_MALFORMED: no doc. */
MUST_USE enum err bring(const struct casebook *b, struct bytes doc, bool really,
    const struct actor *by, struct arena *a, struct brought *out);

#endif
