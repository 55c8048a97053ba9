/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MAILPARSE_SERVE_H
#define MAILPARSE_SERVE_H
/* The parser as a server of one worker: length(4) and a raw mail come in, length(4) and a letter go
   out; length 0: it could not be parsed.  Each mail is parsed in a process of its own, without
   files, network or further processes, with a bound on time and memory; what it breaks ends with
   it. */
#include "base/err.h"
#include "guard/guard.h"

/* How long the parsing of one mail may take. */
struct serve_bounds {
    unsigned cpu_s;
    int wall_ms;
};

/* Take requests from `in` until it ends.  `narrow` is put on by each child; NULL without guard. */
MUST_USE enum err serve_mails(
    int in, int out, const struct serve_bounds *bounds, const struct guard_filter *narrow);

/* One mail from `in` up to its end, its letter to `out`, in this process. */
MUST_USE enum err serve_one(int in, int out);

#endif
