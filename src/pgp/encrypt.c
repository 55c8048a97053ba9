/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pgp/encrypt.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { WALL_MS = 30 * 1000, FD_KEY = 3 };

/* A room with the system's programs to read, empty folders in memory, and nothing else. */
static const char *const room[] = { "/usr/bin/bwrap", "--unshare-all", "--die-with-parent",
    "--new-session", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib",
    "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/bin", "/bin", "--proc", "/proc",
    "--dev", "/dev", "--tmpfs", "/tmp", "--perms", "0700", "--dir", "/tmp/g", "--file", "3",
    "/tmp/key", "--clearenv", "--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin", "--chdir",
    "/tmp", "--", "/usr/bin/gpg", "--batch", "--no-tty", "--quiet", "--no-options", "--homedir",
    "/tmp/g", "--no-autostart", "--trust-model", "always", "--no-emit-version", "--no-comments",
    "--armor", "--recipient-file", "/tmp/key", "--encrypt", "--output", "-", NULL };

/* The bytes as something that can be read from its beginning. */
static int
in_memory(struct bytes b)
{
    OWN_FD fd = memfd_create("given", MFD_CLOEXEC);

    if (fd < 0 || fd_write_all(fd, b) || lseek(fd, 0, SEEK_SET) < 0)
        return -1;
    return fd_take(&fd);
}

static void
child(int key, int text, int out)
{
    OWN_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int moved = fcntl(key, F_DUPFD, 64);

    (void)dup2(text, 0);
    (void)dup2(out, 1);
    (void)dup2(null, 2);
    (void)dup2(moved, FD_KEY);
    (void)close_range(FD_KEY + 1, ~0u, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)execv(room[0], (char *const *)(uintptr_t)room);
    _exit(127);
}

static enum err
collect(int from, struct arena *a, struct bytes *out)
{
    int64_t end_ms = clock_steady_ms() + WALL_MS;
    struct pollfd wait = { from, POLLIN, 0 };
    uint8_t *to = arena_alloc(a, PGP_OUT_MAX);
    size_t n = 0;

    while (to) {
        int64_t left = end_ms - clock_steady_ms();
        if (left <= 0 || poll(&wait, 1, (int)left) <= 0)
            return ERR_MALFORMED;
        ssize_t k = read(from, to + n, PGP_OUT_MAX - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0 || n == PGP_OUT_MAX)
            return ERR_MALFORMED;
        if (k == 0)
            break;
        n += (size_t)k;
    }
    *out = (struct bytes){ to, n };
    return to ? OK : ERR_INTERNAL;
}

static bool
is_armour(struct bytes b)
{
    static const char head[] = "-----BEGIN PGP MESSAGE-----";

    return b.n > sizeof head && bytes_equal((struct bytes){ b.p, sizeof head - 1 }, bytes_of(head));
}

enum err
pgp_encrypt(struct bytes key, struct bytes text, struct arena *a, struct bytes *out)
{
    OWN_FD key_fd = in_memory(key);
    OWN_FD text_fd = in_memory(text);
    int ends[2] = { -1, -1 };
    int status = 0;

    if (key_fd < 0 || text_fd < 0 || pipe2(ends, O_CLOEXEC))
        return ERR_INTERNAL;
    OWN_FD from = ends[0];
    OWN_FD to = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        child(key_fd, text_fd, to);
    fd_drop(&to);
    if (pid < 0)
        return ERR_INTERNAL;
    enum err e = collect(from, a, out);
    if (e)
        (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    bool good = !e && WIFEXITED(status) && WEXITSTATUS(status) == 0 && is_armour(*out);
    return good ? OK : e == ERR_INTERNAL ? e : ERR_MALFORMED;
}

static enum err
read_block(int in, size_t max, struct arena *a, struct bytes *out)
{
    uint8_t head[4];

    if (fd_read_exact(in, head, sizeof head))
        return ERR_NOT_FOUND;
    struct reader r = reader_of((struct bytes){ head, sizeof head });
    size_t n = read_u32(&r);
    uint8_t *p = n > 0 && n <= max ? arena_alloc(a, n) : NULL;
    if (!p || fd_read_exact(in, p, n))
        return ERR_MALFORMED;
    *out = (struct bytes){ p, n };
    return OK;
}

enum err
pgp_serve(int in, int out)
{
    for (;;) {
        OWN(arena) a = arena_new(PGP_OUT_MAX + 2 * PGP_TEXT_MAX);
        struct bytes key, text;
        struct bytes armour = { NULL, 0 };
        uint8_t head[4];
        struct writer w = writer_of(head, sizeof head);
        enum err e = a ? read_block(in, PGP_KEY_MAX, a, &key) : ERR_INTERNAL;
        if (e)
            return e == ERR_NOT_FOUND ? OK : e;
        e = read_block(in, PGP_TEXT_MAX, a, &text);
        if (e)
            return e;
        if (pgp_encrypt(key, text, a, &armour))
            armour.n = 0;
        write_u32(&w, (uint32_t)armour.n);
        e = fd_write_all(out, (struct bytes){ head, sizeof head });
        e = e || armour.n == 0 ? e : fd_write_all(out, armour);
        if (e)
            return e;
    }
}
