/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard/guard.h"
#include "tests/unit/check.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each case runs in a child, because what is given up is given up for ever.  The child's exit code
   is what `act` returned; a signal is 1000 + its number. */
static int
in_child(int (*act)(const char *folder), const char *folder, unsigned calls, bool may_write)
{
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        struct guard_path paths[] = { { folder, may_write }, { "/nowhere/at/all", false } };
        struct guard_rules rules = { paths, 2, calls };
        struct guard_report r;
        if (guard_start(&r) || guard_enter(GUARD_STRICT, &rules, &r))
            _exit(200);
        _exit(act(folder));
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int
open_in(const char *folder, const char *name, int flags)
{
    char path[128];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, flags | O_CLOEXEC, 0600);
    return fd >= 0 ? 0 : errno;
}

static int
act_nothing(const char *folder)
{
    (void)folder;
    return 7;
}
static int
act_read(const char *folder)
{
    return open_in(folder, "here", O_RDONLY);
}
static int
act_write(const char *folder)
{
    return open_in(folder, "here", O_WRONLY);
}
static int
act_cut(const char *folder)
{
    return open_in(folder, "here", O_RDWR | O_TRUNC);
}
static int
act_create(const char *folder)
{
    return open_in(folder, "new", O_RDWR | O_CREAT);
}
static int
act_outside(const char *folder)
{
    (void)folder;
    return open_in("/etc", "passwd", O_RDONLY);
}
static int
act_fork(const char *folder)
{
    (void)folder;
    pid_t p = fork();
    if (p == 0)
        _exit(0);
    return p > 0 ? 0 : errno;
}
static int
act_socket(const char *folder)
{
    (void)folder;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : errno;
}
static int
act_pair(const char *folder)
{
    int p[2];
    (void)folder;
    return socketpair(AF_UNIX, SOCK_STREAM, 0, p) == 0 ? 0 : errno;
}
static int
act_exec(const char *folder)
{
    (void)folder;
    (void)execl("/bin/true", "true", (char *)NULL);
    return errno;
}
static int
act_trace(const char *folder)
{
    (void)folder;
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : errno;
}
static void *
nothing(void *p)
{
    return p;
}
static int
act_thread(const char *folder)
{
    pthread_t t;
    (void)folder;
    return pthread_create(&t, NULL, nothing, NULL);
}
static int
act_abort(const char *folder)
{
    (void)folder;
    abort();
}
static int
act_code(const char *folder)
{
    (void)folder;
    void *p =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? errno : 0;
}

static void
test_what_is_left(void **state)
{
    static const struct {
        const char *name;
        int (*act)(const char *folder);
        unsigned calls;
        bool may_write;
        int result;
    } rows[] = {
        { "nothing", act_nothing, 0, false, 7 },
        { "read", act_read, GUARD_FILES, false, 0 },
        { "read without files", act_read, 0, false, EPERM },
        { "read outside", act_outside, GUARD_FILES, false, EACCES },
        { "write", act_write, GUARD_FILES, false, EACCES },
        { "write allowed", act_write, GUARD_STORE, true, 0 },
        { "cut", act_cut, GUARD_STORE, true, 0 },
        { "cut forbidden", act_cut, GUARD_FILES, false, EACCES },
        { "create", act_create, GUARD_FILES, false, EACCES },
        { "create allowed", act_create, GUARD_STORE, true, 0 },
        { "fork", act_fork, GUARD_FILES | GUARD_THREADS, false, EPERM },
        { "fork allowed", act_fork, GUARD_FORK, false, 0 },
        { "socket", act_socket, GUARD_SOCKETS, false, EPERM },
        { "socket allowed", act_socket, GUARD_CONNECT, false, 0 },
        { "pair", act_pair, 0, false, EPERM },
        { "pair allowed", act_pair, GUARD_SOCKETS, false, 0 },
        { "thread", act_thread, GUARD_FORK, false, EPERM },
        { "thread allowed", act_thread, GUARD_THREADS, false, 0 },
        { "code", act_code, 0xFFFF & ~GUARD_EXEC, true, EPERM },
        { "exec", act_exec, 0xFFFF & ~GUARD_EXEC, true, 1000 + SIGSYS },
        { "trace", act_trace, 0xFFFF & ~GUARD_EXEC, true, 1000 + SIGSYS },
        { "abort", act_abort, 0, false, 1000 + SIGABRT },
    };
    char folder[] = "/tmp/test-guard-XXXXXX";
    char path[128];

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/here", folder);
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    (void)close(fd);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int result = in_child(rows[i].act, folder, rows[i].calls, rows[i].may_write);
        if (result != rows[i].result)
            print_error("%s: %d\n", rows[i].name, result);
        assert_int_equal(result, rows[i].result);
    }
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/new", folder);
    (void)unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

