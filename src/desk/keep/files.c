/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/files.h"
#include "base/file.h"
#include "base/own.h"
#include "desk/audit/audit.h"
#include "desk/keep/backup.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum err
folder_sync(const char *path)
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

void
file_shred(const char *path)
{
    static const uint8_t zeros[4096];
    OWN_FD fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;

    if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode)) {
        for (int64_t left = st.st_size; left > 0; left -= (int64_t)sizeof zeros)
            if (fd_write_all(fd, (struct bytes){ zeros, sizeof zeros }))
                break;
        (void)fsync(fd);
    }
    (void)unlink(path);
}

void
backup_remove(const char *folder)
{
    static const char *const names[] = { "keys.db", "keys.db-journal", "records.db",
        AUDIT_ANCHOR_FILE, "records.db-wal", "records.db-shm" };
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        if (i < 2)
            file_shred(path);
        else
            (void)unlink(path);
    }
    for (const char *const *name = backup_notes; *name; name++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, *name);
        (void)unlink(path);
    }
}
