/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The bound on work of a program beside the desk: the one that asks waits no longer. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/own.h"
#include "joblink/job.h"
#include "tests/unit/check.h"
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* "s": sleeps for ever; else the question itself. */
static enum err
work(struct bytes question, int out)
{
    while (question.p[0] == 's')
        (void)sleep(1);
    return write(out, question.p, question.n) == (ssize_t)question.n ? OK : ERR_INTERNAL;
}

static int
start(pid_t *pid)
{
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    *pid = fork();
    assert_true(*pid >= 0);
    if (*pid == 0) {
        (void)dup2(ends[1], 0);
        (void)dup2(ends[1], 1);
        (void)close(ends[0]);
        (void)close(ends[1]);
        _exit(job_serve(0, 1, work, NULL) ? 1 : 0);
    }
    (void)close(ends[1]);
    return ends[0];
}

static void
end(pid_t pid)
{
    (void)kill(pid, SIGCONT);
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
}

static void
test_work_that_does_not_end(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct bytes out;
    pid_t pid = 0;
    int fd = start(&pid);
    int64_t before = clock_steady_ms();

    (void)state;
    assert_int_equal(job_ask(fd, bytes_of("s"), a, &out), ERR_MALFORMED);
    int64_t took = clock_steady_ms() - before;
    assert_true(took >= JOB_WALL_MS - 100 && took < JOB_WALL_MS + 2000);
    assert_int_equal(job_ask(fd, bytes_of("abc"), a, &out), OK);
    assert_int_equal(out.n, 3);
    end(pid);
    (void)close(fd);
}

/* A program that is stopped itself, not what it works on: it is given up. */
static void
test_a_program_that_says_nothing(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct bytes out;
    pid_t pid = 0;
    int fd = start(&pid);
    int64_t before = clock_steady_ms();

    (void)state;
    assert_int_equal(kill(pid, SIGSTOP), 0);
    assert_int_equal(job_ask(fd, bytes_of("abc"), a, &out), ERR_NOT_FOUND);
    assert_true(clock_steady_ms() - before < JOB_WALL_MS + 4000);
    (void)kill(pid, SIGCONT);
    assert_int_equal(job_ask(fd, bytes_of("def"), a, &out), ERR_NOT_FOUND);
    end(pid);
    (void)close(fd);
}

/* One that is late answers the next question with its own answer, not with the last one's. */
static void
test_a_late_answer(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct bytes out = { NULL, 0 };
    pid_t pid = 0;
    struct job_line line = { start(&pid), false };
    int64_t before = clock_steady_ms();

    (void)state;
    assert_int_equal(kill(pid, SIGSTOP), 0);
    assert_int_equal(job_ask_line(&line, bytes_of("abc"), a, &out), ERR_MALFORMED);
    assert_true(clock_steady_ms() - before < JOB_LINE_MS + 1000);
    assert_int_equal(job_ask_line(&line, bytes_of("def"), a, &out), ERR_BUSY);
    assert_int_equal(kill(pid, SIGCONT), 0);
    for (int i = 0; i < 100 && job_ask_line(&line, bytes_of("ghi"), a, &out) == ERR_BUSY; i++)
        (void)usleep(50 * 1000);
    assert_int_equal(out.n, 3);
    assert_memory_equal(out.p, "ghi", 3);
    end(pid);
    assert_int_equal(job_ask_line(&line, bytes_of("jkl"), a, &out), ERR_NOT_FOUND);
    (void)close(line.fd);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_work_that_does_not_end),
        cmocka_unit_test(test_a_program_that_says_nothing),
        cmocka_unit_test(test_a_late_answer),
    };

    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
