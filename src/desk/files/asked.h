/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FILES_ASKED_H
#define DESK_FILES_ASKED_H
/* Inside src/desk/files: the file that a request names. */
#include "desk/desk.h"
#include "desk/files/files.h"

/* The file of /c/{n}/file/{w}...: of a case in the vault she works in.  Holds its key. */
MUST_USE enum err file_asked(struct req *rq, struct file_row *out);

#endif
