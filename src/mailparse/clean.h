/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MAILPARSE_CLEAN_H
#define MAILPARSE_CLEAN_H
/* From bytes in whatever character set to texts that may be shown: UTF-8 without control characters
   and, in single lines, without marks that turn the direction of writing around. */
#include "base/arena.h"

enum { CHARSETS_MAX = 40 };

/* Open converters: each holds the table of its character set in memory. */
struct charsets {
    void *held[CHARSETS_MAX];
};

/* Load the tables of the character sets that mail comes in: afterwards no file is needed.  Once,
   before the sandbox; *out lives as long as the process. */
void charsets_load(struct charsets *out);

/* Text of a body: CR LF becomes LF, bytes that mean nothing become U+FFFD.  `charset` is what the
   mail says, NULL nothing: then UTF-8 if it is, else a guess.  NULL: no memory. */
const char *clean_text(struct arena *a, struct bytes raw, const char *charset);

/* One line of at most `max` bytes: breaks and tabs become blanks, directions are left out.  `text`
   may be NULL and need not be UTF-8.  "" when nothing is left; NULL: no memory. */
const char *clean_line(struct arena *a, const char *text, size_t max);

/* The name of a file without folders; "" when nothing is left. */
const char *clean_file_name(struct arena *a, const char *name);

/* "type/subtype" in lower case; "application/octet-stream" for anything strange. */
const char *clean_type(struct arena *a, const char *type, const char *subtype);

/* Identifiers of mails: printable ASCII only, each without <>, separated by one blank; of a longer
   list the last ones. */
const char *clean_ids(struct arena *a, const char *header, size_t max);

#endif
