/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "http/reply.h"
#include "http/route.h"
#include "tests/unit/check.h"

struct app {
    int began, ended, tries;
    enum err last;
};

static enum err
answer_part(struct req *rq)
{
    return reply_bytes(rq, 200, "text/plain", bytes_of(rq->parts[0] ? rq->parts[0] : "-"));
}

static enum err
answer_busy_once(struct req *rq)
{
    return rq->app->tries++ == 0 ? ERR_BUSY : reply_status(rq, 204);
}

static enum err
answer_nothing(struct req *rq)
{
    (void)rq;
    return OK;
}

static const struct route routes[] = {
    { GET, "/", ANYONE, TX_NONE, 0, answer_part },
    { GET, "/c/{n}", ANYONE, TX_READ, 0, answer_part },
    { POST, "/c/{n}/note", ANYONE, TX_WRITE, 10, answer_busy_once },
    { GET, "/w/{w}", ANYONE, TX_NONE, 0, answer_part },
    { GET, "/desk", MEMBER, TX_NONE, 0, answer_part },
    { GET, "/empty", ANYONE, TX_NONE, 0, answer_nothing },
};

static enum err
begin(struct req *rq)
{
    rq->app->began++;
    return OK;
}

static enum err
end(struct req *rq, enum err e)
{
    rq->app->ended++;
    rq->app->last = e;
    return e;
}

static enum err
failed(struct req *rq, enum err e)
{
    return reply_bytes(rq, status_of(e), "text/plain", bytes_of(err_name(e)));
}

static unsigned
ask(struct app *app, const char *method, const char *path, const char *body, const char *expect)
{
    OWN(arena) a = arena_new(1 << 20);
    const struct site site = { .app = app,
        .routes = routes,
        .n_routes = sizeof routes / sizeof *routes,
        .begin = begin,
        .end = end,
        .failed = failed };
    struct req rq = {
        .app = app, .arena = a, .method = method, .path = path, .query = "", .body = bytes_of(body)
    };

    route_run(&site, &rq);
    if (expect)
        assert_true(bytes_equal(rq.reply.body, bytes_of(expect)));
    return rq.reply.status;
}

static void
test_table(void **state)
{
    static const struct {
        const char *method, *path, *body, *expect;
        unsigned status;
    } rows[] = {
        { "GET", "/", "", "-", 200 },
        { "HEAD", "/", "", "-", 200 },
        { "GET", "/c/17", "", "17", 200 },
        { "GET", "/c/", "", "not-found", 404 },
        { "GET", "/c/x", "", "not-found", 404 },
        { "GET", "/c/12345678901", "", "not-found", 404 },
        { "GET", "/c/1/", "", "not-found", 404 },
        { "GET", "/w/aZ_-9", "", "aZ_-9", 200 },
        { "POST", "/c/17", "", "forbidden", 405 },
        { "DELETE", "/", "", "forbidden", 405 },
        { "GET", "/desk", "", "forbidden", 403 },
        { "GET", "/empty", "", "internal", 500 },
        { "POST", "/c/1/note", "0123456789A", "too-large", 413 },
        { "POST", "/c/1/note", "0123456789", "", 204 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app app = { 0 };
        assert_int_equal(
            ask(&app, rows[i].method, rows[i].path, rows[i].body, rows[i].expect), rows[i].status);
        assert_int_equal(app.began, app.ended);
    }
}

static void
test_busy_is_tried_again(void **state)
{
    struct app app = { 0 };

    (void)state;
    assert_int_equal(ask(&app, "POST", "/c/1/note", "", NULL), 204);
    assert_int_equal(app.began, 2);
    assert_int_equal(app.last, OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_busy_is_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
