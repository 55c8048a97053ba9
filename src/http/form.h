/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H
/* application/x-www-form-urlencoded (WHATWG URL standard, 5.1), bounded and strict: at most
   FORM_MAX_FIELDS fields, values are UTF-8 without NUL, CR LF becomes LF. */
#include "base/arena.h"

enum { FORM_MAX_FIELDS = 256 };

struct form {
    const char *names[FORM_MAX_FIELDS];
    const char *values[FORM_MAX_FIELDS];
    size_t n;
};

/* Parse into `a`.  ERR_MALFORMED on a bad escape, bytes that are not UTF-8 or too many fields. */
MUST_USE enum err form_parse(struct bytes body, struct arena *a, struct form *out);

/* The first value of that name, or NULL. */
const char *form_get(const struct form *f, const char *name);

/* The same with "" for a field that is not there. */
const char *form_text(const struct form *f, const char *name);

/* Percent-decode n bytes of s into `a`; plus becomes a blank when `plus` is set.  NULL when
   malformed (bad escape, NUL, not UTF-8). */
const char *percent_decode(const char *s, size_t n, bool plus, struct arena *a);

#endif
