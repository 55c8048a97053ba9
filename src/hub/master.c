/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/master.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "hub/head.h"
#include "hub/signals.h"
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { MAX_EVENTS = 64, MAX_ACCEPTS = 64, DRAIN_BYTES = 16 * 1024 };
enum { TOKEN_LISTEN = -1, TOKEN_SIGNAL = -2 };

/* A connection whose head is not there yet.  All wait equally long, so that a list in the order of
   arrival is also in the order of deadlines. */
struct waiting {
    int fd; /* -1: free */
    int64_t until_ms;
    int32_t older, newer; /* neighbours in the list, or the next free place; -1: none */
};

struct master {
    const struct master_conf *conf;
    struct children *children;
    struct waiting *all;
    int32_t oldest, newest, free;
    int epoll_fd;
};

static const char bad_request[] = "HTTP/1.1 400 Bad Request\r\n";
static const char head_too_long[] = "HTTP/1.1 431 Request Header Fields Too Large\r\n";
static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\n";
static const char answer_end[] =
    "Cache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/* Answer without having read: what was sent is thrown away inside the kernel, or closing would
   throw the answer away. */
static void
answer_and_close(int fd, const char *first_lines)
{
    (void)!recv(fd, NULL, DRAIN_BYTES, MSG_TRUNC | MSG_DONTWAIT);
    (void)!send(fd, first_lines, strlen(first_lines), MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE);
    (void)!send(fd, answer_end, sizeof answer_end - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    (void)shutdown(fd, SHUT_WR);
    (void)close(fd);
}

/* What the head says so far.  *gone when there is nobody to answer.  Behind a head may stand what a
   seeker wrote: the bytes looked at are wiped at once. */
static enum head_place
look_at_head(int fd, bool *gone)
{
    uint8_t head[HEAD_MAX_BYTES];
    ssize_t n = recv(fd, head, sizeof head, MSG_PEEK | MSG_DONTWAIT);

    *gone = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    enum head_place place = n > 0 ? head_place((struct bytes){ head, (size_t)n }) : HEAD_WAIT;
    secret_wipe(head, sizeof head);
    return place;
}

/* Hand the connection over, or answer it; it is not ours any more. */
static void
deliver(struct master *m, int fd, enum head_place place)
{
    enum child_role role = CHILD_PUBLIC;

    switch (place) {
    case HEAD_REFUSE: answer_and_close(fd, bad_request); return;
    case HEAD_TOO_LONG: answer_and_close(fd, head_too_long); return;
    case HEAD_WAIT: (void)close(fd); return;
    case HEAD_GATE: role = CHILD_GATE; break;
    case HEAD_DESK: role = CHILD_DESK; break;
    case HEAD_PUBLIC: break;
    }
    if (children_pass(m->children, role, fd))
        answer_and_close(fd, busy);
    else
        (void)close(fd);
}

static void
forget(struct master *m, int32_t at)
{
    struct waiting *w = &m->all[at];

    if (w->older >= 0)
        m->all[w->older].newer = w->newer;
    else
        m->oldest = w->newer;
    if (w->newer >= 0)
        m->all[w->newer].older = w->older;
    else
        m->newest = w->older;
    *w = (struct waiting){ .fd = -1, .newer = m->free };
    m->free = at;
}

/* The last sign of whoever keeps us waiting; also makes room when all places are taken, so that
   slow heads crowd out each other and nobody who sends at once. */
static void
drop_oldest(struct master *m)
{
    int32_t at = m->oldest;

    (void)close(m->all[at].fd);
    forget(m, at);
}

/* Wait for more of this connection's head. */
static void
keep(struct master *m, int fd, int64_t now_ms)
{
    if (m->free < 0)
        drop_oldest(m);
    int32_t at = m->free;
    struct epoll_event ev = { .events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.fd = at };
    if (epoll_ctl(m->epoll_fd, EPOLL_CTL_ADD, fd, &ev)) {
        (void)close(fd);
        return;
    }
    m->free = m->all[at].newer;
    m->all[at] = (struct waiting){ fd, now_ms + m->conf->hub->header_ms, m->newest, -1 };
    if (m->newest >= 0)
        m->all[m->newest].newer = at;
    else
        m->oldest = at;
    m->newest = at;
}

static void
accept_some(struct master *m)
{
    int64_t now_ms = clock_steady_ms();

    for (int i = 0; i < MAX_ACCEPTS; i++) {
        int fd = accept4(m->conf->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0 && (errno == EMFILE || errno == ENFILE) && m->oldest >= 0) {
            drop_oldest(m);
            continue;
        }
        if (fd < 0)
            return;
        bool gone = false;
        enum head_place place = look_at_head(fd, &gone);
        if (place == HEAD_WAIT && !gone)
            keep(m, fd, now_ms);
        else
            deliver(m, fd, place);
    }
}

static void
look_again(struct master *m, int32_t at)
{
    int fd = m->all[at].fd;
    bool gone = false;
    enum head_place place = fd < 0 ? HEAD_WAIT : look_at_head(fd, &gone);

    if (fd < 0 || (place == HEAD_WAIT && !gone))
        return;
    /* Closing would not take it out of the set: the process
       that gets it holds the same open socket. */
    (void)epoll_ctl(m->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    forget(m, at);
    deliver(m, fd, place);
}

/* Close those whose time is over; how long until the next one's is. */
static int
expire(struct master *m)
{
    int64_t now_ms = clock_steady_ms();

    while (m->oldest >= 0 && m->all[m->oldest].until_ms <= now_ms)
        drop_oldest(m);
    return m->oldest < 0 ? -1 : (int)(m->all[m->oldest].until_ms - now_ms) + 1;
}

static enum err
watch(struct master *m, int fd, int token)
{
    struct epoll_event ev = { .events = EPOLLIN, .data.fd = token };

    return epoll_ctl(m->epoll_fd, EPOLL_CTL_ADD, fd, &ev) ? ERR_INTERNAL : OK;
}

static enum err
master_init(struct master *m, struct arena *a)
{
    size_t n = (size_t)m->conf->hub->max_pending;

    m->all = arena_alloc(a, n * sizeof *m->all);
    m->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (!m->all || m->epoll_fd < 0)
        return ERR_INTERNAL;
    for (size_t i = 0; i < n; i++)
        m->all[i] = (struct waiting){ .fd = -1, .newer = i + 1 < n ? (int32_t)i + 1 : -1 };
    m->oldest = m->newest = -1;
    m->free = 0;
    enum err e = watch(m, m->conf->listen_fd, TOKEN_LISTEN);
    return e ? e : watch(m, m->conf->signal_fd, TOKEN_SIGNAL);
}

/* What the signals say.  False: stop; *e says if that is a failure. */
static bool
obey(struct master *m, enum err *e)
{
    for (enum signal_word s = signals_next(m->conf->signal_fd); s;
         s = signals_next(m->conf->signal_fd)) {
        if (s == SIGNAL_STOP)
            return false;
        if (s == SIGNAL_RELOAD)
            children_reload(m->children);
        if (s == SIGNAL_CHILD && children_reap(m->children) > 0) {
            *e = ERR_INTERNAL;
            return false;
        }
    }
    return true;
}

static enum err
loop(struct master *m)
{
    enum err e = OK;

    for (bool going = true; going;) {
        struct epoll_event events[MAX_EVENTS];
        int n = epoll_wait(m->epoll_fd, events, MAX_EVENTS, expire(m));
        for (int i = 0; going && i < n; i++) {
            if (events[i].data.fd == TOKEN_SIGNAL)
                going = obey(m, &e);
            else if (events[i].data.fd == TOKEN_LISTEN)
                accept_some(m);
            else
                look_again(m, events[i].data.fd);
        }
    }
    return e;
}

enum err
master_run(const struct master_conf *conf, struct children *children)
{
    OWN(arena) a = arena_new(16 << 20);
    struct master m = { .conf = conf, .children = children, .epoll_fd = -1 };
    enum err e = a ? master_init(&m, a) : ERR_INTERNAL;

    if (!e)
        e = loop(&m);
    while (m.all && m.oldest >= 0)
        drop_oldest(&m);
    fd_drop(&m.epoll_fd);
    return e;
}
