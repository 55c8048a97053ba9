/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_FILES_H
#define DESK_KEEP_FILES_H
/* The files of a desk's folder, for src/desk/keep. */
#include "base/err.h"

/* Notes that a backup holds; ends with NULL. */
extern const char *const backup_notes[];

/* Make the folder of this path durable. */
MUST_USE enum err folder_sync(const char *path);

/* Overwrite a file once, then remove it; a file that is not there is fine. */
void file_shred(const char *path);

#endif
