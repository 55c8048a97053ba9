/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_PARENT_H
#define GATE_PARENT_H
/* The gate's parent: takes connections from the master without reading them, gives each to a child,
   turns the epochs, reads the book again on SIGHUP. */
#include "gate/gate.h"
#include "guard/guard.h"
#include <stdatomic.h>
#include <sys/types.h>

enum {
    PARENT_PATIENCE_MS = 3 * 1000, /* a body that takes longer may have to give way to others */
    PARENT_BODY_MS = 10 * 1000,    /* and longer than this to nobody */
};

/* How far a child is, in memory that it shares with the parent.  Whoever changes it first wins, so
   that no child is ended that has a whole request. */
enum { PARENT_READING, PARENT_WHOLE, PARENT_ENDED };

struct slot {  /* of one child; its stage stands in stages[] at the same place */
    pid_t pid; /* 0: free */
    int64_t forked_ms;
};

struct parent {
    struct gate_conf conf;
    struct ticket_key *ticket_key; /* guarded */
    struct epochs *epochs;
    struct pocket *pocket; /* guarded, empty; written to by children only, each its own copy */
    struct book *book;
    enum guard_mode guard;
    struct guard_filter *filter; /* of the children; NULL with GUARD_OFF */
    struct bytes full;           /* the answer when there are too many children */
    int signal_fd;               /* SIGHUP, SIGTERM, SIGINT */
    struct slot slots[GATE_MAX_CHILDREN];
    _Atomic uint8_t *stages; /* GATE_MAX_CHILDREN; made with the first child */
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
