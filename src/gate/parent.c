/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/parent.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/out.h"
#include "base/own.h"
#include "gate/child.h"
#include "link/hublink.h"
#include "seeker/say.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { CONTROL, SIGNALS, N_WAITING, DRAIN_BYTES = 1 << 20, CHILD_CPU_S = 20 };

enum err
parent_full_page(struct arena *a, struct bytes *out)
{
    struct out o = out_in(a);

    for (enum lang l = LANG_RU; l < N_LANGS; l++) {
        const char *words = say_error(l, ERROR_503);
        out_lit(&o, words, strlen(words));
        out_lit(&o, "\n", 1);
    }
    const char *head = arena_printf(a,
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Length: %zu\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
        "X-Content-Type-Options: nosniff\r\nRetry-After: 60\r\nConnection: close\r\n\r\n",
        o.n);
    if (!head || !out_text_of(&o))
        return ERR_INTERNAL;
    const char *all = arena_printf(a, "%s%s", head, out_text_of(&o));
    *out = all ? bytes_of(all) : (struct bytes){ NULL, 0 };
    return all ? OK : ERR_INTERNAL;
}

/* Say so at once.  The request is thrown away inside the kernel (MSG_TRUNC), so that closing does
   not cut the answer off; its bytes never come into this process. */
static void
turn_away(struct parent *p, int connection)
{
    if (!p->was_full)
        log_event("gate-full", ERR_BUSY, p->n_children, NULL);
    p->was_full = true;
    (void)send(connection, p->full.p, p->full.n, MSG_DONTWAIT | MSG_NOSIGNAL);
    (void)shutdown(connection, SHUT_WR);
    (void)recv(connection, NULL, DRAIN_BYTES, MSG_TRUNC | MSG_DONTWAIT);
}

enum err
parent_filter(struct parent *p)
{
    if (p->guard == GUARD_OFF)
        return OK;
    enum err e = guard_filter_new(GUARD_EVENTS | GUARD_SOCKETS, &p->filter);
    return p->guard == GUARD_BEST_EFFORT ? OK
                                         : e; /* what is lacking stands in the parent's report */
}

/* No file grows by a child, whatever else goes wrong; and none runs on for ever. */
static enum err
sandbox_child(const struct guard_filter *filter)
{
    const struct rlimit nothing = { 0, 0 }, cpu = { CHILD_CPU_S, CHILD_CPU_S };

    if (setrlimit(RLIMIT_FSIZE, &nothing) || setrlimit(RLIMIT_CPU, &cpu))
        return ERR_INTERNAL;
    return filter ? guard_filter_enter(filter) : OK;
}

static _Noreturn void
child(struct parent *p, int connection)
{
    struct app app = {
        .conf = &p->conf,
        .ticket_key = p->ticket_key,
        .book = p->book,
        .epochs = p->epochs,
        .now_s = clock_now_s(),
    };
    sigset_t none;

    (void)alarm(GATE_ALARM_S);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)close((int)p->conf.control);
    (void)close(p->signal_fd);
    if (sandbox_child(p->filter))
        _exit(1);
    gate_serve(&app, connection);
    _exit(0);
}

static void
take_connection(struct parent *p, int connection)
{
    OWN_FD mine = connection;

    if (p->n_children >= GATE_MAX_CHILDREN) {
        turn_away(p, mine);
        return;
    }
    p->was_full = false;
    pid_t pid = fork();
    if (pid == 0)
        child(p, fd_take(&mine));
    if (pid > 0)
        p->n_children++;
    else
        turn_away(p, mine);
}

static void
reap(struct parent *p)
{
    int status;

    while (p->n_children > 0 && waitpid(-1, &status, WNOHANG) > 0) {
        p->n_children--;
        if (WIFSIGNALED(status) && WTERMSIG(status) != SIGALRM)
            log_event("gate-child-died", ERR_INTERNAL, WTERMSIG(status), NULL);
        else if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
            log_event("gate-child-refused", ERR_INTERNAL, WEXITSTATUS(status), "sandbox");
    }
}

static void
read_book_again(struct parent *p)
{
    struct book *fresh = NULL;
    char why[BOOK_WHY_BYTES];
    enum err e = book_load(p->conf.folder, &p->conf.network_id, &p->conf.hub_id, &fresh, why);

    if (e) {
        log_event("gate-keeps-old-edition", e, p->book->edition, why);
        return;
    }
    book_drop(&p->book);
    p->book = fresh;
    log_event("gate-edition", OK, (int64_t)fresh->edition, NULL);
}

/* False: end. */
static bool
take_signals(struct parent *p)
{
    struct signalfd_siginfo s;

    while (read(p->signal_fd, &s, sizeof s) == (ssize_t)sizeof s) {
        if (s.ssi_signo == SIGTERM || s.ssi_signo == SIGINT)
            return false;
        if (s.ssi_signo == SIGHUP)
            read_book_again(p);
    }
    return true;
}

/* ERR_NOT_FOUND: the control socket has ended. */
static enum err
take_message(struct parent *p)
{
    uint8_t byte[8];
    size_t n = 0;
    int fd = -1;
    enum err e = fd_receive((int)p->conf.control, byte, sizeof byte, &n, &fd);

    if (!e && fd >= 0)
        take_connection(p, fd);
    return e == ERR_NOT_FOUND || e == ERR_INTERNAL ? e : OK;
}

static enum err
step(struct parent *p, int wait_ms)
{
    struct pollfd waiting[N_WAITING] = {
        [CONTROL] = { (int)p->conf.control, POLLIN, 0 },
        [SIGNALS] = { p->signal_fd, POLLIN, 0 },
    };

    if (poll(waiting, N_WAITING, wait_ms) < 0 && errno != EINTR)
        return ERR_INTERNAL;
    if (epochs_turn(p->epochs, clock_steady_ms()))
        log_event("gate-epoch", ERR_INTERNAL, (int64_t)p->epochs->now.number, "no memory");
    reap(p);
    if ((waiting[SIGNALS].revents & POLLIN) && !take_signals(p))
        return ERR_NOT_FOUND;
    return waiting[CONTROL].revents ? take_message(p) : OK;
}

enum err
parent_step(struct parent *p)
{
    return step(p, 0);
}

enum err
parent_run(struct parent *p)
{
    enum err e = OK;

    while (!e)
        e = step(p, (int)epochs_left_ms(p->epochs, clock_steady_ms()) + 1);
    return e == ERR_NOT_FOUND ? OK : e;
}

void
parent_wait(struct parent *p, int64_t at_most_ms)
{
    const int64_t end_ms = clock_steady_ms() + at_most_ms;
    struct pollfd signals = { p->signal_fd, POLLIN, 0 };
    struct signalfd_siginfo s;

    for (reap(p); p->n_children > 0 && clock_steady_ms() < end_ms; reap(p)) {
        if (poll(&signals, 1, 100) > 0 && read(p->signal_fd, &s, sizeof s) < 0)
            return;
    }
}
