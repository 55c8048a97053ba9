/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/server.h"
#include "base/clock.h"
#include "base/own.h"
#include "base/text.h"
#include "http/form.h"
#include "http/reply.h"
#include <microhttpd.h>
#include <netinet/in.h>

enum { DRAIN_TIMES = 4, ARENA_EXTRA = 64 * 1024, WATCH_MS = 1000 };
enum { MUCH_BYTES = 512 * 1024 /* more than this only from whoever the site lets send it */ };

struct server {
    const struct site *site;
    struct MHD_Daemon *daemon;
    void *room;
    size_t room_bytes;
    size_t body_max;
    unsigned long n_done;
    int64_t deadline_ms;              /* 0: none */
    struct exchange *oldest, *newest; /* in the order in which their phase began */
};

/* libmicrohttpd calls the handler once for the head, once for each piece of the body and once at
   the end; this is what we keep between the calls. */
struct exchange {
    struct server *server;
    struct arena *arena;
    struct req rq;
    uint8_t *body;
    size_t body_max, body_cap, n_body, n_dropped;
    bool started, cut;
    int64_t since_ms; /* of receiving, then of sending */
    struct exchange *older, *newer;
};

static void
unlist(struct exchange *x)
{
    struct server *s = x->server;

    if (x->older)
        x->older->newer = x->newer;
    else
        s->oldest = x->newer;
    if (x->newer)
        x->newer->older = x->older;
    else
        s->newest = x->older;
    x->older = x->newer = NULL;
}

/* At the end of the list, with the time of now. */
static void
list(struct exchange *x)
{
    struct server *s = x->server;

    x->since_ms = clock_steady_ms();
    x->older = s->newest;
    if (s->newest)
        s->newest->newer = x;
    else
        s->oldest = x;
    s->newest = x;
}

/* The library notices the end of the socket and finishes with it. */
static void
cut(struct exchange *x)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->rq.connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    x->cut = true;
    if (info)
        (void)shutdown(info->connect_fd, SHUT_RDWR);
}

const char *
req_header(const struct req *rq, const char *name)
{
    return MHD_lookup_connection_value(rq->connection, MHD_HEADER_KIND, name);
}

static void
exchange_drop(struct exchange **x)
{
    if (!*x)
        return;
    arena_drop(&(*x)->arena);
    explicit_bzero(*x, sizeof **x);
    free(*x);
    *x = NULL;
}

/* Called with the raw request target before anything else. */
static void *
on_target(void *closure, const char *target, struct MHD_Connection *connection)
{
    struct server *s = closure;
    OWN(exchange) x = calloc(1, sizeof *x);

    if (!x)
        return NULL;
    x->arena =
        arena_new_in(s->room, s->room_bytes, s->site->arena_bytes + s->body_max + ARENA_EXTRA);
    x->server = s;
    x->rq.app = s->site->app;
    x->rq.arena = x->arena;
    x->rq.connection = connection;
    x->rq.target = x->arena ? arena_text(x->arena, target) : NULL;
    if (!x->rq.target)
        return NULL;
    list(x);
    return TAKE(x);
}

static void
split_target(struct req *rq)
{
    size_t n = strcspn(rq->target, "?");

    rq->path = percent_decode(rq->target, n, false, rq->arena);
    rq->query = rq->target[n] ? rq->target + n + 1 : "";
}

/* How much the row of this request takes; for an address that leads nowhere as much as is read
   anyway, so that it is answered. */
static size_t
limit_of(const struct site *site, struct req *rq)
{
    const struct route *row = NULL;

    if (!rq->path || route_find(site, rq, &row))
        return ARENA_EXTRA;
    if (row->body_max_bytes > MUCH_BYTES && site->may_send_much && !site->may_send_much(rq))
        return MUCH_BYTES;
    return row->body_max_bytes;
}

/* What the request says that it brings, at most what its row takes. */
static size_t
body_room(const struct exchange *x)
{
    const char *said = req_header(&x->rq, "Content-Length");
    uint64_t n = x->body_max;

    return said && !text_u64(said, 0, n, &n) ? (size_t)n : x->body_max;
}

/* Keep a piece of the body; over the limit it is read and dropped, so that the sender gets an
   answer instead of a broken connection. */
static bool
take_body(struct exchange *x, const char *from, size_t n)
{
    const size_t max = x->body_max > MUCH_BYTES ? x->body_max : MUCH_BYTES;

    if (!x->body) {
        x->body_cap = body_room(x);
        x->body = arena_alloc(x->arena, x->body_cap + 1);
    }
    if (!x->body)
        return false;
    if (x->rq.body_too_large || n > x->body_cap - x->n_body) {
        x->rq.body_too_large = true;
        x->n_dropped += n;
        return x->n_dropped <= DRAIN_TIMES * max + ARENA_EXTRA;
    }
    memcpy(x->body + x->n_body, from, n);
    x->n_body += n;
    return true;
}

static bool
add_headers(struct MHD_Response *r, const struct exchange *x)
{
    const struct reply *reply = &x->rq.reply;
    bool ok = true;

    for (const struct reply_header *h = x->server->site->headers; h && h->name; h++) {
        bool replaced = false;
        for (size_t i = 0; i < reply->n_headers; i++)
            replaced = replaced || strcmp(reply->headers[i].name, h->name) == 0;
        if (!replaced)
            ok = ok && MHD_add_response_header(r, h->name, h->value) == MHD_YES;
    }
    for (size_t i = 0; i < reply->n_headers; i++)
        ok = ok &&
             MHD_add_response_header(r, reply->headers[i].name, reply->headers[i].value) == MHD_YES;
    if (reply->type)
        ok = ok && MHD_add_response_header(r, "Content-Type", reply->type) == MHD_YES;
    if (!x->rq.keep_alive)
        ok = ok && MHD_add_response_header(r, "Connection", "close") == MHD_YES;
    return ok;
}

