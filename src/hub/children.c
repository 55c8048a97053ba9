/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/children.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/own.h"
#include "base/text.h"
#include "core/wire/crypto.h"
#include "core/wire/ticket.h"
#include "hub/committer.h"
#include "hub/sandbox.h"
#include "hub/signals.h"
#include "hub/worker.h"
#include "link/hublink.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum {
    READY_MS = 120 * 1000, /* taking over a large log takes its time */
    STOP_MS = 15 * 1000,
    MAX_KEPT = 8,
    COPY_FROM_FD = 100, /* descriptors for another program are moved up here first */
};

/* Both ends of what the children share. */
struct links {
    int gate_commit[2], desk_commit[2], shelf[2]; /* [0] asks, [1] answers */
    struct ticket_key key;
};

struct start { /* of one child */
    const struct hub_conf *hub;
    struct content *content;
    const char *gate;
    const struct links *links;
    int control_fd; /* the child's end */
};

const char *
child_name(enum child_role role)
{
    switch (role) {
    case CHILD_UNSET: return "nobody";
    case CHILD_COMMITTER: return "committer";
    case CHILD_SHELFD: return "shelf";
    case CHILD_DESK: return "desk-worker";
    case CHILD_PUBLIC: return "worker";
    case CHILD_GATE: return "gate";
    }
    return "nobody";
}

static int
by_number(const void *a, const void *b)
{
    int x = *(const int *)a;
    int y = *(const int *)b;

    return (x > y) - (x < y);
}

/* Close everything above standard error but these (-1 is none). */
static void
keep_only(int *fds, size_t n)
{
    unsigned from = STDERR_FILENO + 1;

    qsort(fds, n, sizeof *fds, by_number);
    for (size_t i = 0; i < n; i++) {
        if (fds[i] < (int)from)
            continue;
        if (fds[i] > (int)from)
            (void)close_range(from, (unsigned)fds[i] - 1, 0);
        from = (unsigned)fds[i] + 1;
    }
    (void)close_range(from, ~0u, 0);
}

static void
set_nonblocking(int fd)
{
    (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static enum err
run_committer(const struct start *s)
{
    struct committer_conf conf = { .hub = s->hub,
        .hub_id = s->hub->hub_id,
        .key = s->links->key,
        .gate_fd = s->links->gate_commit[1],
        .desk_fd = s->links->desk_commit[1] };
    struct committer *c = NULL;
    char why[DB_WHY_BYTES];

    set_nonblocking(conf.gate_fd);
    set_nonblocking(conf.desk_fd);
    enum err e = signals_take_stop(&conf.signal_fd);
    if (!e)
        e = committer_new(&conf, &c, why);
    if (e) {
        log_event("committer-not-started", e, 0, why);
        return e;
    }
    e = sandbox_committer(s->hub);
    if (!e)
        e = fd_send(s->control_fd, bytes_of("r"), -1);
    if (!e)
        e = committer_run(c);
    committer_drop(&c);
    return e;
}

static enum err
run_shelfd(const struct start *s)
{
    struct shelfd_conf conf = { s->hub, s->control_fd, s->links->shelf[1] };

    set_nonblocking(conf.shelf_fd);
    return shelfd_run(&conf);
}

static enum err
run_worker(const struct start *s, bool is_desk)
{
    struct worker_conf conf = { .hub = s->hub,
        .content = s->content,
        .key = s->links->key,
        .is_desk = is_desk,
        .control_fd = s->control_fd,
        .commit_fd = is_desk ? s->links->desk_commit[0] : -1 };

    set_nonblocking(conf.control_fd);
    if (is_desk)
        secret_wipe(&conf.key, sizeof conf.key); /* makes no forms */
    return worker_run(&conf);
}

/* A pipe that holds the ticket key and its end. */
static enum err
key_pipe(const struct ticket_key *key, int *out)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC))
        return ERR_INTERNAL;
    enum err e = fd_write_all(ends[1], (struct bytes){ key->b, sizeof key->b });
    (void)close(ends[1]);
    *out = ends[0];
    return e;
}

/* The gate is a program of its own: it links what the hub must not,
   and starts with a clean memory. */
