/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_MASTER_H
#define HUB_MASTER_H
/* The master owns the listening socket and the children: committer, shelf process, desk worker,
   public workers, gate.  It takes connections, waits until the headers of the first request are
   there (looking at them without taking them), and hands each to the process that it belongs to.
   It parses nothing and answers only "bad request" and "busy".  A child that dies ends everything:
   a supervisor starts the hub again, and recovery is the ordinary start. */
#include "hub/children.h"

struct master_conf {
    const struct hub_conf *hub;
    int listen_fd;
    int signal_fd;
};

/* Serve until told to stop (OK) or a child dies (ERR_INTERNAL).  The children are running. */
MUST_USE enum err master_run(const struct master_conf *conf, struct children *children);

#endif
