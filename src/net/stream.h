/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_STREAM_H
#define NET_STREAM_H
/* A connection that carries lines and blocks of bytes both ways: TCP or a local socket, through a
   SOCKS proxy when one is given, with TLS whose certificate is checked.  libcurl connects; what is
   said over it is up to the caller.  Blocking, with a bound on every wait. */
#include "base/arena.h"
#include "net/trouble.h"

struct stream;

struct stream_to {
    const char *host_port; /* "mail.example.org:993", or the path of a local socket */
    bool tls;
    const char *proxy; /* "" none */
    const char *ca;    /* path of certificates that are trusted besides; "" none */
    long timeout_ms;   /* for each wait */
};

/* *out is never NULL after OK.  On failure *trouble and *why (curl's words, at most cap bytes) tell
   what it was. */
MUST_USE enum err stream_open(const struct stream_to *to, struct stream **out,
    enum net_trouble *trouble, char *why, size_t cap);
void stream_drop(struct stream **s);

/* Whatever is read from now on is there within this time, all together; later there is none.  0:
   each wait has its own time alone. */
void stream_all_within(struct stream *s, int64_t ms);

/* All of it.  ERR_BUSY: the other side is gone or does not take it in time. */
MUST_USE enum err stream_send(struct stream *s, struct bytes b);

/* The next line without its line end, at most `max` bytes; it lives until the next call.
   ERR_BUSY: none in time, or the end; ERR_TOO_LARGE. */
MUST_USE enum err stream_line(struct stream *s, size_t max, struct bytes *out);

/* The same, but returns ERR_NOT_FOUND when no whole line is there after wait_ms. */
MUST_USE enum err stream_poll_line(struct stream *s, size_t max, int wait_ms, struct bytes *out);

/* Exactly n bytes to `to`. */
MUST_USE enum err stream_exact(struct stream *s, uint8_t *to, size_t n);

/* The socket, to wait for it beside others. */
int stream_fd(const struct stream *s);

#endif
