/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A server of mail that goes on talking, and never to the point. */
#include "base/clock.h"
#include "base/own.h"
#include "net/imap.h"
#include "tests/unit/check.h"
#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIMEOUT_MS = 1500, IDLE_MS = 300, LINE_CAP = 200 };

/* From which word on it only chatters. */
struct place {
    char path[64];
    pid_t pid;
};

static void
say(int fd, const char *text)
{
    if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0)
        _exit(0);
}

/* Lines without end, or a line without end. */
static void
chatter(int fd, bool drips)
{
    for (;;) {
        say(fd, drips ? "x" : "* OK still here\r\n");
        (void)usleep(20 * 1000);
    }
}

static bool
read_line(int fd, char line[static LINE_CAP])
{
    size_t n = 0;

    while (n + 1 < LINE_CAP && recv(fd, line + n, 1, 0) == 1)
        if (line[n++] == '\n') {
            line[n] = '\0';
            return true;
        }
    return false;
}

static void
serve(int fd, const char *until, bool drips)
{
    char line[LINE_CAP];
    char end[LINE_CAP];
    char tag[16] = "";

    say(fd, "* OK hello\r\n");
    while (read_line(fd, line)) {
        if (strstr(line, until))
            chatter(fd, drips);
        if (strncmp(line, "DONE", 4) != 0)
            (void)sscanf(line, "%15s", tag);
        if (strstr(line, "CAPABILITY"))
            say(fd, "* CAPABILITY IMAP4rev1 IDLE\r\n");
        (void)snprintf(end, sizeof end, strstr(line, "IDLE") ? "+ idling\r\n" : "%s OK\r\n", tag);
        say(fd, end);
    }
    _exit(0);
}

static void
start(struct place *p, const char *until, bool drips)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)snprintf(p->path, sizeof p->path, "/tmp/understory-imap-%d", (int)getpid());
    (void)snprintf(at.sun_path, sizeof at.sun_path, "%s", p->path);
    (void)unlink(p->path);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 1), 0);
    p->pid = fork();
    assert_true(p->pid >= 0);
    if (p->pid == 0)
        serve(accept(fd, NULL, NULL), until, drips);
    (void)close(fd);
}

static bool
never(void *closure)
{
    (void)closure;
    return false;
}

/* The connection is given up soon after its time, wherever the server begins to chatter. */
static void
given_up_at(const char *word, bool drips)
{
    struct place p;
    start(&p, word, drips);
    const struct imap_account account = {
        .to = { .host_port = p.path, .proxy = "", .ca = "", .timeout_ms = TIMEOUT_MS },
        .user = "u",
        .password = "p",
        .folder = "",
    };
    OWN(imap) i = NULL;
    enum net_trouble trouble;
    char why[IMAP_WHY_BYTES];
    int64_t before_ms = clock_steady_ms();
    enum err e = imap_open(&account, &i, &trouble, why);

    (void)alarm(30);
    if (strcmp(word, "LOGIN") != 0) {
        assert_int_equal(e, OK);
        assert_true(imap_can_idle(i));
        e = imap_idle(i, IDLE_MS, never, NULL);
        e = e ? e : imap_noop(i);
    }
    assert_int_equal(e, ERR_BUSY);
    int64_t took_ms = clock_steady_ms() - before_ms;
    assert_true(took_ms >= TIMEOUT_MS - 100 && took_ms < IDLE_MS + 2 * TIMEOUT_MS);
    (void)alarm(0);
    (void)kill(p.pid, SIGKILL);
    (void)waitpid(p.pid, NULL, 0);
    (void)unlink(p.path);
}

static void
test_a_server_that_goes_on_talking(void **state)
{
    (void)state;
    given_up_at("LOGIN", false);
    given_up_at("IDLE", false);
    given_up_at("DONE", false);
    given_up_at("DONE", true);
    given_up_at("NOOP", false);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_server_that_goes_on_talking),
    };

    (void)curl_global_init(CURL_GLOBAL_DEFAULT);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
