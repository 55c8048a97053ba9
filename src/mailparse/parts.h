/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MAILPARSE_PARTS_H
#define MAILPARSE_PARTS_H
/* The parts of a mail: which of them are its text, which are files. */
#include "base/out.h"
#include "postlink/letter.h"
#include <gmime/gmime.h>

struct gathering {
    struct arena *a;
    struct letter *l;
    struct out text;   /* what a person reads */
    size_t n_parts;    /* looked at so far */
    size_t file_bytes; /* of all files */
};

/* Walk from the root of a mail. */
MUST_USE enum err parts_gather(struct gathering *g, GMimeObject *root);

#endif
