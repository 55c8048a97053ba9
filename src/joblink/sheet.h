/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef JOBLINK_SHEET_H
#define JOBLINK_SHEET_H
/* What a sheet of paper holds, as the desk describes it to the program that draws it: items, each
   kind(1), length(4) and text, length(4) and text.  Texts are UTF-8 without NUL. */
#include "base/bytes.h"

enum sheet_kind {
    SHEET_UNSET,
    SHEET_TITLE,   /* the sheet's name, and a line below it */
    SHEET_HEADING, /* of a part */
    SHEET_FACT,    /* a name, and what it is */
    SHEET_TEXT,    /* a paragraph */
    SHEET_ENTRY,   /* who and when, and what was said */
    SHEET_WARNING, /* a paragraph in a frame */
    SHEET_FOOT,    /* at the bottom of every page; once */
    SHEET_KIND_END
};

enum { SHEET_MAX_BYTES = 4 << 20, SHEET_TEXT_MAX = 64 * 1024, SHEET_ITEMS_MAX = 5000 };

struct sheet_item {
    enum sheet_kind kind;
    struct bytes a, b;
};

/* Write one item; `w` latches when too short. */
void sheet_put(struct writer *w, enum sheet_kind kind, const char *a, const char *b);

/* The next item; texts are borrowed.  ERR_NOT_FOUND at the end; ERR_MALFORMED. */
MUST_USE enum err sheet_next(struct reader *r, struct sheet_item *out);

#endif
