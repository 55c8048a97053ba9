/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H
/* libmicrohttpd behind a small fence: the only file that includes it is server.c.  One server is
   one thread's; the caller's loop drives it, so that a daemon can wait for other descriptors
   as well. */
#include "http/route.h"

struct server;

struct server_conf {
    int listen_fd;            /* -1: connections come by server_give() only */
    unsigned idle_s;          /* a connection silent for so long is closed */
    unsigned max_connections; /* with 1 the loop has to be server_wait() */
    size_t connection_bytes;  /* memory for one request's line and headers */
};

/* A server of its own for one loop.  ERR_INTERNAL: the library would not start. */
MUST_USE enum err server_new(const struct site *site, struct server_conf conf, struct server **out);
/* Close all connections and free.  Fits OWN(server). */
void server_drop(struct server **s);

/* Take over an accepted connection.  The descriptor is the server's from here, also on an error. */
MUST_USE enum err server_give(struct server *s, int fd);

/* Descriptor that becomes readable when server_run() has something to do. */
int server_fd(const struct server *s);

/* How long the loop may wait before calling server_run() anyway; -1 without end. */
int server_timeout_ms(struct server *s);

/* Do what is ready, without waiting. */
void server_run(struct server *s);

/* Wait at most so long for something to do, and do it: a whole loop's turn for a server that
   nothing else is waited for with. */
void server_wait(struct server *s, int at_most_ms);

/* Let a request's arena begin in this memory: zeroed, aligned for anything, the caller's.  For a
   server of one connection. */
void server_set_room(struct server *s, void *room, size_t n_bytes);

/* Give receiving a request, and then sending its answer, so many seconds each (none by default): a
   peer that trickles is not silent, and would stay for ever. */
void server_set_deadline(struct server *s, unsigned seconds);

/* Cut off the request that has gone on longest and is no signed caller's, to make room for somebody
   else.  False when there is none. */
bool server_cut_oldest(struct server *s);

/* Connections now open, and answers completely sent so far. */
unsigned server_n_open(const struct server *s);
unsigned long server_n_done(const struct server *s);

#endif
