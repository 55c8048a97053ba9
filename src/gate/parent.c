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
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { CONTROL, SIGNALS, N_WAITING, DRAIN_BYTES = 1 << 20, CHILD_CPU_S = 20, REAP_MS = 1000 };

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
    enum err e = guard_filter_new(&p->filter);
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

/* Move a child from reading to `next`; false when the other side was first. */
static bool
stage_take(_Atomic uint8_t *stage, uint8_t next)
{
    uint8_t reading = PARENT_READING;

    return atomic_compare_exchange_strong(stage, &reading, next);
}

static enum err
request_is_whole(const struct app *app)
{
    bool first = stage_take(app->stage, PARENT_WHOLE);

    return first || atomic_load(app->stage) == PARENT_WHOLE ? OK : ERR_INTERNAL;
}

static _Noreturn void
child(struct parent *p, _Atomic uint8_t *stage, int connection)
{
    struct app app = {
        .conf = &p->conf,
        .ticket_key = p->ticket_key,
        .book = p->book,
        .epochs = p->epochs,
        .pocket = p->pocket,
        .now_s = clock_now_s(),
        .request_is_whole = request_is_whole,
        .stage = stage,
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

/* Was it we who ended it? */
static bool
slot_free(struct parent *p, pid_t pid)
{
    bool ended = false;

    for (size_t i = 0; i < GATE_MAX_CHILDREN; i++) {
        if (p->slots[i].pid != pid)
            continue;
        p->slots[i] = (struct slot){ 0 };
        ended = atomic_load(&p->stages[i]) == PARENT_ENDED;
    }
    p->n_children--;
    return ended;
}

static void
reap(struct parent *p)
{
    int status;
    pid_t pid;

    while (p->n_children > 0 && (pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (slot_free(p, pid))
            continue;
        if (WIFSIGNALED(status) && WTERMSIG(status) != SIGALRM)
            log_event("gate-child-died", ERR_INTERNAL, WTERMSIG(status), NULL);
        else if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
            log_event("gate-child-refused", ERR_INTERNAL, WEXITSTATUS(status), "sandbox");
    }
}

/* The child that has waited longest for its request's body; NULL if none does. */
static struct slot *
slowest(struct parent *p)
{
    struct slot *found = NULL;

    for (size_t i = 0, seen = 0; seen < p->n_children && i < GATE_MAX_CHILDREN; i++) {
        struct slot *s = &p->slots[i];
        seen += s->pid != 0;
        if (s->pid && atomic_load(&p->stages[i]) == PARENT_READING &&
            (!found || s->forked_ms < found->forked_ms))
            found = s;
    }
    return found;
}

/* End the child that has waited longest for a body, if that is at least so long.  It holds part of
   a request at most, in memory that ends with it. */
static bool
end_slowest(struct parent *p, int64_t at_least_ms)
{
    struct slot *s = slowest(p);

    if (!s || clock_steady_ms() - s->forked_ms < at_least_ms)
        return false;
    if (stage_take(&p->stages[s - p->slots], PARENT_ENDED))
        (void)kill(s->pid, SIGKILL);
    return true; /* if it was first, it is not the slowest any more */
}

/* A free place, if need be that of somebody slow; NULL: all are at work. */
static struct slot *
slot_take(struct parent *p)
{
    if (!p->stages) {
        void *shared = mmap(
            NULL, GATE_MAX_CHILDREN, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        p->stages = shared == MAP_FAILED ? NULL : shared;
    }
    for (size_t i = 0; p->stages && i < GATE_MAX_CHILDREN; i++)
        if (!p->slots[i].pid)
            return &p->slots[i];
    return NULL;
}

/* Room for one more.  What was killed is gone within a moment: wait for it. */
static struct slot *
slot_make(struct parent *p)
{
    for (int i = 0; p->n_children >= GATE_MAX_CHILDREN && i < GATE_MAX_CHILDREN; i++) {
        struct slot *s = slowest(p);
        if (!end_slowest(p, PARENT_PATIENCE_MS))
            return NULL;
        pid_t pid = s->pid;
        if (atomic_load(&p->stages[s - p->slots]) == PARENT_ENDED && waitpid(pid, NULL, 0) == pid)
            (void)slot_free(p, pid);
    }
    return p->n_children < GATE_MAX_CHILDREN ? slot_take(p) : NULL;
}

static void
take_connection(struct parent *p, int connection)
{
    OWN_FD mine = connection;
    bool full = p->n_children >= GATE_MAX_CHILDREN;
    struct slot *s = slot_make(p);

    if (!s) {
        turn_away(p, mine);
        return;
    }
    p->was_full = p->was_full && full;
    _Atomic uint8_t *stage = &p->stages[s - p->slots];
    atomic_store(stage, PARENT_READING);
    pid_t pid = _Fork(); /* no hooks of libraries that the child is not given */
    if (pid == 0)
        child(p, stage, fd_take(&mine));
    if (pid < 0) {
        turn_away(p, mine);
        return;
    }
    *s = (struct slot){ pid, clock_steady_ms() };
    p->n_children++;
}

/* Bodies over their time.  How long until the next one is, or `most`.  Nothing wakes us when a
   child ends: who has ended is gathered when the next connection comes, or soon. */
static int64_t
end_overdue(struct parent *p, int64_t most)
{
    if (p->n_children > 0 && most > REAP_MS)
        most = REAP_MS;
    while (end_slowest(p, PARENT_BODY_MS))
        ;
    const struct slot *s = slowest(p);
    int64_t left = s ? s->forked_ms + PARENT_BODY_MS - clock_steady_ms() : most;

    return left < most ? left : most;
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
    epochs_turn(p->epochs, clock_steady_ms());
    reap(p);
    (void)end_overdue(p, 0);
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

    while (!e) {
        int64_t left_ms = epochs_left_ms(p->epochs, clock_steady_ms());
        e = step(p, (int)end_overdue(p, left_ms) + 1);
    }
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