static enum err
run_gate(const struct start *s)
{
    enum { N_FDS = 4, N_ARGS = 12 };
    static const char *const names[N_FDS] = { "control", "commit", "shelf", "key" };
    OWN(arena) a = arena_new(1 << 16);
    int fds[N_FDS] = { s->control_fd, s->links->gate_commit[0], s->links->shelf[0], -1 };
    char *args[N_ARGS + 1] = { 0 };
    char hub[2 * ID_BYTES + 1];
    char network[2 * KEY_BYTES + 1];
    size_t n = 0;

    if (!a || key_pipe(&s->links->key, &fds[3]))
        return ERR_INTERNAL;
    hex_encode((struct bytes){ s->hub->hub_id.b, ID_BYTES }, hub);
    hex_encode((struct bytes){ s->content->network.b, KEY_BYTES }, network);
    args[n++] = arena_text(a, s->gate);
    for (size_t i = 0; i < N_FDS; i++) {
        int fd = fcntl(fds[i], F_DUPFD, COPY_FROM_FD); /* without close-on-exec */
        args[n++] = arena_printf(a, "%s=%d", names[i], fd);
        fds[i] = fd;
    }
    args[n++] = arena_printf(a, "folder=%s", s->hub->folder);
    args[n++] = arena_printf(a, "hub=%s", hub);
    args[n++] = arena_printf(a, "network=%s", network);
    args[n++] = arena_printf(a, "ticket_min=%lldms", (long long)s->hub->ticket_min_ms);
    args[n++] = arena_printf(a, "ticket_max=%lldms", (long long)s->hub->ticket_max_ms);
    args[n++] = arena_printf(a, "sandbox=%s", s->hub->sandbox);
    keep_only(fds, N_FDS);
    signals_unblock();
    (void)execv(s->gate, args);
    log_event("gate-not-started", ERR_NOT_FOUND, errno,
        "set `gate` in hub.conf to the path of understory-gate");
    return ERR_NOT_FOUND;
}

static enum err
run_role(enum child_role role, const struct start *s)
{
    switch (role) {
    case CHILD_COMMITTER: return run_committer(s);
    case CHILD_SHELFD: return run_shelfd(s);
    case CHILD_DESK: return run_worker(s, true);
    case CHILD_PUBLIC: return run_worker(s, false);
    case CHILD_GATE: return run_gate(s);
    case CHILD_UNSET: break;
    }
    return ERR_INTERNAL;
}

/* Drop what this role has no business with. */
static void
keep_of_role(enum child_role role, const struct start *s)
{
    const struct links *l = s->links;
    int kept[MAX_KEPT] = { s->control_fd, -1, -1, -1, -1, -1, -1, -1 };

    kept[1] = role == CHILD_COMMITTER ? l->gate_commit[1]
              : role == CHILD_GATE    ? l->gate_commit[0]
                                      : -1;
    kept[2] = role == CHILD_COMMITTER ? l->desk_commit[1]
              : role == CHILD_DESK    ? l->desk_commit[0]
                                      : -1;
    kept[3] = role == CHILD_SHELFD ? l->shelf[1] : role == CHILD_GATE ? l->shelf[0] : -1;
    keep_only(kept, MAX_KEPT);
}

/* In the new process; never returns. */
static void
child_main(enum child_role role, const struct start *s, pid_t master)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != master)
        _exit(1); /* it died before it could be watched */
    (void)setpgid(0, 0);
    keep_of_role(role, s);
    enum err e = run_role(role, s);
    if (e)
        log_event("child-failed", e, 0, child_name(role));
    _exit(e ? 1 : 0);
}

static enum err
wait_ready(int control_fd)
{
    struct pollfd fd = { control_fd, POLLIN, 0 };
    uint8_t byte;

    (void)poll(&fd, 1, READY_MS);
    return fd.revents & POLLIN && recv(control_fd, &byte, 1, MSG_DONTWAIT) == 1 ? OK : ERR_INTERNAL;
}

