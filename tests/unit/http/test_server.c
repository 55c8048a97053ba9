/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include "http/reply.h"
#include "http/server.h"
#include "tests/unit/check.h"
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

struct app {
    int n;
};

static enum err
echo(struct req *rq)
{
    rq->app->n++;
    reply_header(rq, "X-Path", rq->path);
    return reply_bytes(rq, 200, "text/plain", rq->body);
}

static enum err
echo_query(struct req *rq)
{
    const char *q = req_query(rq, "q");
    const char *cookie = req_cookie(rq, "s");

    return reply_bytes(rq, 200, "text/plain",
        bytes_of(arena_printf(
            rq->arena, "%s|%s|%s", q ? q : "none", cookie ? cookie : "none", rq->target)));
}

static const struct route routes[] = {
    { POST, "/", ANYONE, TX_NONE, 1000, echo },
    { GET, "/q", ANYONE, TX_NONE, 0, echo_query },
};

static const struct reply_header always[] = { { "Cache-Control", "no-store" }, { NULL, NULL } };

/* One exchange over a socketpair: what a child of the gate does. */
static size_t
exchange(const char *request, size_t n_request, char *answer, size_t cap)
{
    struct app app = { 0 };
    const struct site site = {
        .app = &app, .routes = routes, .n_routes = 2, .arena_bytes = 1 << 16, .headers = always
    };
    OWN(server) s = NULL;
    int pair[2];
    size_t n = 0;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(server_new(&site, (struct server_conf){ -1, 5, 10, 32768 }, &s), OK);
    assert_int_equal(server_give(s, pair[1]), OK);
    assert_int_equal(
        fd_write_all(pair[0], (struct bytes){ (const uint8_t *)request, n_request }), OK);
    for (int i = 0; i < 1000; i++) {
        struct pollfd ready[2] = { { server_fd(s), POLLIN, 0 }, { pair[0], POLLIN, 0 } };
        int wait_ms = server_timeout_ms(s);
        assert_true(poll(ready, 2, wait_ms < 0 || wait_ms > 100 ? 100 : wait_ms) >= 0);
        server_run(s);
        if (!(ready[1].revents & (POLLIN | POLLHUP)))
            continue;
        ssize_t k = recv(pair[0], answer + n, cap - n - 1, 0);
        if (k <= 0)
            break;
        n += (size_t)k;
    }
    answer[n] = '\0';
    (void)close(pair[0]);
    return n;
}

static void
test_post_and_headers(void **state)
{
    static const char request[] = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    char answer[8192];

    (void)state;
    (void)exchange(request, sizeof request - 1, answer, sizeof answer);
    assert_non_null(strstr(answer, "HTTP/1.1 200"));
    assert_non_null(strstr(answer, "X-Path: /\r\n"));
    assert_non_null(strstr(answer, "Cache-Control: no-store\r\n"));
    assert_non_null(strstr(answer, "Connection: close\r\n"));
    assert_non_null(strstr(answer, "\r\n\r\nhello"));
}

static void
test_query_and_cookie(void **state)
{
    static const char request[] =
        "GET /q?q=a%20b HTTP/1.1\r\nHost: x\r\nCookie: t=1; s=xyz\r\n\r\n";
    char answer[8192];

    (void)state;
    (void)exchange(request, sizeof request - 1, answer, sizeof answer);
    assert_non_null(strstr(answer, "a b|xyz|/q?q=a%20b"));
}

static void
test_too_large_is_answered(void **state)
{
    char request[4096];
    char answer[8192];
    int n = snprintf(
        request, sizeof request, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n");

    (void)state;
    memset(request + n, 'a', 2000);
    (void)exchange(request, (size_t)n + 2000, answer, sizeof answer);
    assert_non_null(strstr(answer, "HTTP/1.1 413"));
}

static void
test_wrong_method_and_bad_path(void **state)
{
    static const char *const rows[][2] = {
        { "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 405" },
        { "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400" },
        { "GET /none HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404" },
    };
    char answer[8192];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)exchange(rows[i][0], strlen(rows[i][0]), answer, sizeof answer);
        assert_non_null(strstr(answer, rows[i][1]));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_post_and_headers),
        cmocka_unit_test(test_query_and_cookie),
        cmocka_unit_test(test_too_large_is_answered),
        cmocka_unit_test(test_wrong_method_and_bad_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
