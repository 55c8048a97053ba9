/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_FETCH_H
#define NET_FETCH_H
/* One HTTP exchange with a hub, through a SOCKS proxy when one is given.  Blocking; used by the
   desk's courier thread only.  Redirects are not followed, nothing is kept but the connection. */
#include "base/arena.h"
#include "net/trouble.h"

struct fetcher; /* keeps connections between exchanges; one thread */

/* `proxy` is as libcurl wants it ("socks5h://127.0.0.1:9050"), or NULL.
   ERR_INTERNAL: no libcurl. */
MUST_USE enum err fetcher_new(const char *proxy, struct fetcher **out);
void fetcher_drop(struct fetcher **f);

struct fetch {
    const char *url;
    const char *authorization;   /* value of that header, or NULL */
    struct bytes put;            /* body of a PUT; p NULL: a GET */
    struct bytes post;           /* body of a POST; p NULL: none */
    const char *content_type;    /* of a POST, or NULL */
    const char *ca;              /* path of certificates that are trusted besides, or NULL */
    bool (*stop)(void *closure); /* asked about once a second: give up now?  NULL: never */
    void *closure;
    size_t max_bytes; /* longest answer taken */
    long timeout_ms;
};

struct fetched {
    long status;
    struct bytes body; /* in the arena */
    int64_t server_s;  /* the answer's Date as unix seconds; 0 when it had none */
};

/* Bytes that an arena must still have for an answer of up to max_bytes: it grows by doubling. */
size_t fetch_room(size_t max_bytes);

/* Do it.  OK means an answer came, whatever its status.  ERR_BUSY: no connection or no answer in
   time (fetcher_why says which).  ERR_TOO_LARGE: over max_bytes.  ERR_CONFLICT: `stop` said so. */
MUST_USE enum err fetch_run(
    struct fetcher *f, const struct fetch *what, struct arena *a, struct fetched *out);

/* libcurl's own words on the last failure; they name no content. */
const char *fetcher_why(const struct fetcher *f);

/* The same as one of few kinds; meaningful after ERR_BUSY. */
enum net_trouble fetcher_trouble(const struct fetcher *f);

#endif
