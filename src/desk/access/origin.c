/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/origin.h"
#include <string.h>
#include <strings.h>

/* An origin in its three parts; n_host 0: it is none. */
struct parts {
    const char *scheme, *host, *port;
    size_t n_scheme, n_host;
};

static const char *
skip_host(const char *host)
{
    return *host == '[' ? strchr(host, ']') ? strchr(host, ']') + 1 : host
                        : host + strcspn(host, ":/");
}

static struct parts
parts_of(const char *origin)
{
    const char *colon = strstr(origin, "://");
    struct parts p = { .scheme = origin, .port = "" };

    if (!colon)
        return p;
    p.n_scheme = (size_t)(colon - origin);
    p.host = colon + 3;
    p.port = skip_host(p.host);
    p.n_host = (size_t)(p.port - p.host);
    return p;
}

static bool
is_loopback(const char *host, size_t n)
{
    static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && strncasecmp(names[i], host, n) == 0)
            return true;
    return false;
}

static bool
hosts_match(const char *a, size_t n_a, const char *b, size_t n_b)
{
    return (n_a == n_b && n_a > 0 && strncasecmp(a, b, n_a) == 0) ||
           (is_loopback(a, n_a) && is_loopback(b, n_b));
}

/* ":443" and nothing are the same port of https. */
static const char *
port_of(const struct parts *p, const char *port)
{
    bool tls = p->n_scheme == 5 && strncmp(p->scheme, "https", 5) == 0;

    return strcmp(port, tls ? ":443" : ":80") == 0 || strcmp(port, "/") == 0 ? "" : port;
}

bool
origin_is_ours(const char *ours, const char *origin)
{
    struct parts a = parts_of(ours);
    struct parts b = parts_of(origin);

    return a.n_host > 0 && b.n_host > 0 && a.n_scheme == b.n_scheme &&
           strncmp(a.scheme, b.scheme, a.n_scheme) == 0 &&
           hosts_match(a.host, a.n_host, b.host, b.n_host) &&
           strcmp(port_of(&a, a.port), port_of(&a, b.port)) == 0;
}

bool
origin_has_host(const char *ours, const char *host)
{
    struct parts a = parts_of(ours);
    const char *port = skip_host(host);

    return a.n_host > 0 && hosts_match(a.host, a.n_host, host, (size_t)(port - host)) &&
           strcmp(port_of(&a, a.port), port_of(&a, port)) == 0;
}

bool
origin_is_secure(const char *ours)
{
    struct parts a = parts_of(ours);

    return strncmp(ours, "https://", 8) == 0 || is_loopback(a.host, a.n_host);
}

bool
origin_allows(const char *ours, const char *origin, const char *fetch_site)
{
    bool site_says_so =
        fetch_site && (strcmp(fetch_site, "same-origin") == 0 || strcmp(fetch_site, "none") == 0);

    if (fetch_site && !site_says_so)
        return false;
    if (!origin)
        return true;
    /* A browser told to send no referrer says "null" even to its own site. */
    return strcmp(origin, "null") == 0 ? site_says_so : origin_is_ours(ours, origin);
}

bool
origin_is_foreign(const char *fetch_site)
{
    return fetch_site &&
           (strcmp(fetch_site, "same-site") == 0 || strcmp(fetch_site, "cross-site") == 0);
}
