/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "view/view.h"
#include "viewlink/packet.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

enum { JOBS_MAX = 2, SEND_TRIES = 200, SEND_WAIT_MS = 50 };

/* The same file, to read only: nothing that is done with it here reaches the desk. */
static int
read_only(int fd)
{
    char path[40];

    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static enum err
answer(int line, uint32_t job, int sight)
{
    const struct view_packet p = { .job = job, .fd = sight };
    enum err e = ERR_BUSY;

    for (int i = 0; e == ERR_BUSY && i < SEND_TRIES; i++) {
        struct pollfd wait = { line, POLLOUT, 0 };
        (void)poll(&wait, 1, SEND_WAIT_MS);
        e = view_packet_send(line, &p);
    }
    return e;
}

/* In the child: never returns. */
static void
do_job(int line, const struct view_packet *ask)
{
    OWN_FD sight = memfd_create("sight", MFD_CLOEXEC);
    OWN_FD file = read_only(ask->fd);

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (sight < 0 || file < 0 || view_job(file, ask->page, sight))
        _exit(1);
    _exit(answer(line, ask->job, sight) ? 1 : 0);
}

static enum err
take_one(int line, size_t *n_jobs)
{
    struct view_packet ask = { .fd = -1 };
    enum err e = view_packet_receive(line, &ask);

    if (e)
        return e == ERR_BUSY ? OK : e;
    OWN_FD file = ask.fd;
    pid_t pid = fork();
    if (pid == 0)
        do_job(line, &ask);
    *n_jobs += pid > 0;
    (void)file;
    return OK;
}

static void
reap(int signals, size_t *n_jobs)
{
    struct signalfd_siginfo info;

    (void)!read(signals, &info, sizeof info);
    while (*n_jobs > 0 && waitpid(-1, NULL, WNOHANG) > 0)
        (*n_jobs)--;
}

enum err
view_serve(int line)
{
    size_t n_jobs = 0;
    sigset_t set;
    enum err e = OK;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    OWN_FD signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0)
        return ERR_INTERNAL;
    while (!e) {
        struct pollfd wait[] = { { signals, POLLIN, 0 },
            { line, (short)(n_jobs < JOBS_MAX ? POLLIN : 0), 0 } };
        if (poll(wait, 2, -1) < 0 && errno != EINTR)
            return ERR_INTERNAL;
        if (wait[0].revents)
            reap(signals, &n_jobs);
        if (wait[1].revents)
            e = n_jobs < JOBS_MAX ? take_one(line, &n_jobs) : ERR_NOT_FOUND;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}
