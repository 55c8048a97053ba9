/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "net/fetch.h"
#include "tests/unit/check.h"
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { MAX_BYTES = (4 << 20) + 1, TIMEOUT_MS = 20000 };

struct place {
    pid_t server;
    char url[64];
};

static void
send_all(int fd, const char *from, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, from, n, MSG_NOSIGNAL);
        if (k <= 0)
            return;
        from += k;
        n -= (size_t)k;
    }
}

/* GET /N is answered with N bytes 'x'. */
static void
serve_one(int fd)
{
    static char body[64 * 1024];
    char head[1024] = { 0 };
    size_t n = 0;

    memset(body, 'x', sizeof body);
    for (size_t got = 0; !strstr(head, "\r\n\r\n"); got += n) {
        ssize_t k = recv(fd, head + got, sizeof head - 1 - got, 0);
        if (k <= 0)
            return;
        n = (size_t)k;
    }
    n = (size_t)strtoul(head + strlen("GET /"), NULL, 10);
    int n_head = snprintf(head, sizeof head,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", n);
    send_all(fd, head, (size_t)n_head);
    for (size_t k; n > 0; n -= k) {
        k = n < sizeof body ? n : sizeof body;
        send_all(fd, body, k);
    }
}

static int
start(void **state)
{
    static struct place p;
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(fd, (struct sockaddr *)&at, n) || listen(fd, 8) ||
        getsockname(fd, (struct sockaddr *)&at, &n))
        return -1;
    (void)snprintf(p.url, sizeof p.url, "http://127.0.0.1:%d", ntohs(at.sin_port));
    p.server = fork();
    for (int c = 0; p.server == 0; (void)close(c)) {
        c = accept(fd, NULL, NULL);
        serve_one(c);
    }
    (void)close(fd);
    *state = &p;
    return p.server > 0 ? 0 : -1;
}

static int
stop(void **state)
{
    const struct place *p = *state;

    (void)kill(p->server, SIGKILL);
    return waitpid(p->server, NULL, 0) == p->server ? 0 : -1;
}

static enum err
get(const struct place *p, size_t n_bytes, const char *proxy, size_t *n_got)
{
    OWN(fetcher) f = NULL;
    OWN(arena) a = arena_new(fetch_room(MAX_BYTES));
    char url[96];
    struct fetch what = { .url = url, .max_bytes = MAX_BYTES, .timeout_ms = TIMEOUT_MS };
    struct fetched got = { 0 };

    (void)snprintf(url, sizeof url, "%s/%zu", p->url, n_bytes);
    assert_non_null(a);
    assert_int_equal(fetcher_new(proxy, &f), OK);
    enum err e = fetch_run(f, &what, a, &got);
    *n_got = got.body.n;
    for (size_t i = 0; !e && i < got.body.n; i++)
        if (got.body.p[i] != 'x')
            fail();
    return e;
}

/* A busy hub's longest answer must arrive: one that never fits would be asked for
   again for ever. */
static void
test_answers_up_to_the_limit(void **state)
{
    static const size_t sizes[] = { 0, 1, 16384, 16385, 4 << 20, MAX_BYTES };
    size_t n = 0;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(get(*state, sizes[i], NULL, &n), OK);
        assert_int_equal(n, sizes[i]);
    }
    assert_int_equal(get(*state, MAX_BYTES + 1, NULL, &n), ERR_TOO_LARGE);
}

/* With a proxy everything goes through it, whatever the environment says: else a hub sees where the
   desk is. */
static void
test_nothing_goes_around_the_proxy(void **state)
{
    size_t n = 0;

    (void)setenv("no_proxy", "*", 1);
    assert_int_equal(get(*state, 1, "socks5h://127.0.0.1:1", &n), ERR_BUSY);
    (void)unsetenv("no_proxy");
    (void)setenv("http_proxy", "http://127.0.0.1:1", 1);
    assert_int_equal(get(*state, 1, NULL, &n), OK);
    (void)unsetenv("http_proxy");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_up_to_the_limit),
        cmocka_unit_test(test_nothing_goes_around_the_proxy),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
