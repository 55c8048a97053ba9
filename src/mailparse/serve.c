/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailparse/serve.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "mailparse/mail.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { MEMORY_BYTES = 1 << 30, LENGTH_BYTES = 4 };

/* Length and letter. */
static enum err
write_letter(int out, struct arena *a, const struct letter *l)
{
    size_t n = letter_size(l);
    uint8_t *to = arena_alloc(a, n + LENGTH_BYTES);
    struct writer w = writer_of(to, to ? n + LENGTH_BYTES : 0);

    if (!to)
        return ERR_INTERNAL;
    write_u32(&w, (uint32_t)n);
    letter_encode(l, &w);
    return w.full ? ERR_INTERNAL : fd_write_all(out, (struct bytes){ to, w.n });
}

static enum err
parse_to(struct bytes raw, int out)
{
    OWN(arena) a = arena_new(MAIL_ARENA_BYTES);
    struct letter l;
    enum err e = a ? mail_parse(raw, a, &l) : ERR_INTERNAL;

    return e ? e : write_letter(out, a, &l);
}

/* Time and memory come to an end; nothing is written to any disk.  A build with sanitizers maps
   more memory than any limit allows. */
static void
bound(const struct serve_bounds *bounds, const struct guard_filter *narrow)
{
    const struct rlimit cpu = { bounds->cpu_s, bounds->cpu_s };
    const struct rlimit memory = { MEMORY_BYTES, MEMORY_BYTES };
    const struct rlimit none = { 0, 0 };

    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)setrlimit(RLIMIT_FSIZE, &none);
    (void)setrlimit(RLIMIT_CORE, &none);
    if (narrow)
        (void)setrlimit(RLIMIT_AS, &memory);
}

/* In the child: never returns. */
static void
child(
    struct bytes raw, int out, const struct serve_bounds *bounds, const struct guard_filter *narrow)
{
    (void)close(0); /* the worker's ends */
    (void)close(1);
    bound(bounds, narrow);
    if (narrow && guard_filter_enter(narrow))
        _exit(3);
    _exit(parse_to(raw, out) ? 1 : 0);
}

/* What the child writes, until it ends or its time is over. */
static size_t
collect(int from, int wall_ms, uint8_t *to, size_t cap)
{
    int64_t end_ms = clock_steady_ms() + wall_ms;
    struct pollfd wait = { from, POLLIN, 0 };
    size_t n = 0;

    for (;;) {
        int64_t left = end_ms - clock_steady_ms();
        if (left <= 0 || poll(&wait, 1, (int)left) <= 0)
            return 0;
        ssize_t k = read(from, to + n, cap - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0 || n == cap)
            return k == 0 ? n : 0;
        n += (size_t)k;
    }
}

/* Is it one whole letter?  The child is believed no more than the mail. */
static bool
is_letter(struct bytes b)
{
    OWN(arena) a = arena_new(4 << 20);
    struct reader r = reader_of(b);
    struct letter l;
    uint32_t n = read_u32(&r);

    return a && !r.bad && n == r.left && n > 0 &&
           !letter_decode((struct bytes){ r.p, r.left }, a, &l);
}

static enum err
serve_mail(struct bytes raw, int out, const struct serve_bounds *bounds,
    const struct guard_filter *narrow, uint8_t *room, size_t cap)
{
    static const uint8_t nothing[LENGTH_BYTES] = { 0 };
    int ends[2] = { -1, -1 };

    if (pipe2(ends, O_CLOEXEC))
        return ERR_INTERNAL;
    OWN_FD from = ends[0];
    OWN_FD to = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        child(raw, to, bounds, narrow);
    fd_drop(&to);
    size_t n = pid > 0 ? collect(from, bounds->wall_ms, room, cap) : 0;
    int status = 0;
    if (pid > 0) {
        (void)kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    bool good = n > 0 && is_letter((struct bytes){ room, n });
    return fd_write_all(
        out, good ? (struct bytes){ room, n } : (struct bytes){ nothing, sizeof nothing });
}

enum err
serve_mails(int in, int out, const struct serve_bounds *bounds, const struct guard_filter *narrow)
{
    for (;;) {
        uint8_t head[LENGTH_BYTES];
        if (fd_read_exact(in, head, sizeof head))
            return OK; /* the worker ended */
        struct reader r = reader_of((struct bytes){ head, sizeof head });
        uint32_t n = read_u32(&r);
        if (n == 0 || n > MAIL_RAW_MAX)
            return ERR_MALFORMED;
        size_t cap = LETTER_MAX_BYTES + LENGTH_BYTES;
        uint8_t *raw = calloc(1, n);
        uint8_t *room = calloc(1, cap);
        enum err e = raw && room ? fd_read_exact(in, raw, n) : ERR_INTERNAL;
        e = e ? e : serve_mail((struct bytes){ raw, n }, out, bounds, narrow, room, cap);
        free(raw);
        free(room);
        if (e)
            return e;
    }
}

enum err
serve_one(int in, int out)
{
    uint8_t *raw = calloc(1, MAIL_RAW_MAX);
    size_t n = 0;
    ssize_t k = 1;

    while (raw && n < MAIL_RAW_MAX && k > 0) {
        k = read(in, raw + n, MAIL_RAW_MAX - n);
        n += k > 0 ? (size_t)k : 0;
    }
    enum err e = raw ? parse_to((struct bytes){ raw, n }, out) : ERR_INTERNAL;
    free(raw);
    return e;
}
