/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_KEYED_H
#define SEEKER_KEYED_H
/* Content files of lines `key value` (the first blank divides them).  An empty line and one that
   begins with # say nothing.  `LANG.word` is a key for one language. */
#include "base/arena.h"
#include "text/lang.h"

struct keyed {
    const char *key, *value; /* both live in the arena that was given */
    enum lang lang;          /* of a key LANG.word, which then is `key`; else LANG_UNSET */
};

/* Take one line; what is wrong with it, or NULL. */
typedef const char *keyed_take(void *context, const struct keyed *line);

/* Read `path` and give each line to `take`, until it returns what is wrong with one.
   ERR_MALFORMED: *why names file, line and that; ERR_NOT_FOUND, ERR_INTERNAL: the file. */
MUST_USE enum err keyed_read(
    const char *path, struct arena *a, keyed_take *take, void *context, const char **why);

/* The same for what was read already; `name` is for *why. */
MUST_USE enum err keyed_lines(const char *name, struct bytes file, struct arena *a,
    keyed_take *take, void *context, const char **why);

#endif
