/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MAILPARSE_HTML_H
#define MAILPARSE_HTML_H
/* What somebody reads of a mail that came as HTML only.  Not a browser: nothing is fetched, run or
   laid out; blocks become lines, a link shows where it really leads. */
#include "base/arena.h"

/* `html` is UTF-8 as clean_text() gives it.  NULL: no memory. */
const char *html_to_text(struct arena *a, const char *html);

#endif
