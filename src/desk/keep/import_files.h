/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_IMPORT_FILES_H
#define DESK_KEEP_IMPORT_FILES_H
/* Files that wait in the folder `import` of the desk to be brought in: the command line puts them
   there, the page reads them, and removes them when that is done. */
#include "base/arena.h"

#define IMPORT_FOLDER "import"
enum { IMPORT_FILES_MAX = 50, IMPORT_NAME_MAX = 100 };

/* May it be the name of such a file?  Letters, digits, dot, hyphen, underscore; no dot first. */
bool import_name_is_valid(const char *name);

/* Names of those that wait, in order; at most IMPORT_FILES_MAX.  No folder: none. */
MUST_USE enum err import_list(
    const char *desk, struct arena *a, const char *to[IMPORT_FILES_MAX], size_t *n);

/* Copy a file there under its own name, strange letters replaced.  ERR_NOT_FOUND, ERR_TOO_LARGE,
   ERR_CONFLICT: there is one of this name. */
MUST_USE enum err import_put(const char *desk, const char *from, struct arena *a);

/* Read one, or remove it (overwritten first). */
MUST_USE enum err import_read(
    const char *desk, const char *name, struct arena *a, struct bytes *out);
void import_remove(const char *desk, const char *name);

#endif
