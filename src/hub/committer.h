/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_COMMITTER_H
#define HUB_COMMITTER_H
/* The one process that writes.  It takes what waits on its sockets (up to 64 messages), makes it
   durable with one fdatasync and answers each; no timer delays an answer.  It holds the map of used
   tickets and the caps.  When a disk fails under it, it ends without answering: nobody was told
   that anything is stored. */
#include "core/wire/ticket.h"
#include "hub/batches.h"
#include "hub/conf.h"

struct committer_conf {
    const struct hub_conf *hub;
    struct hub_id hub_id;
    struct ticket_key key;
    int gate_fd;   /* SEQPACKET: PUT and nothing else */
    int desk_fd;   /* SEQPACKET: DROP and nothing else */
    int signal_fd; /* readable: close the batch and end */
};

struct committer;

/* Open log and store and recover.  *why is one sentence on failure. */
MUST_USE enum err committer_new(
    const struct committer_conf *conf, struct committer **out, char why[static DB_WHY_BYTES]);
void committer_drop(struct committer **c);

/* Serve until the signal comes or both sockets end: OK; or until the disk fails. */
MUST_USE enum err committer_run(struct committer *c);

#endif
