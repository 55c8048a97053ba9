/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A program that knows a foreign format, after the file has taken it over: it stands in the room in
   the place of a tool, with a tool's rights, and tries what it can.
   usage: thief show WHAT   makes the room as understory-view does; the sight on standard output */
#include "base/own.h"
#include "base/text.h"
#include "guard/guard.h"
#include "view/tools.h"
#include "view/view.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { TRIES = 1, UNSHARE, MOUNT, PTRACE, FOREVER, TOO_MUCH };

static char report[4096];
static size_t n_report;

static void
note(const char *what, bool worked)
{
    int n = snprintf(report + n_report, sizeof report - n_report, "%s: %s\n", what,
        worked ? "WORKED" : strerror(errno));
    n_report += n > 0 ? (size_t)n : 0;
}

static void
try_open(const char *what, const char *path, int flags)
{
    errno = 0;
    OWN_FD fd = open(path, flags | O_CLOEXEC, 0600);
    note(what, fd >= 0);
}

static void
try_socket(const char *what, int family, int type)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(80) };
    errno = 0;
    OWN_FD fd = socket(family, type, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    note(what, fd >= 0 && (family != AF_INET || !connect(fd, (struct sockaddr *)&to, sizeof to)));
}

static void
try_all(void)
{
    try_open("write to /usr", "/usr/stolen", O_WRONLY | O_CREAT);
    try_open("write to /", "/stolen", O_WRONLY | O_CREAT);
    try_open("write to the file", ROOM_FILE, O_WRONLY);
    try_open("read /etc/passwd", "/etc/passwd", O_RDONLY);
    try_open("read /proc/1/environ", "/proc/1/environ", O_RDONLY);
    try_open("read /home", "/home", O_RDONLY | O_DIRECTORY);
    try_open("read /root", "/root", O_RDONLY | O_DIRECTORY);
    try_open("read /var", "/var", O_RDONLY | O_DIRECTORY);
    try_open("terminal", "/dev/tty", O_RDWR);
    try_socket("internet socket", AF_INET, SOCK_STREAM);
    try_socket("internet packets", AF_INET, SOCK_DGRAM);
    try_socket("local socket", AF_UNIX, SOCK_STREAM);
    try_socket("kernel socket", AF_NETLINK, SOCK_RAW);
    errno = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    note("another process", pid > 0);
    note("signal to the reader", kill(getppid(), 0) == 0);
    errno = 0;
    void *room =
        mmap(NULL, (size_t)2 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    note("two gigabytes", room != MAP_FAILED);
    try_open("a file in /tmp", "/tmp/kept", O_WRONLY | O_CREAT);
}

static void
say(void)
{
    const struct sight s = { .status = SIGHT_GOOD,
        .kind = SIGHT_TEXT,
        .page = 1,
        .n_pages = 1,
        .body = { (uint8_t *)report, n_report } };
    uint8_t head[SIGHT_HEAD_BYTES];

    sight_head(&s, head);
    (void)!write(1, head, sizeof head);
    (void)!write(1, report, n_report);
}

static int
steal(uint64_t what)
{
    static char junk[1 << 20];

    uint8_t first = 0;
    size_t n = 0;

    if (!room_head(&first, 1, &n) && n == 0) /* asked only whether there is a room */
        return view_say(1, SIGHT_REFUSED, SIGHT_EMPTY) ? 1 : 0;
    if (!room_bound() || room_narrow(GUARD_FILES | GUARD_EXEC | GUARD_THREADS))
        return 1;
    switch (what) {
    case TRIES: try_all(); break;
    case UNSHARE: note("own namespace", unshare(CLONE_NEWUSER) == 0); break;
    case MOUNT: note("mount", mount("none", "/tmp", "tmpfs", 0, NULL) == 0); break;
    case PTRACE: note("look into others", ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0); break;
    case FOREVER:
        for (;;)
            (void)getppid();
    default:
        while (write(1, junk, sizeof junk) > 0) {
        }
    }
    say();
    return 0;
}

int
main(int argc, char **argv)
{
    uint64_t what = 0;

    if (argc != 3 || text_u64(argv[2], 1, TOO_MUCH, &what))
        return 2;
    if (strcmp(argv[1], "inside") == 0)
        return steal(what);
    return view_job(0, (uint32_t)what, 1) ? 1 : 0;
}
