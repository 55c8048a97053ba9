/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/spawn.h"
#include "base/own.h"
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>

enum { FD_CONTROL = 3, FD_PARSER = 4, FD_PGP = 5, FD_SAFE = 64 };

/* The path of a program beside this one. */
static bool
beside(const char *name, char to[PATH_MAX])
{
    char self[PATH_MAX] = { 0 };

    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return false;
    int n = snprintf(to, PATH_MAX, "%s/%s", dirname(self), name);
    return n > 0 && n < PATH_MAX;
}

/* In a child: these descriptors at these numbers, no others but the standard ones. */
static void
arrange(const int *from, const int *at, size_t n)
{
    int moved[4];
    int last = 2;

    for (size_t i = 0; i < n; i++)
        moved[i] = fcntl(from[i], F_DUPFD, FD_SAFE);
    for (size_t i = 0; i < n; i++) {
        (void)dup2(moved[i], at[i]);
        last = at[i] > last ? at[i] : last;
    }
    (void)close_range((unsigned)last + 1, ~0u, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A helper that speaks over its standard input and output. */
static enum err
spawn_helper(const char *name, const char *sandbox, int *out)
{
    char path[PATH_MAX];
    int ends[2];

    if (!beside(name, path) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return ERR_INTERNAL;
    OWN_FD ours = ends[0];
    OWN_FD theirs = ends[1];
    pid_t pid = fork();
    if (pid == 0) {
        const int from[] = { theirs, theirs };
        const int at[] = { 0, 1 };
        arrange(from, at, 2);
        (void)execl(path, name, sandbox, "serve", (char *)NULL);
        _exit(127);
    }
    if (pid < 0)
        return ERR_INTERNAL;
    *out = fd_take(&ours);
    return OK;
}

static void
become_worker(
    const char *path, enum channel_kind kind, const struct master_conf *conf, const int from[3])
{
    static const int at[] = { FD_CONTROL, FD_PARSER, FD_PGP };
    bool mail = kind == CHANNEL_MAIL;
    char role[40];
    char box[40];
    char retry[40];

    arrange(from, at, mail ? 3 : 1);
    (void)snprintf(role, sizeof role, "role=%s", channel_word(kind));
    (void)snprintf(box, sizeof box, "sandbox=%s", conf->sandbox);
    (void)snprintf(retry, sizeof retry, "retry=%" PRId64 "ms", conf->retry_ms);
    (void)execl(path, "understory-post", role, box, retry, "control=3",
        mail ? "parser=4" : "parser=0", mail ? "pgp=5" : "pgp=0", (char *)NULL);
    _exit(127);
}

enum err
spawn_worker(enum channel_kind kind, const struct master_conf *conf, pid_t *pid, int *control)
{
    bool mail = kind == CHANNEL_MAIL;
    OWN_FD parser = -1;
    OWN_FD pgp = -1;
    char path[PATH_MAX];
    int ends[2];
    enum err e = mail ? spawn_helper("understory-mailparse", conf->sandbox, &parser) : OK;

    e = !e && mail ? spawn_helper("understory-pgp", conf->sandbox, &pgp) : e;
    if (e || !beside("understory-post", path) ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return ERR_INTERNAL;
    OWN_FD ours = ends[0];
    OWN_FD theirs = ends[1];
    pid_t child = fork();
    if (child == 0)
        become_worker(path, kind, conf, (const int[3]){ theirs, parser, pgp });
    if (child < 0)
        return ERR_INTERNAL;
    *pid = child;
    *control = fd_take(&ours);
    return OK;
}

enum err
spawn_command(const char *path, const char *text, pid_t *pid)
{
    pid_t child = path[0] == '/' ? fork() : -1;

    if (child == 0) {
        OWN_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
        const int from[] = { null, null, null };
        const int at[] = { 0, 1, 2 };
        char *const argv[] = { (char *)(uintptr_t)path, (char *)(uintptr_t)text, NULL };
        char *const env[] = { "PATH=/usr/bin:/bin", NULL };
        arrange(from, at, 3);
        (void)execve(path, argv, env);
        _exit(127);
    }
    if (child < 0)
        return ERR_INTERNAL;
    *pid = child;
    return OK;
}
