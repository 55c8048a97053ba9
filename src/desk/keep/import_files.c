/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/import_files.h"
#include "base/file.h"
#include "desk/keep/files.h"
#include "joblink/doc.h"
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

bool
import_name_is_valid(const char *name)
{
    size_t n = 0;

    while (is_plain(name[n]))
        n++;
    return n > 0 && n <= IMPORT_NAME_MAX && name[n] == '\0' && name[0] != '.';
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err
import_list(const char *desk, struct arena *a, const char *to[IMPORT_FILES_MAX], size_t *n)
{
    char path[PATH_MAX];

    *n = 0;
    (void)snprintf(path, sizeof path, "%s/" IMPORT_FOLDER, desk);
    DIR *d = opendir(path);
    for (struct dirent *e = d ? readdir(d) : NULL; e && *n < IMPORT_FILES_MAX; e = readdir(d)) {
        const char *name = import_name_is_valid(e->d_name) ? arena_text(a, e->d_name) : NULL;
        if (name)
            to[(*n)++] = name;
    }
    if (d)
        (void)closedir(d);
    if (*n > 0)
        qsort(to, *n, sizeof *to, by_name);
    return OK;
}

enum err
import_put(const char *desk, const char *from, struct arena *a)
{
    const char *slash = strrchr(from, '/');
    char *name = arena_text(a, slash ? slash + 1 : from);
    const char *folder = arena_printf(a, "%s/" IMPORT_FOLDER, desk);
    struct bytes content;

    if (!name || !folder)
        return ERR_INTERNAL;
    for (char *c = name; *c; c++)
        *c = is_plain(*c) && (c != name || *c != '.') ? *c : '_';
    if (strlen(name) > IMPORT_NAME_MAX)
        name[IMPORT_NAME_MAX] = '\0';
    const char *to = arena_printf(a, "%s/%s", folder, name);
    enum err e = to ? file_read(from, DOC_FILE_MAX, a, &content) : ERR_INTERNAL;
    if (!e && access(to, F_OK) == 0)
        e = ERR_CONFLICT;
    e = e ? e : folder_make(folder);
    return e ? e : file_replace(to, content);
}

enum err
import_read(const char *desk, const char *name, struct arena *a, struct bytes *out)
{
    const char *path = arena_printf(a, "%s/" IMPORT_FOLDER "/%s", desk, name);

    if (!path || !import_name_is_valid(name))
        return path ? ERR_NOT_FOUND : ERR_INTERNAL;
    return file_read(path, DOC_FILE_MAX, a, out);
}

void
import_remove(const char *desk, const char *name)
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/" IMPORT_FOLDER "/%s", desk, name);

    if (import_name_is_valid(name) && n > 0 && (size_t)n < sizeof path)
        file_shred(path);
}
