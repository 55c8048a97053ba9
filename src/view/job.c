/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Outside the room: make it, give the file in, take what comes out, not longer than WALL_MS. */
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "view/tools.h"
#include "view/view.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { WALL_MS = 30 * 1000, ARGS_MAX = 80, FD_FILE = 3 };

#define BWRAP "/usr/bin/bwrap"

/* New namespaces of every kind, an empty root with /usr for reading, a little memory to write to;
   no network, no /proc, no /etc, no home, no terminal, no rights.  It ends with this process. */
static const char *const room[] = { BWRAP, "--unshare-user", "--unshare-ipc", "--unshare-pid",
    "--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--die-with-parent", "--new-session",
    "--clearenv", "--setenv", "PATH", "/usr/bin", "--setenv", "LC_ALL", "C.UTF-8", "--setenv",
    "HOME", "/tmp", "--setenv", "FONTCONFIG_FILE", ROOM_FONTS, "--uid", "65534", "--gid", "65534",
    "--hostname", "room", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib",
    "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/bin", "/bin", "--dir", "/dev",
    "--dev-bind", "/dev/null", "/dev/null", "--size", "33554432", "--tmpfs", "/tmp", "--chdir",
    "/tmp",
#if ROOM_IS_SANITIZED
    "--proc", "/proc", "--setenv", "ASAN_OPTIONS", "detect_leaks=0",
#endif
    NULL };

/* The arguments for the program itself in the room, with the file at ROOM_FILE (page > 0), or only
   to see whether there can be a room (page 0). */
static void
become_room(const char *self, uint32_t page)
{
    const char *args[ARGS_MAX] = { 0 };
    char number[16];
    size_t n = 0;

    (void)snprintf(number, sizeof number, "%u", page);
    for (; room[n]; n++)
        args[n] = room[n];
    const char *const more[] = { "--ro-bind", self, "/view", "--perms", "0444", "--ro-bind-data",
        "3", ROOM_FILE, "/view", "inside", number };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        args[n++] = more[i];
    (void)execv(BWRAP, (char *const *)(uintptr_t)args);
    _exit(127);
}

/* In the child: standard input empty, the file at 3, standard output ours. */
static void
become(const char *self, uint32_t page, int file, int out)
{
    OWN_FD null = open("/dev/null", O_RDWR);
    sigset_t none;
    int moved = fcntl(file, F_DUPFD, 10);

    if (dup2(out, 1) < 0 || dup2(moved, FD_FILE) < 0 || dup2(null, 0) < 0 || dup2(null, 2) < 0)
        _exit(127);
    (void)close_range(FD_FILE + 1, ~0u, 0);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    become_room(self, page);
}

/* What the room writes until it ends; false: its time was over, or it wrote too much. */
static bool
collect(int from, uint8_t *to, size_t cap, size_t *n)
{
    int64_t end_ms = clock_steady_ms() + WALL_MS;
    struct pollfd wait = { from, POLLIN, 0 };

    for (*n = 0;;) {
        int64_t left = end_ms - clock_steady_ms();
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return false;
        ssize_t k = read(from, to + *n, cap - *n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return *n < cap;
        *n += (size_t)k;
    }
}

/* Run one room; *n bytes of what it wrote.  ERR_EXPIRED: its time was over. */
static enum err
run_room(uint32_t page, int file, uint8_t *to, size_t cap, size_t *n)
{
    char self[PATH_MAX] = { 0 };
    int ends[2];

    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0 || pipe2(ends, O_CLOEXEC))
        return ERR_INTERNAL;
    OWN_FD from = ends[0];
    OWN_FD out = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        become(self, page, file, out);
    fd_drop(&out);
    bool whole = pid > 0 && collect(from, to, cap, n);
    int status = 0;
    if (pid > 0)
        (void)kill(pid, SIGKILL);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return pid < 0 ? ERR_INTERNAL : whole ? OK : ERR_EXPIRED;
}

/* Can there be a room at all?  One with an empty file says so. */
static bool
is_there_a_room(void)
{
    uint8_t answer[SIGHT_HEAD_BYTES + 1];
    struct sight s;
    size_t n = 0;
    OWN_FD nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    return nothing >= 0 && !run_room(1, nothing, answer, sizeof answer, &n) &&
           !sight_decode((struct bytes){ answer, n }, &s) && s.kind == SIGHT_EMPTY;
}

enum err
view_job(int in, uint32_t page, int out)
{
    uint8_t *b = malloc(SIGHT_MAX_BYTES + 1);
    struct sight s;
    size_t n = 0;
    enum err e = b ? run_room(page, in, b, SIGHT_MAX_BYTES + 1, &n) : ERR_INTERNAL;

    if (!e && !sight_decode((struct bytes){ b, n }, &s))
        e = fd_write_all(out, (struct bytes){ b, n });
    else if (e == ERR_EXPIRED)
        e = view_say(out, SIGHT_TOO_SLOW, SIGHT_UNKNOWN);
    else
        e = view_say(
            out, !e && is_there_a_room() ? SIGHT_DAMAGED : SIGHT_NO_SANDBOX, SIGHT_UNKNOWN);
    free(b);
    return e;
}
