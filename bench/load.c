/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * load: send prepared HTTP requests over N connections at a time and say how it went.
 *
 *   load PORT CLIENTS SECONDS FILE [--once] [--find TEXT N]
 *
 * FILE holds requests, each after its length as a decimal line.  Every request gets a connection of
 * its own, as the hub's pages do, and the answer is read to its end.  With --once the file is sent
 * once and the time is only a bound; otherwise it starts again from the front.  --find prints, for
 * each answer that holds TEXT, the N bytes behind it, on standard output (tickets, passes).
 * The last line on standard error is a JSON object with counts by status and times.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CLIENTS = 512, ANSWER_CAP = 2 << 20, MAX_TIMES = 4 << 20, N_STATUS = 600 };

struct request {
    const char *p;
    size_t n;
};

struct client {
    int fd;
    size_t request, sent, got;
    uint64_t began_ns;
    char *answer;
};

struct load {
    struct sockaddr_in to;
    struct request *requests;
    size_t n_requests, next, n_open;
    bool once;
    const char *find;
    size_t find_n;
    uint64_t end_ns, bytes;
    uint32_t *times_us;
    size_t n_times, n_failed;
    size_t status[N_STATUS];
    int epoll;
};

static uint64_t
now_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void
read_requests(struct load *l, const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t cap = 0;
    unsigned long n;

    if (!f)
        exit(2);
    while (fscanf(f, "%lu", &n) == 1 && fgetc(f) == '\n') {
        char *p = calloc(1, n + 1);
        if (!p || fread(p, 1, n, f) != n)
            exit(2);
        if (l->n_requests == cap) {
            cap = cap ? 2 * cap : 1024;
            l->requests = reallocarray(l->requests, cap, sizeof *l->requests);
        }
        l->requests[l->n_requests++] = (struct request){ p, n };
    }
    (void)fclose(f);
}

/* Open the next connection, or leave this client at rest. */
static void
begin(struct load *l, struct client *c)
{
    int one = 1;

    c->fd = -1;
    if (now_ns() >= l->end_ns || (l->once && l->next >= l->n_requests))
        return;
    c->request = l->next++ % l->n_requests;
    c->sent = c->got = 0;
    c->began_ns = now_ns();
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    (void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(c->fd, (struct sockaddr *)&l->to, sizeof l->to) && errno != EINPROGRESS) {
        (void)close(c->fd);
        c->fd = -1;
        l->n_failed++;
        return;
    }
    struct epoll_event ev = { .events = EPOLLOUT | EPOLLIN, .data.ptr = c };
    (void)epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->fd, &ev);
    l->n_open++;
}

static void
print_found(const struct load *l, const struct client *c)
{
    const char *at = memmem(c->answer, c->got, l->find, strlen(l->find));

    if (!at || (size_t)(c->answer + c->got - at) < strlen(l->find) + l->find_n)
        return;
    (void)printf("%.*s\n", (int)l->find_n, at + strlen(l->find));
}

static void
finish(struct load *l, struct client *c, bool good)
{
    long code = good && c->got > 12 && memcmp(c->answer, "HTTP/1.", 7) == 0
                    ? strtol(c->answer + 9, NULL, 10)
                    : 0;

    (void)close(c->fd);
    l->n_open--;
    l->bytes += c->got;
    if (code < 100 || code >= N_STATUS)
        l->n_failed++;
    else
        l->status[code]++;
    if (code && l->n_times < MAX_TIMES)
        l->times_us[l->n_times++] = (uint32_t)((now_ns() - c->began_ns) / 1000);
    if (l->find && code)
        print_found(l, c);
    begin(l, c);
}

static void
send_some(struct load *l, struct client *c)
{
    const struct request *r = &l->requests[c->request];

    while (c->sent < r->n) {
        ssize_t n = send(c->fd, r->p + c->sent, r->n - c->sent, MSG_NOSIGNAL);
        if (n < 0)
            return;
        c->sent += (size_t)n;
    }
    struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };
    (void)epoll_ctl(l->epoll, EPOLL_CTL_MOD, c->fd, &ev);
}

static void
receive_some(struct load *l, struct client *c)
{
    for (;;) {
        ssize_t n = recv(c->fd, c->answer + c->got, ANSWER_CAP - c->got, 0);
        if (n > 0) {
            c->got += (size_t)n;
            continue;
        }
        if (n < 0 && errno == EAGAIN)
            return;
        finish(l, c, n == 0 || c->got > 0);
        return;
    }
}

static int
ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static void
report(struct load *l, double seconds)
{
    static const double at[] = { 0.5, 0.95, 0.99 };
    size_t all = 0;

    qsort(l->times_us, l->n_times, sizeof *l->times_us, ascending);
    (void)fprintf(stderr, "{\"seconds\":%.3f,\"failed\":%zu,\"bytes\":%llu,\"status\":{", seconds,
        l->n_failed, (unsigned long long)l->bytes);
    for (size_t i = 0; i < N_STATUS; i++) {
        if (l->status[i])
            (void)fprintf(stderr, "%s\"%zu\":%zu", all ? "," : "", i, l->status[i]);
        all += l->status[i];
    }
    (void)fprintf(stderr, "},\"answers\":%zu", all);
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        (void)fprintf(stderr, ",\"p%g_ms\":%.3f", at[i] * 100,
            l->n_times ? l->times_us[(size_t)(at[i] * (double)(l->n_times - 1))] / 1000.0 : 0.0);
    (void)fprintf(stderr, "}\n");
}

int
main(int argc, char **argv)
{
    static struct client clients[MAX_CLIENTS];
    static struct load l;
    struct epoll_event ready[MAX_CLIENTS];
    size_t n_clients = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;

    if (argc < 5 || n_clients < 1 || n_clients > MAX_CLIENTS)
        return 2;
    for (int i = 5; i < argc; i++) {
        l.once = l.once || strcmp(argv[i], "--once") == 0;
        if (strcmp(argv[i], "--find") == 0 && i + 2 < argc) {
            l.find = argv[++i];
            l.find_n = strtoul(argv[++i], NULL, 10);
        }
    }
    read_requests(&l, argv[4]);
    l.times_us = calloc(MAX_TIMES, sizeof *l.times_us);
    l.epoll = epoll_create1(0);
    l.to = (struct sockaddr_in){ .sin_family = AF_INET,
        .sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (!l.times_us || l.n_requests == 0)
        return 2;
    uint64_t began = now_ns();
    l.end_ns = began + (uint64_t)(strtod(argv[3], NULL) * 1e9);
    for (size_t i = 0; i < n_clients; i++) {
        clients[i].answer = malloc(ANSWER_CAP);
        begin(&l, &clients[i]);
    }
    while (l.n_open > 0 && now_ns() < l.end_ns + 30000000000u) {
        int n = epoll_wait(l.epoll, ready, MAX_CLIENTS, 1000);
        for (int i = 0; i < n; i++) {
            struct client *c = ready[i].data.ptr;
            if (ready[i].events & EPOLLOUT)
                send_some(&l, c);
            if (ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                receive_some(&l, c);
        }
    }
    report(&l, (double)(now_ns() - began) / 1e9);
    return 0;
}