/* 0: the filter is on, and files and processes are gone; else what went wrong. */
static int
narrowed(unsigned calls)
{
    struct guard_filter *f = NULL;
    const struct guard_rules rules = { .calls = calls };
    struct guard_report r = { .mode = GUARD_UNSET };

    if (guard_filter_new(&f) || guard_enter(GUARD_BEST_EFFORT, &rules, &r))
        return 1;
    if (!r.calls_guarded || open("/proc/self/stat", O_RDONLY | O_CLOEXEC) >= 0 || errno == EPERM)
        return 2; /* Landlock's EACCES or nothing at all, but the call itself is still allowed */
    if (guard_filter_enter(f))
        return 3;
    if (open("/proc/self/stat", O_RDONLY | O_CLOEXEC) >= 0 || errno != EPERM)
        return 4;
    return fork() >= 0 || errno != EPERM ? 5 : 0;
}

static int
narrowed_in_child(unsigned calls)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0)
        _exit(narrowed(calls));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
}

static void
test_narrower_later(void **state)
{
    (void)state;
    assert_int_equal(narrowed_in_child(GUARD_FILES | GUARD_FORK | GUARD_NARROW), 0);
    assert_int_equal(narrowed_in_child(GUARD_FILES | GUARD_FORK), 3); /* has to be asked for */
}

/* The page of a library's code in the child's memory: here, or left out. */
static int
library_in_child(const char *name)
{
    const char *const list[] = { name, NULL };
    const void *code = dlsym(RTLD_DEFAULT, "seccomp_init");
    unsigned char here = 0;
    int status = 0;
    pid_t outer = fork(); /* what is left out stays so: not in the process of the other tests */

    if (outer == 0) {
        guard_leave_out(list);
        const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
        pid_t inner = _Fork();
        if (inner == 0)
            _exit(mincore((void *)((uintptr_t)code & ~(page - 1)), 1, &here) ? 1 : 0);
        _exit(waitpid(inner, &status, 0) == inner && WIFEXITED(status) ? WEXITSTATUS(status) : 9);
    }
    assert_non_null(code);
    assert_int_equal(waitpid(outer, &status, 0), outer);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 10;
}

static void
test_libraries_left_out(void **state)
{
    (void)state;
    assert_int_equal(library_in_child("libsomething."), 0);
    assert_int_equal(library_in_child("libseccomp."), 1);
}

static int
act_not_dumpable(const char *folder)
{
    struct rlimit r;

    (void)folder;
    return prctl(PR_GET_DUMPABLE) == 0 && getrlimit(RLIMIT_CORE, &r) == 0 && r.rlim_max == 0 ? 0
                                                                                             : 1;
}

static void
test_words(void **state)
{
    struct guard_report r = { .not_dumpable = true,
        .no_core = true,
        .no_new_privileges = true,
        .landlock_abi = 2,
        .files_guarded = true,
        .calls_guarded = true,
        .memory_locks = true,
        .no_swap = true };
    char words[GUARD_WORDS_CAP];

    (void)state;
    guard_words(&r, words);
    assert_string_equal(words, "");
    r.no_swap = false;
    r.files_guarded = false;
    r.landlock_abi = 0;
    guard_words(&r, words);
    assert_string_equal(words,
        "files are not guarded: the kernel has no Landlock; "
        "swap is on: memory may be written to disk (swapoff, or encrypt it)");
    r = (struct guard_report){ 0 };
    guard_words(&r, words);
    assert_true(strlen(words) < GUARD_WORDS_CAP - 1);
    assert_int_equal(in_child(act_not_dumpable, "/tmp", 0, false), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_left),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_narrower_later),
        cmocka_unit_test(test_libraries_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
