/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUARD_GUARD_H
#define GUARD_GUARD_H
/* What a process gives up before it meets strangers: files (Landlock), system calls (seccomp), new
   privileges, core dumps, being looked into.  A program ends its start-up with a function of about
   ten lines, sandbox_<role>(), that says what the role may still do.  What a kernel cannot give is
   an error unless the configuration says best-effort; then it is listed in the report, for the
   status page and the log. */
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

enum guard_mode {
    GUARD_UNSET,
    GUARD_STRICT,      /* everything or ERR_INTERNAL */
    GUARD_BEST_EFFORT, /* what can be had; the report says what is lacking */
    GUARD_OFF, /* nothing but the cheap hardening: for builds with sanitizers, which need calls
                          that no role should have */
};

/* A file or a folder with all below it.  One that does not exist is passed over. */
struct guard_path {
    const char *path;
    bool may_write; /* also create, remove, rename inside a folder */
};

/* Groups of system calls a role needs beyond memory, time, random numbers, ending, and reading,
   writing and closing what is open already. */
enum guard_calls {
    GUARD_FILES = 1 << 0,   /* open, stat, list; locks; mapping of files */
    GUARD_STORE = 1 << 1,   /* besides: create, resize, sync, rename, remove */
    GUARD_EVENTS = 1 << 2,  /* epoll, poll, eventfd, timerfd, signalfd */
    GUARD_SOCKETS = 1 << 3, /* send and receive on sockets that exist, options, socketpair, pipe */
    GUARD_ACCEPT = 1 << 4,  /* accept on a listening socket that exists */
    GUARD_CONNECT = 1 << 5, /* new internet and local sockets */
    GUARD_FORK = 1 << 6,    /* fork, wait, send signals to children */
    GUARD_THREADS = 1 << 7, /* threads, but no processes */
    GUARD_LISTEN = 1 << 8,  /* new listening sockets */
    GUARD_NARROW = 1 << 9,  /* put on a struct guard_filter later */
    GUARD_EXEC = 1 << 10,   /* become another program that may be read; load libraries */
    GUARD_MEMFD = 1 << 11,  /* files in memory without a name */
};

/* The mode by its word in a configuration: "strict", "best-effort", "off"; else GUARD_UNSET. */
enum guard_mode guard_mode_of(const char *word);

struct guard_rules {
    const struct guard_path *paths;
    size_t n_paths;
    unsigned calls; /* enum guard_calls, or-ed */
};

/* What is in force.  Everything false is lacking. */
struct guard_report {
    enum guard_mode mode;
    bool not_dumpable, no_core, no_new_privileges;
    int landlock_abi;   /* 0: the kernel has none */
    bool files_guarded; /* Landlock in force */
    bool calls_guarded; /* seccomp in force */
    bool memory_locks;  /* at least GUARD_LOCK_MIN bytes may be locked */
    bool no_swap;       /* no swap is switched on */
};

enum { GUARD_LOCK_MIN = 1 << 20, GUARD_WORDS_CAP = 512 };

/* For the start of main: not dumpable, no core dumps; look at locked memory and swap.  ERR_INTERNAL
   only when the first two fail. */
MUST_USE enum err guard_start(struct guard_report *out);

/* Give up everything but the rules, for ever, for this process and its children.  Call it without
   threads.  On success the report is completed; ERR_INTERNAL in strict mode when something cannot
   be had (the report tells what). */
MUST_USE enum err guard_enter(
    enum guard_mode mode, const struct guard_rules *rules, struct guard_report *r);

/* A second, narrower filter for processes that serve one connection and end: they talk on sockets
   that exist, wait, use memory, end.  Its program is made once and put on by many children; it is
   short, because the kernel translates it anew for each. */
struct guard_filter;
MUST_USE enum err guard_filter_new(struct guard_filter **out);
void guard_filter_drop(struct guard_filter **f);

/* Put it on, besides what is in force already; that must allow GUARD_NARROW. */
MUST_USE enum err guard_filter_enter(const struct guard_filter *f);

/* Keep the libraries whose names begin like one of these out of the children that this process
   will have: code that a child never runs is not there to be misused, and not copied for it.  A
   child that calls into one ends at once.  It must be made with _Fork(), for such a library may ask
   to be called on fork().  The list ends with NULL. */
void guard_leave_out(const char *const *libraries);

/* What is lacking, in words parted by "; ", or "" when nothing is.
   For people who run a program. */
void guard_words(const struct guard_report *r, char to[static GUARD_WORDS_CAP]);

#endif
