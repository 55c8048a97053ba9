/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/signals.h"
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static sigset_t
ours(void)
{
    sigset_t s;

    (void)sigemptyset(&s);
    (void)sigaddset(&s, SIGTERM);
    (void)sigaddset(&s, SIGINT);
    (void)sigaddset(&s, SIGHUP);
    (void)sigaddset(&s, SIGCHLD);
    return s;
}

void
signals_block(void)
{
    sigset_t s = ours();

    (void)sigaddset(&s, SIGPIPE);
    (void)sigprocmask(SIG_BLOCK, &s, NULL);
    (void)signal(SIGXFSZ, SIG_IGN); /* a limit on files is a full disk, not a reason to die */
}

void
signals_unblock(void)
{
    sigset_t none;

    (void)sigemptyset(&none);
    (void)signal(SIGXFSZ, SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static enum err
take(sigset_t s, int *fd)
{
    int got = signalfd(-1, &s, SFD_NONBLOCK | SFD_CLOEXEC);

    if (got < 0)
        return ERR_INTERNAL;
    *fd = got;
    return OK;
}

enum err
signals_take(int *fd)
{
    sigset_t s = ours();

    (void)sigdelset(&s, SIGINT);
    (void)sigdelset(&s, SIGCHLD);
    return take(s, fd);
}

enum err
signals_take_stop(int *fd)
{
    sigset_t s;

    (void)sigemptyset(&s);
    (void)sigaddset(&s, SIGTERM);
    return take(s, fd);
}

enum err
signals_take_master(int *fd)
{
    return take(ours(), fd);
}

enum signal_word
signals_next(int fd)
{
    struct signalfd_siginfo info;

    if (read(fd, &info, sizeof info) != (ssize_t)sizeof info)
        return SIGNAL_NONE;
    switch (info.ssi_signo) {
    case SIGTERM:
    case SIGINT: return SIGNAL_STOP;
    case SIGHUP: return SIGNAL_RELOAD;
    case SIGCHLD: return SIGNAL_CHILD;
    default: return SIGNAL_NONE;
    }
}
