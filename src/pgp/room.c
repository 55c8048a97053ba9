/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pgp/room.h"
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

enum { WALL_MS = 5 * 1000, FD_KEY = 3, ROOM_WORDS = 80, HEAD_BYTES = 4 };

/* A room with the system's programs to read, empty folders in memory, and nothing else. */
static const char *const room[] = { "/usr/bin/bwrap", "--unshare-all", "--die-with-parent",
    "--new-session", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib",
    "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/bin", "/bin", "--proc", "/proc",
    "--dev", "/dev", "--tmpfs", "/tmp", "--perms", "0700", "--dir", "/tmp/g", "--file", "3",
    "/tmp/key", "--clearenv", "--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin", "--chdir",
    "/tmp", "--" };

static const char *const encrypting[] = { "/usr/bin/gpg", "--batch", "--no-tty", "--quiet",
    "--no-options", "--homedir", "/tmp/g", "--no-autostart", "--trust-model", "always",
    "--no-emit-version", "--no-comments", "--armor", "--recipient-file", "/tmp/key", "--encrypt",
    "--output", "-" };

#define GPG                                                                                        \
    "gpg --batch --no-tty --quiet --no-options --homedir /tmp/g --pinentry-mode loopback "         \
    "--passphrase '' "
static const char *const decrypting[] = { "/usr/bin/sh", "-c",
    GPG "--import /tmp/key && exec " GPG "--decrypt" };
/* The address comes on standard input: no word of it is a command. */
static const char *const making[] = { "/usr/bin/sh", "-c",
    "IFS= read -r a && " GPG "--quick-gen-key \"<$a>\" future-default default never && " GPG
    "--export >p && " GPG "--export-secret-keys >s && wc -c <p && cat p s" };

/* The words of room and act, for execv(). */
static void
fill_words(enum pgp_act act, const char *words[static ROOM_WORDS])
{
    const char *const *then = act == PGP_ENCRYPT   ? encrypting
                              : act == PGP_DECRYPT ? decrypting
                                                   : making;
    size_t n_then = act == PGP_ENCRYPT ? sizeof encrypting / sizeof *encrypting
                                       : sizeof making / sizeof *making;
    size_t n = sizeof room / sizeof *room;

    memcpy(words, room, sizeof room);
    memcpy(words + n, then, n_then * sizeof *then);
    words[n + n_then] = NULL;
}
_Static_assert(sizeof room / sizeof *room + sizeof encrypting / sizeof *encrypting < ROOM_WORDS,
    "the words of a room fit");
_Static_assert(sizeof decrypting == sizeof making, "both are one line for the shell");

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
child(const char *const *words, int key, int text, int out)
{
    OWN_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int moved = fcntl(key, F_DUPFD, 64);

    (void)dup2(text, 0);
    (void)dup2(out, 1);
    (void)dup2(null, 2);
    (void)dup2(moved, FD_KEY);
    (void)close_range(FD_KEY + 1, ~0u, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)execv(words[0], (char *const *)(uintptr_t)words);
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

static enum err
run(const char *const *words, struct bytes key, struct bytes text, struct arena *a,
    struct bytes *out)
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
        child(words, key_fd, text_fd, to);
    fd_drop(&to);
    if (pid < 0)
        return ERR_INTERNAL;
    enum err e = collect(from, a, out);
    if (e)
        (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    bool good = !e && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return good ? OK : e == ERR_INTERNAL ? e : ERR_MALFORMED;
}

/* "404\n", then so many bytes of the public key, then the secret one: as length(4) and both. */
static enum err
read_made(struct bytes got, struct arena *a, struct bytes *out)
{
    size_t n = 0;
    size_t k = 0;

    for (; k < got.n && k < 6 && got.p[k] >= '0' && got.p[k] <= '9'; k++)
        n = 10 * n + (size_t)(got.p[k] - '0');
    if (k == 0 || k == got.n || got.p[k] != '\n' || n == 0 || n > PGP_KEY_MAX ||
        got.n - k - 1 <= n || got.n - k - 1 - n > PGP_KEY_MAX)
        return ERR_MALFORMED;
    size_t all = got.n - k - 1;
    uint8_t *to = arena_alloc(a, HEAD_BYTES + all);
    struct writer w = writer_of(to, to ? HEAD_BYTES + all : 0);
    write_u32(&w, (uint32_t)n);
    write_bytes(&w, (struct bytes){ got.p + k + 1, all });
    *out = (struct bytes){ to, w.n };
    return w.full ? ERR_INTERNAL : OK;
}

enum err
pgp_do(enum pgp_act act, struct bytes key, struct bytes text, struct arena *a, struct bytes *out)
{
    const char *words[ROOM_WORDS];
    struct bytes got = { NULL, 0 };

    fill_words(act, words);
    enum err e = run(words, key, text, a, &got);
    if (!e && act == PGP_MAKE)
        return read_made(got, a, out);
    if (!e && act == PGP_ENCRYPT && !is_armour(got))
        return ERR_MALFORMED;
    if (!e)
        *out = got;
    return e;
}

/* One question.  ERR_NOT_FOUND: the other side ended. */
static enum err
read_question(int in, struct arena *a, enum pgp_act *act, struct bytes *key, struct bytes *text)
{
    uint8_t head[HEAD_BYTES];

    if (fd_read_exact(in, head, sizeof head))
        return ERR_NOT_FOUND;
    struct reader r = reader_of((struct bytes){ head, sizeof head });
    size_t n = read_u32(&r);
    uint8_t *p = n > 0 && n <= PGP_QUESTION_MAX ? arena_alloc(a, n) : NULL;
    if (!p || fd_read_exact(in, p, n))
        return ERR_MALFORMED;
    r = reader_of((struct bytes){ p, n });
    *act = (enum pgp_act)read_u8(&r);
    *key = read_n(&r, read_u32(&r));
    *text = read_n(&r, r.left);
    bool known = *act == PGP_ENCRYPT || *act == PGP_DECRYPT || *act == PGP_MAKE;
    return known && !r.bad && key->n <= PGP_KEY_MAX && text->n > 0 ? OK : ERR_MALFORMED;
}

enum err
pgp_serve(int in, int out)
{
    for (;;) {
        OWN(arena) a = arena_new(PGP_QUESTION_MAX + 2 * PGP_OUT_MAX);
        struct bytes key, text;
        struct bytes result = { NULL, 0 };
        uint8_t head[HEAD_BYTES];
        struct writer w = writer_of(head, sizeof head);
        enum pgp_act act;
        enum err e = a ? read_question(in, a, &act, &key, &text) : ERR_INTERNAL;
        if (e)
            return e == ERR_NOT_FOUND ? OK : e;
        if (pgp_do(act, key, text, a, &result))
            result.n = 0;
        write_u32(&w, (uint32_t)result.n);
        e = fd_write_all(out, (struct bytes){ head, sizeof head });
        e = e || result.n == 0 ? e : fd_write_all(out, result);
        if (e)
            return e;
    }
}
