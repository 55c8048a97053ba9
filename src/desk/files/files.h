/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FILES_FILES_H
#define DESK_FILES_FILES_H
/* Attachments of a case: sealed in pieces in records.db, under a key that travels in a record of
   the case.  Whoever can read the case can read the file; erasing the case's key erases it.
   Nothing here looks into a file. */
#include "core/open/pieces.h"
#include "desk/cases/applying.h"
#include "desk/cases/rules.h"

enum {
    FILE_BYTES_MAX = 28 << 20,
    FILE_UPLOAD_MAX = 16 << 20,
    FILE_NAME_MAX = 150, /* bytes */
    FILE_TYPE_MAX = 80
};

/* What the number of a RECORD_FILE says; stored. */
enum file_act {
    FILE_CAME = 0,  /* the body describes it; content: its blob */
    FILE_TAKEN = 1, /* somebody took the original out; body: why; content: its blob */
};

/* The body of FILE_CAME.  See docs/formats/file.md. */
struct file_body {
    uint64_t size;
    struct content_id blob; /* 16 random bytes */
    struct file_key key;
    struct digest sha256; /* of the content */
    const char *name;     /* clean: see file_name_clean() */
    const char *type;     /* as the sender says, such as "image/jpeg"; "" */
};
MUST_USE enum err file_body_encode(const struct file_body *f, struct writer *w);
/* ERR_MALFORMED.  Texts are copied into `a`.  Holds a key: wipe it. */
MUST_USE enum err file_body_decode(struct bytes in, struct arena *a, struct file_body *out);

/* A name fit to be shown and stored: the last part of a path, without control characters and those
   that turn the direction of writing, cut to FILE_NAME_MAX; "file" when nothing is left. */
const char *file_name_clean(const char *name, struct arena *a);

/* What somebody gives to be kept; borrowed. */
struct file_given {
    const char *name, *type;
    struct bytes content;
    int64_t at_s;
    const struct actor *by; /* NULL: the person */
};

/* Seal a file into a case.  Inside the caller's transactions (casebook_begin).  ERR_TOO_LARGE: over
   FILE_BYTES_MAX; ERR_NOT_FOUND: no such case. */
MUST_USE enum err file_keep(const struct casebook *b, int64_t case_id, const struct file_given *g);

/* A file of a case as its record describes it. */
struct file_row {
    int64_t id, case_id; /* of the record */
    struct file_body f;
    int64_t at_s, n_taken;
    const char *by; /* "" the person */
};

/* ERR_NOT_FOUND: the case has no such file.  Texts live in `a`; holds the key: file_row_wipe(). */
MUST_USE enum err file_get(struct db *p, int64_t case_id, const struct content_id *blob,
    struct arena *a, struct file_row *out);
void file_row_wipe(struct file_row *f);

/* Open the pieces one after the other; an error of `each` ends it.  ERR_FORGED: a piece is missing,
   changed or too many, or the whole is not what the record says. */
MUST_USE enum err file_read_pieces(struct db *records, const struct file_body *f,
    enum err (*each)(void *closure, struct bytes piece), void *closure);

/* Open every piece of every file of a vault whose records are all read: how many files, and how
   many of them do not open whole. */
MUST_USE enum err files_check(struct db *p, struct db *records, size_t *n, size_t *n_bad);

/* Note in the case that the original is taken out.  Inside the caller's transactions. */
MUST_USE enum err file_taken(const struct casebook *b, int64_t case_id,
    const struct content_id *blob, const char *why, const struct actor *by);

/* The kind RECORD_FILE. */
enum err file_apply(struct applying *x);

#endif
