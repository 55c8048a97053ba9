/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "view/tools.h"
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "guard/guard.h"
#include "view/sniff.h"
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum {
    MEMORY_BYTES = 1 << 30,
    CPU_S = 20,
    WRITTEN_BYTES = 1 << 20,
    TEXT_READ = 2 * SIGHT_TEXT_MAX
};

enum err
room_head(uint8_t *to, size_t cap, size_t *n)
{
    OWN_FD fd = open(ROOM_FILE, O_RDONLY | O_CLOEXEC);
    ssize_t k = 1;

    for (*n = 0; fd >= 0 && k > 0 && *n<cap; *n += k> 0 ? (size_t)k : 0)
        k = read(fd, to + *n, cap - *n);
    return fd >= 0 && k >= 0 ? OK : ERR_INTERNAL;
}

enum err
room_narrow(unsigned calls)
{
    const struct guard_path paths[] = { { "/usr", false }, { ROOM_FILE, false }, { "/tmp", true },
        { "/dev/null", true } };
    const struct guard_rules rules = { paths, sizeof paths / sizeof *paths, calls };
    struct guard_report report;

    if (guard_start(&report))
        return ERR_INTERNAL;
    if (ROOM_IS_SANITIZED)
        return OK;
    return !guard_enter(GUARD_BEST_EFFORT, &rules, &report) && report.calls_guarded ? OK
                                                                                    : ERR_INTERNAL;
}

bool
room_bound(void)
{
    const struct rlimit cpu = { CPU_S, CPU_S };
    const struct rlimit memory = { MEMORY_BYTES, MEMORY_BYTES };
    const struct rlimit files = { WRITTEN_BYTES, WRITTEN_BYTES };
    const struct rlimit none = { 0, 0 };

    return !setrlimit(RLIMIT_CPU, &cpu) && !setrlimit(RLIMIT_FSIZE, &files) &&
           !setrlimit(RLIMIT_CORE, &none) && (ROOM_IS_SANITIZED || !setrlimit(RLIMIT_AS, &memory));
}

static void
run_pdf(enum tool_task task, uint32_t page)
{
    char number[16];
    char side[16];

    (void)snprintf(number, sizeof number, "%u", page);
    (void)snprintf(side, sizeof side, "%d", SIGHT_SIDE_MAX);
    if (task == TOOL_COUNT)
        (void)execlp("pdfinfo", "pdfinfo", ROOM_FILE, (char *)NULL);
    else
        (void)execlp("pdftoppm", "pdftoppm", "-q", "-f", number, "-l", number, "-scale-to", side,
            ROOM_FILE, (char *)NULL);
}

/* Returns only when there is nothing to run. */
static void
run(enum tool_task task, enum sight_kind kind, uint32_t page)
{
    if (kind == SIGHT_PDF)
        run_pdf(task, page);
    else if (task == TOOL_COUNT)
        _exit(0);
    else if (kind == SIGHT_JPEG)
        (void)execlp("jpegtopnm", "jpegtopnm", "-quiet", (char *)NULL);
    else if (kind == SIGHT_PNG)
        (void)execlp("pngtopam", "pngtopam", "-quiet", "-alphapam", (char *)NULL);
    else if (kind == SIGHT_GIF)
        (void)execlp("giftopnm", "giftopnm", "-quiet", "-image=1", (char *)NULL);
    else if (kind == SIGHT_WEBP)
        (void)execlp("dwebp", "dwebp", "-quiet", "-pam", "-o", "-", "--", ROOM_FILE, (char *)NULL);
    else
        _exit(kind == SIGHT_TEXT && !text_convert(0, 1) ? 0 : 1);
    _exit(errno == ENOENT ? TOOL_MISSING : 1);
}

/* In the child: never returns. */
static void
become(enum tool_task task, uint32_t page, int out)
{
    uint8_t *head = malloc(SNIFF_BYTES);
    OWN_FD in = open(ROOM_FILE, O_RDONLY);
    OWN_FD null = open("/dev/null", O_WRONLY);
    size_t n = 0;

    if (!head || in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(null, 2) < 0)
        _exit(1);
    (void)close_range(3, ~0u, 0);
    (void)signal(SIGPIPE, SIG_DFL);
    if (!room_bound() || room_narrow(GUARD_FILES | GUARD_EXEC | GUARD_THREADS))
        _exit(1);
    if (room_head(head, SNIFF_BYTES, &n))
        _exit(1);
    run(task, sniff((struct bytes){ head, n }), page);
    _exit(1);
}

enum err
tool_start(enum tool_task task, uint32_t page, pid_t *pid, int *from)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC))
        return ERR_INTERNAL;
    OWN_FD ours = ends[0];
    OWN_FD theirs = ends[1];
    pid_t child = fork();
    if (child == 0)
        become(task, page, theirs);
    if (child < 0)
        return ERR_INTERNAL;
    *pid = child;
    *from = fd_take(&ours);
    return OK;
}

/* ---- Text. */

/* Valid but for a character that the end of what was read has cut. */
static bool
is_utf8(const char *p, size_t n, bool cut)
{
    for (size_t off = 0; off < 4 && off <= n; off++) {
        if (utf8_is_valid((struct bytes){ (const uint8_t *)p, n - off }))
            return true;
        if (!cut)
            return false;
    }
    return false;
}

static enum err
convert_from(const char *alphabet, char *from, size_t n, int out)
{
    iconv_t how = iconv_open("UTF-8//IGNORE", alphabet);
    char *to = malloc(4 * n + 4);
    char *at = to;
    size_t left = 4 * n + 4;

    if (how == (iconv_t)-1 || !to)
        return ERR_INTERNAL;
    (void)iconv(how, &from, &n, &at, &left); /* what does not fit is passed over */
    enum err e = fd_write_all(out, (struct bytes){ (uint8_t *)to, (size_t)(at - to) });
    (void)iconv_close(how);
    free(to);
    return e;
}

enum err
text_convert(int in, int out)
{
    char *b = malloc(TEXT_READ);
    size_t n = 0;
    ssize_t k = 1;

    while (b && n < TEXT_READ && k > 0) {
        k = read(in, b + n, TEXT_READ - n);
        n += k > 0 ? (size_t)k : 0;
    }
    if (!b || k < 0)
        return ERR_INTERNAL;
    bool wide = sniff_is_wide((struct bytes){ (uint8_t *)b, n });
    size_t mark = n >= 3 && strncmp(b, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    enum err e = is_utf8(b, n, n == TEXT_READ)
                     ? fd_write_all(out, (struct bytes){ (uint8_t *)b + mark, n - mark })
                     : convert_from(wide ? "UTF-16" : "CP1251", b, n, out);
    free(b);
    return e;
}
