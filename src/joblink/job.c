/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "joblink/job.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { CPU_S = 6, MEMORY_BYTES = 1 << 30, LENGTH_BYTES = 4, FD_SAFE = 64, MERCY_MS = 2000 };

/* ---- The program. */

/* Time and memory come to an end; nothing is written to any disk.  A build with sanitizers maps
   more memory than any limit allows. */
static void
bound(bool memory_too)
{
    const struct rlimit cpu = { CPU_S, CPU_S };
    const struct rlimit memory = { MEMORY_BYTES, MEMORY_BYTES };
    const struct rlimit none = { 0, 0 };

    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)setrlimit(RLIMIT_FSIZE, &none);
    (void)setrlimit(RLIMIT_CORE, &none);
    if (memory_too)
        (void)setrlimit(RLIMIT_AS, &memory);
}

/* In the child: never returns. */
static void
child(struct bytes question, int out, job_work work, const struct guard_filter *narrow)
{
    (void)close(0); /* the other side's ends */
    (void)close(1);
    bound(narrow != NULL);
    if (narrow && guard_filter_enter(narrow))
        _exit(3);
    _exit(work(question, out) ? 1 : 0);
}

/* Twice the room, up to the limit.  False: there is no more; `to` stays. */
static bool
grow(uint8_t **to, size_t *cap)
{
    size_t twice = 2 * *cap < JOB_OUT_MAX ? 2 * *cap : JOB_OUT_MAX;
    uint8_t *more = twice > *cap ? realloc(*to, twice) : NULL;

    if (!more)
        return false;
    *to = more;
    *cap = twice;
    return true;
}

/* What the child writes, until it ends or its time is over; *n is 0 then. */
static uint8_t *
collect(int from, size_t *n)
{
    int64_t end_ms = clock_steady_ms() + JOB_WALL_MS;
    struct pollfd wait = { from, POLLIN, 0 };
    size_t cap = 1 << 16;
    uint8_t *to = malloc(cap);

    for (*n = 0; to;) {
        int64_t left = end_ms - clock_steady_ms();
        if (left <= 0 || poll(&wait, 1, (int)left) <= 0)
            break;
        ssize_t k = read(from, to + *n, cap - *n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k == 0)
            return to;
        if (k < 0)
            break;
        *n += (size_t)k;
        if (*n == cap && !grow(&to, &cap))
            break;
    }
    *n = 0;
    return to;
}

static enum err
answer(int out, struct bytes b)
{
    uint8_t head[LENGTH_BYTES];
    struct writer w = writer_of(head, sizeof head);

    write_u32(&w, (uint32_t)b.n);
    enum err e = fd_write_all(out, (struct bytes){ head, sizeof head });
    return e ? e : fd_write_all(out, b);
}

static enum err
serve_one(struct bytes question, int out, job_work work, const struct guard_filter *narrow)
{
    int ends[2] = { -1, -1 };
    int status = 1;
    size_t n = 0;

    if (pipe2(ends, O_CLOEXEC))
        return ERR_INTERNAL;
    OWN_FD from = ends[0];
    OWN_FD to = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        child(question, to, work, narrow);
    fd_drop(&to);
    uint8_t *got = pid > 0 ? collect(from, &n) : NULL;
    if (pid > 0) {
        if (n == 0)
            (void)kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    bool good = got && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    enum err e = answer(out, (struct bytes){ got, good ? n : 0 });
    free(got);
    return e;
}

enum err
job_serve(int in, int out, job_work work, const struct guard_filter *narrow)
{
    for (;;) {
        uint8_t head[LENGTH_BYTES];
        if (fd_read_exact(in, head, sizeof head))
            return OK; /* the other side ended */
        struct reader r = reader_of((struct bytes){ head, sizeof head });
        uint32_t n = read_u32(&r);
        uint8_t *question = n > 0 && n <= JOB_IN_MAX ? malloc(n) : NULL;
        enum err e = question ? fd_read_exact(in, question, n) : ERR_MALFORMED;
        e = e ? e : serve_one((struct bytes){ question, n }, out, work, narrow);
        if (question)
            explicit_bzero(question, n);
        free(question);
        if (e)
            return e;
    }
}

enum err
job_once(int in, int out, job_work work)
{
    size_t n = 0;
    uint8_t *all = collect(in, &n);
    enum err e = all ? work((struct bytes){ all, n }, out) : ERR_INTERNAL;

    free(all);
    return e;
}

static enum err
sandbox(enum guard_mode mode, const struct job_program *p, bool serve)
{
    const unsigned serving = GUARD_FORK | GUARD_SOCKETS | (p->narrow ? GUARD_NARROW : 0);
    const struct guard_rules rules = { p->paths, p->n_paths, p->calls | (serve ? serving : 0) };
    struct guard_report report;
    enum err e = guard_start(&report);

    return e ? e : guard_enter(mode, &rules, &report);
}

int
job_main(int argc, char **argv, const struct job_program *p)
{
    enum guard_mode mode = argc > 1 ? guard_mode_of(argv[1]) : GUARD_UNSET;
    bool serve = argc == 3 && strcmp(argv[2], "serve") == 0;
    struct guard_filter *narrow = NULL;
    enum err e = OK;

    if (mode == GUARD_UNSET || (argc != 2 && !serve))
        return 2;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)signal(SIGPIPE, SIG_IGN);
    if (mode != GUARD_OFF && p->narrow)
        e = guard_filter_new(&narrow);
    e = e ? e : sandbox(mode, p, serve);
    if (!e)
        e = serve ? job_serve(0, 1, p->work, narrow) : job_once(0, 1, p->work);
    guard_filter_drop(&narrow);
    return e ? 1 : 0;
}

