/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_FILE_H
#define BASE_FILE_H
/* Whole small files: configuration, notes, keys.  Durable where it says so. */
#include "base/arena.h"

/* Read all of `path` into `a`, ending in NUL.
   ERR_NOT_FOUND, ERR_TOO_LARGE over max, ERR_INTERNAL. */
MUST_USE enum err file_read(const char *path, size_t max, struct arena *a, struct bytes *out);

/* Replace `path` by these bytes: new file (mode 0600), fsync, rename, fsync of the folder.  After
   OK a crash leaves the new content; before it, the old. */
MUST_USE enum err file_replace(const char *path, struct bytes b);

/* Make a folder (mode 0700) and its parents; OK if it is there. */
MUST_USE enum err folder_make(const char *path);

/* Write all, or read exactly n, through interruptions.
   ERR_INTERNAL when the other side is gone. */
MUST_USE enum err fd_write_all(int fd, struct bytes b);
MUST_USE enum err fd_read_exact(int fd, uint8_t *to, size_t n);

#endif
