/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads shelves for the gate, so that nobody who reads answers ever waits for the committer's disk.
   Bodies leave without blocking: a child of the gate that does not read its answer holds
   nobody up. */
#include "base/clock.h"
#include "base/log.h"
#include "hub/sandbox.h"
#include "hub/shelves.h"
#include "hub/signals.h"
#include "hub/worker.h"
#include "link/hublink.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

enum { MAX_LEAVING = 32, LEAVE_MS = 20 * 1000 };

struct leaving {
    int fd;              /* -1: free */
    struct arena *arena; /* of the body */
    struct bytes body;
    size_t sent;
    int64_t until_ms;
};

struct shelfd {
    const struct shelfd_conf *conf;
    struct db *db;
    struct shelves *shelves;
    struct leaving leaving[MAX_LEAVING];
    int signal_fd;
};

/* Write what the socket takes; close it when all is out, or the reader is gone. */
static void
leave(struct leaving *l)
{
    while (l->sent < l->body.n) {
        ssize_t k =
            send(l->fd, l->body.p + l->sent, l->body.n - l->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0 && errno == EAGAIN && clock_steady_ms() < l->until_ms)
            return;
        if (k <= 0)
            break;
        l->sent += (size_t)k;
    }
    fd_drop(&l->fd);
    arena_clear(l->arena);
}

static struct leaving *
free_place(struct shelfd *s)
{
    for (size_t i = 0; i < MAX_LEAVING; i++)
        if (s->leaving[i].fd < 0)
            return &s->leaving[i];
    return NULL;
}

/* On any error the descriptor is closed, which the asker notices. */
static void
answer(struct shelfd *s, struct leaving *l, struct bytes message, int fd)
{
    struct hublink_request q;
    OWN_FD to = fd;
    enum err e = hublink_decode(message, &q);

    if (!e && q.kind != HUBLINK_SHELF)
        e = ERR_FORBIDDEN;
    if (!e)
        e = shelves_read(
            s->shelves, s->db, q.p, q.n, (uint32_t)day_of(clock_now_s()), l->arena, &l->body);
    if (e) {
        log_event("shelf-not-read", e, 0, e == ERR_INTERNAL ? db_why(s->db) : NULL);
        return;
    }
    l->sent = 0;
    l->until_ms = clock_steady_ms() + LEAVE_MS;
    l->fd = fd_take(&to);
    leave(l);
}

/* False at the end of the socket. */
static bool
take_requests(struct shelfd *s)
{
    struct leaving *l = free_place(s);

    while (l) {
        uint8_t message[16];
        size_t n = 0;
        int fd = -1;
        enum err e = fd_receive(s->conf->shelf_fd, message, sizeof message, &n, &fd);
        if (e == ERR_BUSY)
            return true;
        if (e == ERR_NOT_FOUND || e == ERR_INTERNAL)
            return false;
        if (!e && fd >= 0)
            answer(s, l, (struct bytes){ message, n }, fd);
        l = free_place(s);
    }
    return true;
}

static void
loop(struct shelfd *s)
{
    for (bool going = true; going;) {
        struct pollfd fds[2 + MAX_LEAVING] = {
            { free_place(s) ? s->conf->shelf_fd : -1, POLLIN, 0 },
            { s->signal_fd, POLLIN, 0 },
        };
        for (size_t i = 0; i < MAX_LEAVING; i++)
            fds[2 + i] = (struct pollfd){ s->leaving[i].fd, POLLOUT, 0 };
        (void)poll(fds, sizeof fds / sizeof *fds, 5000);
        for (size_t i = 0; i < MAX_LEAVING; i++)
            if (s->leaving[i].fd >= 0)
                leave(&s->leaving[i]);
        if (fds[1].revents && signals_next(s->signal_fd) == SIGNAL_STOP)
            going = false;
        if (going && fds[0].revents)
            going = take_requests(s);
    }
}

static enum err
shelfd_start(struct shelfd *s)
{
    struct store_facts facts;
    char why[DB_WHY_BYTES];
    enum err e = store_open(s->conf->hub->folder, DB_READ_ONLY, &s->db, why);

    if (e) {
        log_event("store-not-opened", e, 0, why);
        return e;
    }
    for (size_t i = 0; i < MAX_LEAVING; i++) {
        s->leaving[i].fd = -1;
        s->leaving[i].arena = arena_new(SHELF_BODY_MAX);
        if (!s->leaving[i].arena)
            return ERR_INTERNAL;
    }
    e = store_facts_get(s->db, &facts);
    if (!e)
        s->shelves = shelves_new(&facts);
    if (!e && !s->shelves)
        e = ERR_INTERNAL;
    if (!e)
        e = signals_take_stop(&s->signal_fd);
    if (!e)
        e = sandbox_shelfd(s->conf->hub);
    return e;
}

enum err
shelfd_run(const struct shelfd_conf *conf)
{
    OWN(arena) a = arena_new(1 << 16);
    struct shelfd *s = a ? arena_alloc(a, sizeof *s) : NULL;

    if (!s)
        return ERR_INTERNAL;
    s->conf = conf;
    enum err e = shelfd_start(s);
    if (!e)
        e = fd_send(conf->control_fd, bytes_of("r"), -1);
    if (!e)
        loop(s);
    for (size_t i = 0; i < MAX_LEAVING; i++) {
        if (s->leaving[i].arena && s->leaving[i].fd >= 0)
            fd_drop(&s->leaving[i].fd);
        arena_drop(&s->leaving[i].arena);
    }
    shelves_drop(&s->shelves);
    db_drop(&s->db);
    return e;
}
