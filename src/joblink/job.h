/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef JOBLINK_JOB_H
#define JOBLINK_JOB_H
/* Work on foreign data for the desk, done by a small program beside it: length(4) and a question
   go in, length(4) and an answer come out; length 0: it could not be done.  The program is
   started before the desk gives up its rights, and each question is worked on in a process of
   its own, with a bound on time and memory; what the question breaks ends with it.

   The desk waits for the answer, and serves nobody else meanwhile: hence the short bound.  The
   longest sheet takes 2 s, the largest file of an import 1 s. */
#include "base/bytes.h"
#include "guard/guard.h"

enum {
    JOB_IN_MAX = 48 << 20,
    JOB_OUT_MAX = 48 << 20,
    JOB_WALL_MS = 6 * 1000,
    JOB_LINE_MS = 6 * 1000
};

/* What a program does: write the whole answer to `out`. */
typedef enum err (*job_work)(struct bytes question, int out);

/* Serve until the other side ends.  `narrow` is put on by each child; NULL without. */
MUST_USE enum err job_serve(int in, int out, job_work work, const struct guard_filter *narrow);

/* One question from `in` up to its end, its answer to `out`, in this process. */
MUST_USE enum err job_once(int in, int out, job_work work);

/* The main function of such a program: arguments SANDBOX [serve]; the rest is given. */
struct job_program {
    job_work work;
    const struct guard_path *paths; /* files that the work reads */
    size_t n_paths;
    unsigned calls; /* enum guard_calls beyond serving */
    bool narrow;    /* the work needs nothing but memory and its pipe */
};
int job_main(int argc, char **argv, const struct job_program *p);

/* At the desk: start the program of this name that lies beside this one.  *fd is the socket to it.
   ERR_NOT_FOUND: there is none. */
MUST_USE enum err job_start(const char *program, const char *sandbox, int *fd);
/* The same with another word than "serve" behind the sandbox's. */
MUST_USE enum err job_start_as(const char *program, const char *sandbox, const char *word, int *fd);

/* Ask and wait.  The answer is in `a`.  ERR_TOO_LARGE; ERR_MALFORMED: it could not be done;
   ERR_NOT_FOUND: the program is gone, or says nothing long after its time and is given up. */
struct arena;
MUST_USE enum err job_ask(int fd, struct bytes question, struct arena *a, struct bytes *out);

/* The same with a program that has a bound of its own, well below JOB_LINE_MS, for what strangers
   send: one question that takes too long costs that question alone.  `owes`: the program may still
   answer it; that is read away before the next one. */
struct job_line {
    int fd; /* -1: not there */
    bool owes;
};
/* ERR_MALFORMED also: it took too long, or the program ended over it; ERR_NOT_FOUND: the program
   was gone before; ERR_BUSY: it is at work on an earlier question; ERR_TOO_LARGE. */
MUST_USE enum err job_ask_line(
    struct job_line *l, struct bytes question, struct arena *a, struct bytes *out);

#endif
