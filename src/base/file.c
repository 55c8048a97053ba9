/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum err
fd_write_all(int fd, struct bytes b)
{
    while (b.n > 0) {
        ssize_t n = write(fd, b.p, b.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return ERR_INTERNAL;
        b.p += n;
        b.n -= (size_t)n;
    }
    return OK;
}

enum err
fd_read_exact(int fd, uint8_t *to, size_t n)
{
    while (n > 0) {
        ssize_t k = read(fd, to, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return ERR_INTERNAL;
        to += k;
        n -= (size_t)k;
    }
    return OK;
}

enum err
file_read(const char *path, size_t max, struct arena *a, struct bytes *out)
{
    OWN_FD fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_INTERNAL;
    if (fstat(fd, &st) || !S_ISREG(st.st_mode))
        return ERR_INTERNAL;
    if ((uint64_t)st.st_size > max)
        return ERR_TOO_LARGE;
    size_t n = (size_t)st.st_size;
    uint8_t *p = arena_alloc(a, n + 1);
    if (!p)
        return ERR_INTERNAL;
    enum err e = fd_read_exact(fd, p, n);
    if (!e)
        *out = (struct bytes){ p, n };
    return e;
}

static enum err
folder_sync_of(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int n = slash ? snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path)
                  : snprintf(folder, sizeof folder, ".");

    if (n < 0 || (size_t)n >= sizeof folder)
        return ERR_INTERNAL;
    OWN_FD fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 || fsync(fd) ? ERR_INTERNAL : OK;
}

enum err
file_replace(const char *path, struct bytes b)
{
    char fresh[PATH_MAX];
    int n = snprintf(fresh, sizeof fresh, "%s.new", path);

    if (n < 0 || (size_t)n >= sizeof fresh)
        return ERR_INTERNAL;
    OWN_FD fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || fd_write_all(fd, b) || fsync(fd) || rename(fresh, path)) {
        (void)unlink(fresh);
        return ERR_INTERNAL;
    }
    return folder_sync_of(path);
}

enum err
folder_make(const char *path)
{
    char part[PATH_MAX];

    if (strlen(path) >= sizeof part)
        return ERR_INTERNAL;
    for (size_t i = 1;; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        (void)memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0700) && errno != EEXIST)
            return ERR_INTERNAL;
        if (path[i] == '\0')
            return OK;
    }
}
