/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MAILPARSE_MAIL_H
#define MAILPARSE_MAIL_H
/* From the raw bytes of a mail to a letter.  The only code that meets what strangers put into
   mails; it runs in a process of its own that can do nothing but answer (serve.h). */
#include "mailparse/clean.h"
#include "postlink/letter.h"

enum { MAIL_RAW_MAX = 20 << 20, MAIL_ARENA_BYTES = 160 << 20 };

/* Make the library ready; once, before the sandbox.  *held lives as long as the process. */
void mail_parser_start(struct charsets *held);

/* Texts and files live in `a` (of MAIL_ARENA_BYTES).  ERR_MALFORMED: no mail at all;
   ERR_TOO_LARGE, ERR_INTERNAL. */
MUST_USE enum err mail_parse(struct bytes raw, struct arena *a, struct letter *out);

#endif