static enum err
child_start(struct children *c, enum child_role role, struct start s)
{
    pid_t master = getpid();
    int ends[2];

    if (c->n == MAX_CHILDREN || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return ERR_INTERNAL;
    s.control_fd = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        child_main(role, &s, master);
    (void)close(ends[1]);
    c->all[c->n++] = (struct child){ role, pid > 0 ? pid : 0, ends[0] };
    enum err e = pid > 0 ? wait_ready(ends[0]) : ERR_INTERNAL;
    if (e)
        log_event("child-not-ready", e, 0, child_name(role));
    set_nonblocking(ends[0]);
    return e;
}

static enum err
links_open(struct links *l)
{
    const int kind = SOCK_SEQPACKET | SOCK_CLOEXEC;

    random_fill(l->key.b, sizeof l->key.b);
    return socketpair(AF_UNIX, kind, 0, l->gate_commit) ||
                   socketpair(AF_UNIX, kind, 0, l->desk_commit) ||
                   socketpair(AF_UNIX, kind, 0, l->shelf)
               ? ERR_INTERNAL
               : OK;
}

static void
links_close(struct links *l)
{
    for (int i = 0; i < 2; i++) {
        fd_drop(&l->gate_commit[i]);
        fd_drop(&l->desk_commit[i]);
        fd_drop(&l->shelf[i]);
    }
    secret_wipe(&l->key, sizeof l->key);
}

enum err
children_start(
    struct children *c, const struct hub_conf *hub, struct content *content, const char *gate)
{
    struct links l = { { -1, -1 }, { -1, -1 }, { -1, -1 }, { { 0 } } };
    struct start s = { hub, content, gate, &l, -1 };
    enum err e = links_open(&l);

    if (!e)
        e = child_start(c, CHILD_COMMITTER, s); /* first: it makes the store */
    if (!e)
        e = child_start(c, CHILD_SHELFD, s);
    if (!e)
        e = child_start(c, CHILD_DESK, s);
    for (int64_t i = 0; !e && i < hub->n_workers; i++)
        e = child_start(c, CHILD_PUBLIC, s);
    if (!e)
        e = child_start(c, CHILD_GATE, s);
    links_close(&l);
    return e;
}

enum err
children_pass(struct children *c, enum child_role role, int fd)
{
    enum err e = ERR_BUSY;

    for (size_t i = 0; e == ERR_BUSY && i < c->n; i++) {
        size_t at = role == CHILD_PUBLIC ? (c->next_public + i) % c->n : i;
        if (c->all[at].role != role || c->all[at].pid == 0)
            continue;
        e = fd_send(c->all[at].control_fd, bytes_of("c"), fd);
        c->next_public = role == CHILD_PUBLIC ? at + 1 : c->next_public;
    }
    return e;
}

void
children_reload(const struct children *c)
{
    for (size_t i = 0; i < c->n; i++) {
        enum child_role r = c->all[i].role;
        if (c->all[i].pid > 0 && (r == CHILD_PUBLIC || r == CHILD_DESK || r == CHILD_GATE))
            (void)kill(c->all[i].pid, SIGHUP);
    }
}

size_t
children_reap(struct children *c)
{
    size_t n = 0;
    int status = 0;

    for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
        for (size_t i = 0; i < c->n; i++) {
            if (c->all[i].pid != pid)
                continue;
            c->all[i].pid = 0;
            n++;
            bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
            int code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
            log_event(WIFSIGNALED(status) ? "child-killed" : "child-ended",
                well ? OK : ERR_INTERNAL, code, child_name(c->all[i].role));
        }
    }
    return n;
}

/* Ask the children of these roles to end, and wait; those that do not are killed. */
static void
stop_roles(struct children *c, unsigned roles)
{
    int64_t until = clock_steady_ms() + STOP_MS;
    bool left = true;

    for (size_t i = 0; i < c->n; i++)
        if (c->all[i].pid > 0 && (roles >> c->all[i].role & 1))
            (void)kill(c->all[i].pid, SIGTERM);
    while (left) {
        (void)children_reap(c);
        left = false;
        for (size_t i = 0; i < c->n; i++) {
            if (c->all[i].pid == 0 || !(roles >> c->all[i].role & 1))
                continue;
            left = true;
            if (clock_steady_ms() > until)
                (void)kill(c->all[i].pid, SIGKILL);
        }
        if (left)
            (void)poll(NULL, 0, 20);
    }
}

void
children_stop(struct children *c)
{
    stop_roles(c, 1u << CHILD_GATE | 1u << CHILD_PUBLIC | 1u << CHILD_DESK);
    stop_roles(c, 1u << CHILD_SHELFD);
    stop_roles(c, 1u << CHILD_COMMITTER);
    for (size_t i = 0; i < c->n; i++)
        fd_drop(&c->all[i].control_fd);
}