/* ---- The desk. */

static bool
beside(const char *name, char to[PATH_MAX])
{
    char self[PATH_MAX] = { 0 };

    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return false;
    int n = snprintf(to, PATH_MAX, "%s/%s", dirname(self), name);
    return n > 0 && n < PATH_MAX && access(to, X_OK) == 0;
}

static void
become(const char *path, const char *name, const char *sandbox_word, const char *word, int end)
{
    sigset_t none;
    int moved = fcntl(end, F_DUPFD, FD_SAFE);

    (void)dup2(moved, 0);
    (void)dup2(moved, 1);
    (void)close_range(3, ~0u, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)execl(path, name, sandbox_word, word, (char *)NULL);
    _exit(127);
}

enum err
job_start(const char *program, const char *sandbox_word, int *fd)
{
    return job_start_as(program, sandbox_word, "serve", fd);
}

enum err
job_start_as(const char *program, const char *sandbox_word, const char *word, int *fd)
{
    char path[PATH_MAX];
    int ends[2];

    if (!beside(program, path))
        return ERR_NOT_FOUND;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return ERR_INTERNAL;
    OWN_FD ours = ends[0];
    OWN_FD theirs = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        become(path, program, sandbox_word, word, theirs);
    if (pid < 0)
        return ERR_INTERNAL;
    *fd = fd_take(&ours);
    return OK;
}

/* Its own bound has passed twice: an answer that came now would be taken for the next one. */
static enum err
await(int fd)
{
    struct pollfd wait = { fd, POLLIN, 0 };

    if (poll(&wait, 1, JOB_WALL_MS + MERCY_MS) > 0)
        return OK;
    (void)shutdown(fd, SHUT_RDWR);
    return ERR_NOT_FOUND;
}

static enum err
put_question(int fd, struct bytes question)
{
    uint8_t head[LENGTH_BYTES];
    struct writer w = writer_of(head, sizeof head);

    if (fd < 0)
        return ERR_NOT_FOUND;
    if (question.n == 0 || question.n > JOB_IN_MAX)
        return ERR_TOO_LARGE;
    write_u32(&w, (uint32_t)question.n);
    bool gone = fd_write_all(fd, (struct bytes){ head, sizeof head }) || fd_write_all(fd, question);
    return gone ? ERR_NOT_FOUND : OK;
}

/* ERR_NOT_FOUND: the program ended instead. */
static enum err
take_answer(int fd, struct arena *a, struct bytes *out)
{
    uint8_t head[LENGTH_BYTES];

    if (fd_read_exact(fd, head, sizeof head))
        return ERR_NOT_FOUND;
    struct reader r = reader_of((struct bytes){ head, sizeof head });
    uint32_t n = read_u32(&r);
    uint8_t *to = n <= JOB_OUT_MAX ? arena_alloc(a, (size_t)n + 1) : NULL;
    if (n == 0)
        return ERR_MALFORMED;
    if (!to) { /* read it away, so that the next answer is not this one */
        for (uint8_t one; n > 0 && !fd_read_exact(fd, &one, 1); n--)
            continue;
        return ERR_TOO_LARGE;
    }
    if (fd_read_exact(fd, to, n))
        return ERR_NOT_FOUND;
    *out = (struct bytes){ to, n };
    return OK;
}

enum err
job_ask(int fd, struct bytes question, struct arena *a, struct bytes *out)
{
    enum err e = put_question(fd, question);

    if (e)
        return e;
    return await(fd) ? ERR_NOT_FOUND : take_answer(fd, a, out);
}

/* What came after its time, read away.  ERR_BUSY: it is still not there. */
static enum err
take_late(struct job_line *l)
{
    struct pollfd look = { l->fd, POLLIN, 0 };
    uint8_t some[4096];

    if (poll(&look, 1, 0) <= 0)
        return ERR_BUSY;
    if (fd_read_exact(l->fd, some, LENGTH_BYTES))
        return ERR_NOT_FOUND;
    struct reader r = reader_of((struct bytes){ some, LENGTH_BYTES });
    for (size_t left = read_u32(&r), k; left > 0; left -= k) {
        k = left < sizeof some ? left : sizeof some;
        if (fd_read_exact(l->fd, some, k))
            return ERR_NOT_FOUND;
    }
    l->owes = false;
    return OK;
}

enum err
job_ask_line(struct job_line *l, struct bytes question, struct arena *a, struct bytes *out)
{
    struct pollfd wait = { l->fd, POLLIN, 0 };
    enum err e = l->owes ? take_late(l) : OK;

    e = e ? e : put_question(l->fd, question);
    if (e)
        return e;
    l->owes = poll(&wait, 1, JOB_LINE_MS) <= 0;
    e = l->owes ? ERR_MALFORMED : take_answer(l->fd, a, out);
    return e == ERR_NOT_FOUND ? ERR_MALFORMED : e;
}
