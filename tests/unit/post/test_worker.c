/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A worker with letters that may leave only at certain hours: the loop of every channel, with a
   server that takes everything. */
#include "base/clock.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "post/worker.h"
#include "tests/unit/check.h"
#include <sys/socket.h>
#include <sys/wait.h>

static enum post_why
take(struct worker *w, const struct letter *l)
{
    (void)w;
    return *l->text ? POST_GOOD : POST_REFUSED;
}

static const struct role taker = { .send = take };

struct running {
    struct post_pipe *pipe;
    pid_t pid;
};

static struct running
start(void)
{
    int fd[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
    pid_t pid = fork();
    if (pid == 0) {
        OWN(arena) life = arena_new(1 << 20);
        struct worker *w = life ? arena_alloc(life, sizeof *w) : NULL;
        (void)close(fd[0]);
        if (!w)
            _exit(2);
        *w = (struct worker){ .role = &taker, .life = life, .first_wait_ms = 100, .parser = -1 };
        channel_conf_init(&w->conf);
        w->pipe = post_pipe_new(fd[1]);
        worker_run(w);
        _exit(0);
    }
    (void)close(fd[1]);
    return (struct running){ post_pipe_new(fd[0]), pid };
}

static void
stop(struct running *r)
{
    post_pipe_drop(&r->pipe);
    (void)waitpid(r->pid, NULL, 0);
}

static void
give(struct running *r, uint64_t id, int64_t after_s, int64_t until_s)
{
    uint8_t room[200];
    struct writer w = writer_of(room, sizeof room);
    struct letter l = {
        .address = "a@example.org", .text = "Вечером.", .after_s = after_s, .until_s = until_s
    };

    letter_encode(&l, &w);
    assert_int_equal(post_pipe_put(r->pipe,
                         &(struct frame){ .kind = FRAME_SEND, .id = id, .body = { room, w.n } }),
        OK);
}

/* What the worker says within this time; FRAME_UNSET: nothing. */
static struct frame
said(struct running *r, int wait_ms)
{
    struct frame f = { .kind = FRAME_UNSET };
    int64_t end_ms = clock_steady_ms() + wait_ms;

    while (clock_steady_ms() < end_ms) {
        if (post_pipe_next(r->pipe, &f) == OK)
            return f;
        if (post_pipe_wait(r->pipe, (int)(end_ms - clock_steady_ms()) + 1))
            break;
    }
    return (struct frame){ .kind = FRAME_UNSET };
}

static void
test_waits_for_hours(void **state)
{
    struct running r = start();
    int64_t after_s = clock_now_s() + 2;

    (void)state;
    give(&r, 1, after_s, after_s + 60);
    give(&r, 2, 0, 0); /* another one does not wait behind it */
    struct frame f = said(&r, 1000);
    assert_int_equal(f.kind, FRAME_SENT);
    assert_int_equal(f.id, 2);
    f = said(&r, 8000);
    assert_int_equal(f.kind, FRAME_SENT);
    assert_int_equal(f.id, 1);
    assert_true(clock_now_s() >= after_s);
    stop(&r);
}

/* Late is not sent: the desk is told and gives it again with the next hours. */
static void
test_late(void **state)
{
    struct running r = start();

    (void)state;
    give(&r, 1, clock_now_s() - 20, clock_now_s() - 10);
    struct frame f = said(&r, 5000);
    assert_int_equal(f.kind, FRAME_FAILED);
    assert_int_equal(f.code, POST_LATE);
    assert_true(f.wait_s > 0);
    give(&r, 1, clock_now_s() - 20, clock_now_s() + 60); /* it was forgotten here */
    assert_int_equal(said(&r, 5000).kind, FRAME_SENT);
    stop(&r);
}

static void
test_taken_back(void **state)
{
    struct running r = start();
    int64_t after_s = clock_now_s() + 2;

    (void)state;
    give(&r, 1, after_s, after_s + 60);
    assert_int_equal(post_pipe_put(r.pipe, &(struct frame){ .kind = FRAME_DROP, .id = 1 }), OK);
    assert_int_equal(said(&r, 1000).kind, FRAME_DROPPED);
    assert_int_equal(said(&r, 3500).kind, FRAME_UNSET);
    stop(&r);
}

/* Given again after it was sent it is said to be sent, and not sent again; what left cannot be
   dropped. */
static void
test_never_twice(void **state)
{
    struct running r = start();

    (void)state;
    give(&r, 1, 0, 0);
    struct frame f = said(&r, 5000);
    assert_int_equal(f.kind, FRAME_SENT);
    give(&r, 1, clock_now_s() + 60, clock_now_s() + 120); /* it would wait if it were taken */
    assert_int_equal(said(&r, 5000).kind, FRAME_SENT);
    assert_int_equal(post_pipe_put(r.pipe, &(struct frame){ .kind = FRAME_DROP, .id = 1 }), OK);
    assert_int_equal(said(&r, 500).kind, FRAME_UNSET);
    stop(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_waits_for_hours),
        cmocka_unit_test(test_late),
        cmocka_unit_test(test_taken_back),
        cmocka_unit_test(test_never_twice),
    };

    return crypto_start() ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
