/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUARD_CALLS_H
#define GUARD_CALLS_H
/* seccomp, for guard.c only. */
#include "guard/guard.h"

/* Allow the system calls of these groups (enum guard_calls) and the basic ones.  Of the others
   those that only an intruder would make end the process at once; the rest fail with EPERM. */
MUST_USE enum err calls_enter(unsigned groups);

/* What serving one connection takes and nothing else, as a program for the kernel of at most
   CALLS_CODE_MAX instructions, to be put on later. */
struct sock_filter;
enum { CALLS_CODE_MAX = 256 };
MUST_USE enum err calls_make_serving(struct sock_filter *code, size_t *n_code);

#endif