static enum MHD_Result
send_reply(struct MHD_Connection *connection, struct exchange *x)
{
    struct bytes b = x->rq.reply.body;
    struct MHD_Response *r =
        MHD_create_response_from_buffer(b.n, (void *)(uintptr_t)b.p, MHD_RESPMEM_PERSISTENT);

    if (!r)
        return MHD_NO;
    enum MHD_Result result = MHD_NO;
    if (add_headers(r, x))
        result = MHD_queue_response(connection, x->rq.reply.status, r);
    MHD_destroy_response(r);
    return result;
}

static enum MHD_Result
on_request(void *closure, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *upload, size_t *n_upload, void **state)
{
    struct exchange *x = *state;

    (void)closure, (void)url, (void)version;
    if (!x)
        return MHD_NO;
    if (!x->started) { /* an answer at the first call would close the connection */
        x->started = true;
        x->rq.method = arena_text(x->arena, method);
        x->rq.keep_alive = x->server->site->keep_alive;
        split_target(&x->rq);
        x->body_max = limit_of(x->server->site, &x->rq);
        return x->rq.method ? MHD_YES : MHD_NO;
    }
    if (*n_upload > 0) {
        bool taken = take_body(x, upload, *n_upload);
        *n_upload = 0;
        return taken ? MHD_YES : MHD_NO;
    }
    x->rq.body = (struct bytes){ x->body, x->n_body };
    route_run(x->server->site, &x->rq);
    unlist(x);
    list(x); /* sending begins */
    return send_reply(connection, x);
}

static void
on_completed(void *closure, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode code)
{
    struct server *s = closure;
    struct exchange *x = *state;

    (void)connection, (void)code;
    if (x)
        unlist(x);
    exchange_drop(&x);
    *state = NULL;
    s->n_done++;
}

static void
log_nothing(void *closure, const char *format, va_list args)
{
    (void)closure, (void)format, (void)args; /* its messages may quote requests */
}

enum err
server_new(const struct site *site, struct server_conf conf, struct server **out)
{
    OWN(server) s = calloc(1, sizeof *s);
    /* for one descriptor a set of them in the kernel is dear */
    unsigned flags = MHD_USE_ERROR_LOG | (conf.max_connections > 1 ? MHD_USE_EPOLL : 0);

    if (!s)
        return ERR_INTERNAL;
    s->site = site;
    s->body_max = route_body_max(site);
    if (conf.listen_fd < 0)
        flags |= MHD_USE_NO_LISTEN_SOCKET;
    struct MHD_OptionItem listening[] = {
        { conf.listen_fd < 0 ? MHD_OPTION_END : MHD_OPTION_LISTEN_SOCKET, conf.listen_fd, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    s->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
        log_nothing, NULL, MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, s, MHD_OPTION_CONNECTION_TIMEOUT, conf.idle_s, MHD_OPTION_CONNECTION_LIMIT,
        conf.max_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT, conf.connection_bytes,
        MHD_OPTION_ARRAY, listening, MHD_OPTION_END);
    if (!s->daemon)
        return ERR_INTERNAL;
    *out = TAKE(s);
    return OK;
}

void
server_drop(struct server **s)
{
    if (!*s)
        return;
    if ((*s)->daemon)
        MHD_stop_daemon((*s)->daemon);
    free(*s);
    *s = NULL;
}

enum err
server_give(struct server *s, int fd)
{
    struct sockaddr_in nobody = { .sin_family = AF_INET }; /* addresses are not looked at */

    return MHD_add_connection(s->daemon, fd, (struct sockaddr *)&nobody, sizeof nobody) == MHD_YES
               ? OK
               : ERR_BUSY;
}

int
server_fd(const struct server *s)
{
    return MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int
server_timeout_ms(struct server *s)
{
    MHD_UNSIGNED_LONG_LONG ms = 0;

    bool watching = s->deadline_ms > 0 && s->oldest;
    if (MHD_get_timeout(s->daemon, &ms) != MHD_YES)
        return watching ? WATCH_MS : -1;
    int most = watching ? WATCH_MS : 60000;
    return ms > (unsigned)most ? most : (int)ms;
}

void
server_set_deadline(struct server *s, unsigned seconds)
{
    s->deadline_ms = (int64_t)seconds * 1000;
}

void
server_set_room(struct server *s, void *room, size_t n_bytes)
{
    s->room = room;
    s->room_bytes = n_bytes;
}

bool
server_cut_oldest(struct server *s)
{
    for (struct exchange *x = s->oldest; x; x = x->newer) {
        if (x->cut || x->rq.caller)
            continue;
        cut(x);
        return true;
    }
    return false;
}

static void
cut_overdue(struct server *s)
{
    int64_t limit = clock_steady_ms() - s->deadline_ms;

    for (struct exchange *x = s->oldest; x && x->since_ms <= limit; x = x->newer)
        if (!x->cut)
            cut(x);
}

void
server_run(struct server *s)
{
    if (s->deadline_ms > 0)
        cut_overdue(s);
    (void)MHD_run(s->daemon);
}

void
server_wait(struct server *s, int at_most_ms)
{
    (void)MHD_run_wait(s->daemon, at_most_ms);
}

unsigned
server_n_open(const struct server *s)
{
    return MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)->num_connections;
}

unsigned long
server_n_done(const struct server *s)
{
    return s->n_done;
}
