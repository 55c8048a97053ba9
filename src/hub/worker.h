/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_WORKER_H
#define HUB_WORKER_H
/* The processes that answer with libmicrohttpd: public workers, and the one desk worker.  They read
   the store and never write; connections come from the master. */
#include "core/wire/ticket.h"
#include "hub/conf.h"
#include "hub/content.h"

struct worker_conf {
    const struct hub_conf *hub;
    struct content *content; /* handed over */
    struct ticket_key key;
    bool is_desk;
    int control_fd; /* SEQPACKET: a byte and a connection each; one byte back when ready */
    int commit_fd;  /* desk worker; else -1 */
};

/* Serve until SIGTERM or the end of the control socket.  OK, or why it could not start. */
MUST_USE enum err worker_run(const struct worker_conf *conf);

/* The process that reads shelves for the gate: requests come over `shelf_fd`. */
struct shelfd_conf {
    const struct hub_conf *hub;
    int control_fd, shelf_fd;
};
MUST_USE enum err shelfd_run(const struct shelfd_conf *conf);

#endif
