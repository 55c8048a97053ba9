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
#include <sys/resource.h>
#include <sys/wait.h>

enum { FD_KEY = 3, FD_STATUS, ROOM_WORDS = 80, HEAD_BYTES = 4 };

/* Of what GnuPG may use and write besides its answer; what a message may become: a little message
   in any case that much, a larger one so many times its length. */
enum {
    CPU_S = PGP_WALL_MS / 1000,
    MEMORY_BYTES = 1 << 30,
    FILES_BYTES = 1 << 20,
    OPENED_LEAST = 1 << 20,
    OPENED_TIMES = 8
};

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
/* Nobody's signature can be checked here, but most encrypted mails are signed: it is not read. */
static const char *const decrypting[] = { "/usr/bin/sh", "-c",
    GPG "--import /tmp/key && exec " GPG "--skip-verify --status-fd 4 --decrypt" };
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

/* The descriptors of one run. */
struct ends {
    int key, text, status, out;
};

static void
bound(void)
{
    const struct rlimit cpu = { CPU_S, CPU_S };
    const struct rlimit memory = { MEMORY_BYTES, MEMORY_BYTES };
    const struct rlimit files = { FILES_BYTES, FILES_BYTES };

    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)setrlimit(RLIMIT_AS, &memory);
    (void)setrlimit(RLIMIT_FSIZE, &files);
}

static void
child(const char *const *words, const struct ends *d)
{
    OWN_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int key = fcntl(d->key, F_DUPFD, 64);
    int status = fcntl(d->status, F_DUPFD, 64);

    bound();
    (void)dup2(d->text, 0);
    (void)dup2(d->out, 1);
    (void)dup2(null, 2);
    (void)dup2(key, FD_KEY);
    (void)dup2(status, FD_STATUS);
    (void)close_range(FD_STATUS + 1, ~0u, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)execv(words[0], (char *const *)(uintptr_t)words);
    _exit(127);
}

/* Fewer bytes than `max`, in time. */
static enum err
collect(int from, size_t max, struct arena *a, struct bytes *out)
{
    int64_t end_ms = clock_steady_ms() + PGP_WALL_MS;
    struct pollfd wait = { from, POLLIN, 0 };
    uint8_t *to = arena_alloc(a, max);
    size_t n = 0;

    while (to) {
        int64_t left = end_ms - clock_steady_ms();
        if (left <= 0 || poll(&wait, 1, (int)left) <= 0)
            return ERR_MALFORMED;
        ssize_t k = read(from, to + n, max - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0 || n == max)
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

/* Is this line of the status that word? */
static bool
says(struct bytes line, const char *word)
{
    static const char head[] = "[GNUPG:] ";
    const size_t n_head = sizeof head - 1;
    size_t n = n_head + strlen(word);

    return line.n >= n && bytes_equal((struct bytes){ line.p, n_head }, bytes_of(head)) &&
           bytes_equal((struct bytes){ line.p + n_head, n - n_head }, bytes_of(word)) &&
           (line.n == n || line.p[n] == ' ');
}

/* Was all of it encrypted to the key that we gave, and unchanged?  GnuPG "decrypts" what is only
   signed or packed, and writes before it knows whether somebody changed the message. */
static bool
was_encrypted(struct bytes status)
{
    bool key = false;
    bool within = false;
    bool whole = false;
    bool okay = false;

    while (status.n > 0) {
        const uint8_t *end = memchr(status.p, '\n', status.n);
        struct bytes line = { status.p, end ? (size_t)(end - status.p) : status.n };
        status.p += line.n + (end ? 1 : 0);
        status.n -= line.n + (end ? 1 : 0);
        if (says(line, "PLAINTEXT") && !within)
            return false;
        if (says(line, "BEGIN_DECRYPTION"))
            within = true;
        if (says(line, "END_DECRYPTION"))
            within = false;
        key = key || says(line, "DECRYPTION_KEY");
        okay = okay || says(line, "DECRYPTION_OKAY");
        whole = whole || says(line, "GOODMDC");
    }
    return key && okay && whole;
}

/* What GnuPG said, from the file in memory. */
static bool
status_is_good(int status, struct arena *a)
{
    uint8_t *to = arena_alloc(a, FILES_BYTES);
    ssize_t n = to ? pread(status, to, FILES_BYTES, 0) : -1;

    return n > 0 && was_encrypted((struct bytes){ to, (size_t)n });
}

static size_t
out_max(enum pgp_act act, struct bytes text)
{
    size_t most = text.n < PGP_OUT_MAX / OPENED_TIMES ? OPENED_LEAST + OPENED_TIMES * text.n
                                                      : (size_t)PGP_OUT_MAX;

    return act != PGP_DECRYPT || most > PGP_OUT_MAX ? (size_t)PGP_OUT_MAX : most;
}

static enum err
run(enum pgp_act act, struct bytes key, struct bytes text, struct arena *a, struct bytes *out)
{
    const char *words[ROOM_WORDS];
    const struct bytes none = { NULL, 0 };
    OWN_FD key_fd = in_memory(key);
    OWN_FD text_fd = in_memory(text);
    OWN_FD status_fd = in_memory(none);
    int ends[2] = { -1, -1 };
    int status = 0;

    fill_words(act, words);
    if (key_fd < 0 || text_fd < 0 || status_fd < 0 || pipe2(ends, O_CLOEXEC))
        return ERR_INTERNAL;
    OWN_FD from = ends[0];
    OWN_FD to = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        child(words, &(struct ends){ key_fd, text_fd, status_fd, to });
    fd_drop(&to);
    if (pid < 0)
        return ERR_INTERNAL;
    enum err e = collect(from, out_max(act, text), a, out);
    if (e)
        (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    bool good = !e && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    good = good && (act != PGP_DECRYPT || status_is_good(status_fd, a));
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
    struct bytes got = { NULL, 0 };
    enum err e = run(act, key, text, a, &got);

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
        OWN(arena) a = arena_new(PGP_QUESTION_MAX + 2 * PGP_OUT_MAX + FILES_BYTES);
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
