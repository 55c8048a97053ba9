/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_LOG_H
#define BASE_LOG_H
/* One line on standard error for each event of operation, never for each request, and never with
   content, addresses, paths of pages or names: the arguments are a fixed word, an error code, a
   number and words that the program itself wrote. */
#include "base/err.h"
#include <stdint.h>

/* "event=NAME err=CODE n=NUMBER why=WORDS".  `why` may be NULL; it must come from the program or
   from a library's own messages about files and sockets, never from what somebody sent. */
void log_event(const char *name, enum err e, int64_t n, const char *why);

#endif
