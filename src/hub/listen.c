/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/listen.h"
#include "base/bytes.h"
#include "base/own.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum { BACKLOG = 4096, FIRST_PASSED_FD = 3 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

static enum err
refuse(char why[static LISTEN_WHY_BYTES], const char *where, const char *words)
{
    (void)snprintf(why, LISTEN_WHY_BYTES, "listen = %.100s: %s", where, words);
    return ERR_INTERNAL;
}

/* "1.2.3.4:80" or "[::1]:80" */
static enum err
address_of(const char *where, union address *to, socklen_t *n)
{
    const char *colon = strrchr(where, ':');
    char host[64];
    uint64_t port = 0;

    if (!colon || text_u64(colon + 1, 0, 65535, &port) || (size_t)(colon - where) >= sizeof host)
        return ERR_MALFORMED;
    memcpy(host, where, (size_t)(colon - where));
    host[colon - where] = '\0';
    size_t len = strlen(host);
    memset(to, 0, sizeof *to);
    if (host[0] == '[' && len > 1 && host[len - 1] == ']') {
        host[len - 1] = '\0';
        to->v6.sin6_family = AF_INET6;
        to->v6.sin6_port = htons((uint16_t)port);
        *n = sizeof to->v6;
        return inet_pton(AF_INET6, host + 1, &to->v6.sin6_addr) == 1 ? OK : ERR_MALFORMED;
    }
    to->v4.sin_family = AF_INET;
    to->v4.sin_port = htons((uint16_t)port);
    *n = sizeof to->v4;
    return inet_pton(AF_INET, host, &to->v4.sin_addr) == 1 ? OK : ERR_MALFORMED;
}

static enum err
open_at(const union address *a, socklen_t n, int *out)
{
    OWN_FD fd = socket(a->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;

    if (fd < 0)
        return ERR_INTERNAL;
    if (a->any.sa_family != AF_UNIX && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on))
        return ERR_INTERNAL;
    if (bind(fd, &a->any, n))
        return errno == EADDRINUSE ? ERR_BUSY : ERR_INTERNAL;
    if (listen(fd, BACKLOG))
        return ERR_INTERNAL;
    *out = fd_take(&fd);
    return OK;
}

static enum err
open_local(const char *path, int *fd)
{
    union address a = { .local = { .sun_family = AF_UNIX } };
    struct stat st;

    if (strlen(path) >= sizeof a.local.sun_path)
        return ERR_MALFORMED;
    if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
        (void)unlink(path); /* of a run before */
    memcpy(a.local.sun_path, path, strlen(path) + 1);
    enum err e = open_at(&a, sizeof a.local, fd);
    if (!e && chmod(path, 0660))
        e = ERR_INTERNAL;
    return e;
}

static enum err
take_passed(int *fd)
{
    const char *pid = getenv("LISTEN_PID");
    const char *n = getenv("LISTEN_FDS");
    uint64_t number = 0;

    if (!pid || !n || text_u64(pid, 1, INT32_MAX, &number) || number != (uint64_t)getpid())
        return ERR_NOT_FOUND;
    if (text_u64(n, 1, 1, &number))
        return ERR_NOT_FOUND;
    if (fcntl(FIRST_PASSED_FD, F_SETFD, FD_CLOEXEC) || fcntl(FIRST_PASSED_FD, F_SETFL, O_NONBLOCK))
        return ERR_NOT_FOUND;
    *fd = FIRST_PASSED_FD;
    return OK;
}

static int
port_of(int fd)
{
    union address a = { .any = { .sa_family = AF_UNSPEC } };
    socklen_t n = sizeof a;

    if (getsockname(fd, &a.any, &n))
        return 0;
    return a.any.sa_family == AF_INET    ? ntohs(a.v4.sin_port)
           : a.any.sa_family == AF_INET6 ? ntohs(a.v6.sin6_port)
                                         : 0;
}

enum err
listen_open(const char *where, int *fd, int *port, char why[static LISTEN_WHY_BYTES])
{
    union address a;
    socklen_t n = 0;
    int got = -1;
    enum err e = OK;

    if (strcmp(where, "systemd") == 0)
        e = take_passed(&got);
    else if (strncmp(where, "unix:", 5) == 0)
        e = open_local(where + 5, &got);
    else
        e = address_of(where, &a, &n);
    if (e == ERR_NOT_FOUND)
        return refuse(why, where, "no socket was handed over: start it by its socket unit");
    if (e == ERR_MALFORMED)
        return refuse(why, where, "ADDRESS:PORT, unix:PATH or systemd is wanted");
    if (!e && got < 0)
        e = open_at(&a, n, &got);
    if (e)
        return refuse(why, where,
            e == ERR_BUSY ? "something listens there already"
                          : "cannot be opened: look at its rights");
    *fd = got;
    *port = port_of(got);
    return OK;
}

void
service_notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    union address a = { .local = { .sun_family = AF_UNIX } };

    if (!path || !*path || strlen(path) >= sizeof a.local.sun_path)
        return;
    memcpy(a.local.sun_path, path, strlen(path));
    if (path[0] == '@')
        a.local.sun_path[0] = '\0'; /* an abstract name */
    OWN_FD fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t n = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
    if (fd >= 0)
        (void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL, &a.any, n);
}
