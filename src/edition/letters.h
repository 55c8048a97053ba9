/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_LETTERS_H
#define EDITION_LETTERS_H
/* The letters of content/letters: data pages for the gate, a page of each and their list. */
#include "letters/letters.h"

/* The files as they stand in the edition, from CONTENT/letters and CONTENT/deadlines: shared.letter
   and then the others by their names.  ERR_NOT_FOUND: no letters there; ERR_MALFORMED with *why. */
MUST_USE enum err letters_files_read(
    const char *content, struct arena *a, struct letters_files *out, const char **why);

#endif
