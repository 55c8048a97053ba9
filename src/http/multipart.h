/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H
/* multipart/form-data (RFC 7578) as browsers send it: the fields of a form and at most one file.
   Bounded and strict like form.h. */
#include "http/form.h"

struct multipart_file {
    const char
        *name; /* as the browser says: a foreign text, never a path to be used; NULL: no file */
    const char *type;     /* "" when it says none */
    struct bytes content; /* borrowed from the body */
};

/* Is this the content type of such a form?  NULL is not. */
bool multipart_is(const char *content_type);

/* Parse into `a`.  A file of an empty field (no name, no content) is none.  ERR_MALFORMED: no
   boundary, a part without an end, a head over 4 kB, a second file, fields that are not UTF-8. */
MUST_USE enum err multipart_parse(struct bytes body, const char *content_type, struct arena *a,
    struct form *out, struct multipart_file *file);

#endif
