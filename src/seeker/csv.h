/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_CSV_H
#define SEEKER_CSV_H
/* Small tables: one line of names, then rows.  A field that holds a comma or a quote stands in
   double quotes, a quote in it is doubled; no field holds a line break.  Lines end in LF. */
#include "base/arena.h"
#include <stdbool.h>

enum { CSV_MAX_FIELDS = 20 };

struct csv {
    struct bytes rest;
    struct arena *a;
    size_t n_fields; /* as in the first line */
    int line;        /* of the row last read */
    bool bad;        /* a row was not what the first line says */
};

/* Begin; the first line must be exactly `header`.  Otherwise `bad` is set at once. */
struct csv csv_open(struct bytes file, const char *header, struct arena *a);

/* The next row; fields live in the arena.  False at the end or at the first bad row. */
bool csv_next(struct csv *c, const char *fields[CSV_MAX_FIELDS]);

/* "2026-11-22" as days since 1970; false if it is no such day. */
bool csv_day(const char *text, int64_t *day);

#endif
