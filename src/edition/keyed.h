/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_KEYED_H
#define EDITION_KEYED_H
/* Content files of lines `key value` (the first blank divides them).  An empty line and one that
   begins with # say nothing.  `LANG.word` is a key for one language. */
#include "base/arena.h"
#include "text/lang.h"

struct keyed {
    const char *key, *value; /* both live in the arena that was given */
    enum lang lang;          /* of a key LANG.word, which then is `key`; else LANG_UNSET */
};

/* Read `path` and give each line to `take`, until it returns what is wrong with one.
   ERR_MALFORMED: *why names file, line and that; ERR_NOT_FOUND, ERR_INTERNAL: the file. */
MUST_USE enum err keyed_read(const char *path, struct arena *a,
    const char *(*take)(void *context, const struct keyed *line), void *context, const char **why);

#endif
