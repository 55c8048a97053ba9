/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/spawn.h"
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

enum { FD_CONTROL = 3 };

static void
become(const char *path, const char *mode, int64_t retry_ms, int control)
{
    char box[40];
    char retry[40];
    sigset_t none;

    (void)snprintf(box, sizeof box, "sandbox=%s", mode);
    (void)snprintf(retry, sizeof retry, "retry=%" PRId64 "ms", retry_ms);
    if (control == FD_CONTROL)
        (void)fcntl(control, F_SETFD, 0);
    else
        (void)dup2(control, FD_CONTROL);
    (void)close_range(FD_CONTROL + 1, ~0u, 0);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    (void)execl(path, "understory-post", "role=master", "control=3", box, retry, (char *)NULL);
    _exit(127);
}

enum err
post_spawn(const char *sandbox, int64_t retry_ms, int *control)
{
    const char *mode = strcmp(sandbox, "required") == 0 ? "strict" : sandbox;
    char self[PATH_MAX] = { 0 };
    char path[PATH_MAX + 32];
    int ends[2];

    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return ERR_INTERNAL;
    (void)snprintf(path, sizeof path, "%s/understory-post", dirname(self));
    if (access(path, X_OK) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return ERR_INTERNAL;
    OWN_FD ours = ends[0];
    OWN_FD theirs = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        become(path, mode, retry_ms, theirs);
    if (pid < 0)
        return ERR_INTERNAL;
    *control = fd_take(&ours);
    return OK;
}
