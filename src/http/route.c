/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/route.h"
#include "http/reply.h"

enum { TX_TRIES = 5, MAX_NUMBER = 10, MAX_WORD = 400 };

static bool
method_is(enum method m, const char *sent)
{
    switch (m) {
    case GET: return strcmp(sent, "GET") == 0 || strcmp(sent, "HEAD") == 0;
    case POST: return strcmp(sent, "POST") == 0;
    case PUT: return strcmp(sent, "PUT") == 0;
    case METHOD_UNSET: return false;
    }
    return false;
}

/* Length of what may stand in the braces `kind` at the start of s; 0 when nothing fits. */
static size_t
part_length(char kind, const char *s)
{
    static const char digits[] = "0123456789";
    static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t n = strspn(s, kind == 'n' ? digits : word);

    return n <= (kind == 'n' ? MAX_NUMBER : MAX_WORD) ? n : 0;
}

static bool
path_matches(const char *row, const char *path, struct arena *a, const char **parts)
{
    size_t k = 0;

    while (*row) {
        if (row[0] == '{') {
            size_t n = part_length(row[1], path);
            if (n == 0 || k == REQ_MAX_PARTS)
                return false;
            parts[k] = arena_text_n(a, path, n);
            if (!parts[k++])
                return false;
            row += 3;
            path += n;
        } else if (*row++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

enum err
route_find(const struct site *site, struct req *rq, const struct route **out)
{
    enum err e = ERR_NOT_FOUND;

    for (size_t i = 0; i < site->n_routes; i++) {
        const struct route *row = &site->routes[i];
        if (!path_matches(row->path, rq->path, rq->arena, rq->parts))
            continue;
        if (method_is(row->method, rq->method)) {
            *out = row;
            return OK;
        }
        e = ERR_FORBIDDEN;
    }
    return e;
}

size_t
route_body_max(const struct site *site)
{
    size_t max = 0;

    for (size_t i = 0; i < site->n_routes; i++)
        if (site->routes[i].body_max_bytes > max)
            max = site->routes[i].body_max_bytes;
    return max;
}

/* Transaction around the handler; a busy database is tried again with a clean reply. */
static enum err
run_row(const struct site *site, struct req *rq)
{
    enum err e = ERR_BUSY;

    for (int i = 0; e == ERR_BUSY && i < TX_TRIES; i++) {
        rq->reply = (struct reply){ 0 };
        e = site->begin ? site->begin(rq) : OK;
        if (e)
            continue;
        e = rq->route->run(rq);
        if (site->end)
            e = site->end(rq, e);
    }
    return e;
}

static enum err
admit(const struct site *site, struct req *rq)
{
    if (rq->body_too_large || rq->body.n > rq->route->body_max_bytes)
        return ERR_TOO_LARGE;
    if (site->admit)
        return site->admit(rq);
    return rq->route->who == ANYONE ? OK : ERR_FORBIDDEN;
}

void
route_run(const struct site *site, struct req *rq)
{
    enum err e = rq->path ? route_find(site, rq, &rq->route) : ERR_MALFORMED;
    bool wrong_method = e == ERR_FORBIDDEN;

    if (!e)
        e = admit(site, rq);
    if (!e)
        e = run_row(site, rq);
    if (!e && rq->reply.status)
        return;
    if (!e)
        e = ERR_INTERNAL; /* a handler that answered nothing */
    rq->reply = (struct reply){ 0 };
    if (site->failed && site->failed(rq, e))
        rq->reply = (struct reply){ 0 };
    if (!rq->reply.status || wrong_method)
        rq->reply.status = wrong_method ? 405 : status_of(e);
}
