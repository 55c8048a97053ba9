/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_GATE_H
#define GATE_GATE_H
/*
 * The gate: the one program of a hub in which a seeker's plaintext may exist.  The parent holds
 * keys and facts and never reads a byte of a connection; each connection is served by a child of
 * its own, which wipes what it used and ends.  docs/gate.md tells how a plaintext lives and
 * dies here.
 *
 * Started by the hub's master; arguments and descriptors as link/hublink.h states them.
 */
#include "core/open/seeker_keys.h"
#include "core/wire/keys.h"
#include "core/wire/ticket.h"
#include "gate/book.h"
#include "gate/conf.h"
#include "gate/epochs.h"
#include "gate/gate_pass.h"

enum {
    GATE_MAX_CHILDREN = 256,
    GATE_SERVE_S = 30, /* one connection, from its first byte to the end of the answer */
    GATE_ALARM_S = 60, /* the kernel ends a child that did not end itself */
    GATE_BODY_MAX = 128 * 1024,
    GATE_ARENA_BYTES = 8 << 20,
};

/* The secrets of one request.  One guarded allocation, made once by the parent, which never writes
   to it; each child has its own copy of the empty page. */
struct pocket {
    struct gate_pass pass;  /* of this page, or of the one that comes next */
    struct gate_pass again; /* that a further message brought */
    struct seeker_keys keys;
};

/* What every handler is given.  In a child it never changes. */
struct app {
    const struct gate_conf *conf;
    const struct ticket_key *ticket_key; /* in guarded memory */
    const struct book *book;
    const struct epochs *epochs;
    struct pocket *pocket; /* empty when a handler begins */
    int64_t now_s;         /* when the connection was taken */
    /* Called when the request is there as a whole; an error: the parent has ended this child. */
    enum err (*request_is_whole)(const struct app *app);
    _Atomic uint8_t *stage; /* of this child, see parent.h */
};

#endif
