/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_CHILDREN_H
#define HUB_CHILDREN_H
/* The processes of a hub: how they are started, what descriptors each is given, and in what order
   they end.  Every child keeps only the descriptors named here, dies with the master, and says one
   byte on its control socket when it is ready. */
#include "hub/conf.h"
#include "hub/content.h"
#include <stdbool.h>
#include <sys/types.h>

enum { MAX_WORKERS = 64, MAX_CHILDREN = MAX_WORKERS + 4 };

enum child_role {
    CHILD_UNSET,
    CHILD_COMMITTER,
    CHILD_SHELFD,
    CHILD_DESK,
    CHILD_PUBLIC,
    CHILD_GATE
};

struct child {
    enum child_role role;
    pid_t pid;      /* 0: ended */
    int control_fd; /* the master's end */
};

struct children {
    struct child all[MAX_CHILDREN];
    size_t n;
    size_t next_public; /* whose turn it is */
};

/* Start all, each ready before the next.  `content` was verified; `gate` is the path of the gate's
   program.  On an error the log has said why, and those that run are stopped by children_stop(). */
MUST_USE enum err children_start(
    struct children *c, const struct hub_conf *hub, struct content *content, const char *gate);

/* Pass on a connection; it stays the caller's to close.  ERR_BUSY when they have too much to do. */
MUST_USE enum err children_pass(struct children *c, enum child_role role, int fd);

/* New signed files: SIGHUP to those that hold some. */
void children_reload(const struct children *c);

/* Note the children that ended; how many did. */
size_t children_reap(struct children *c);

/* First those that take requests, then the shelf process, then the committer, which closes its
   batch and, as the last one with the store open, leaves one file of it. */
void children_stop(struct children *c);

/* For the log. */
const char *child_name(enum child_role role);

#endif
