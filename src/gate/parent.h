/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_PARENT_H
#define GATE_PARENT_H
/* The gate's parent: takes connections from the master without reading them, gives each to a child,
   turns the epochs, reads the book again on SIGHUP. */
#include "gate/gate.h"
#include "guard/guard.h"

struct parent {
    struct gate_conf conf;
    struct ticket_key *ticket_key; /* guarded */
    struct epochs *epochs;
    struct book *book;
    enum guard_mode guard;
    struct guard_filter *filter; /* of the children; NULL with GUARD_OFF */
    struct bytes full;           /* the answer when there are too many children */
    int signal_fd;               /* SIGCHLD, SIGHUP, SIGTERM, SIGINT */
    unsigned n_children;
    bool was_full; /* said in the log, once for each time */
};

/* Serve until the control socket ends or SIGTERM comes: OK. */
MUST_USE enum err parent_run(struct parent *p);

/* One turn without waiting, for tests: take what is there. */
MUST_USE enum err parent_step(struct parent *p);

/* Wait for the children that still serve, at most so long. */
void parent_wait(struct parent *p, int64_t at_most_ms);

/* What a child may still do: talk on sockets that exist and wait for them.  Made before the parent
   enters its own sandbox. */
MUST_USE enum err parent_filter(struct parent *p);

/* The whole answer "too many people", in every language: nothing was read that says which. */
MUST_USE enum err parent_full_page(struct arena *a, struct bytes *out);

#endif
