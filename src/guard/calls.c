/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard/calls.h"
#include "base/own.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

enum { GUARD_BASIC = 0 };

struct call {
    int number;
    unsigned groups; /* any of them allows it; GUARD_BASIC: always */
};

#define CALL(name, groups)                                                                         \
    {                                                                                              \
        SCMP_SYS(name), (groups)                                                                   \
    }

/* clang-format off */
static const struct call allowed[] = {
    /* memory: mmap and mprotect are looked at more closely below */
    CALL(brk, 0), CALL(munmap, 0), CALL(mremap, 0), CALL(madvise, 0), CALL(mlock, 0),
    CALL(mlock2, 0), CALL(munlock, 0), CALL(membarrier, 0),
    /* time, random numbers, limits, identity */
    CALL(clock_gettime, 0), CALL(clock_getres, 0), CALL(clock_nanosleep, 0), CALL(nanosleep, 0),
    CALL(gettimeofday, 0), CALL(time, 0), CALL(getrandom, 0), CALL(getpid, 0), CALL(gettid, 0),
    CALL(getppid, 0), CALL(getuid, 0), CALL(geteuid, 0), CALL(getgid, 0), CALL(getegid, 0),
    CALL(getrlimit, 0), CALL(getrusage, 0), CALL(uname, 0), CALL(sysinfo, 0), CALL(sched_yield, 0),
    CALL(sched_getaffinity, 0), CALL(getcpu, 0), CALL(times, 0),
    /* ending, signals to oneself */
    CALL(exit, 0), CALL(exit_group, 0), CALL(rt_sigaction, 0), CALL(rt_sigprocmask, 0),
    CALL(rt_sigreturn, 0), CALL(sigaltstack, 0), CALL(rt_sigpending, 0), CALL(restart_syscall, 0),
    CALL(alarm, 0), CALL(setitimer, 0), CALL(getitimer, 0), CALL(pause, 0),
    /* what threads of the C library need even when there is one */
    CALL(futex, 0), CALL(set_robust_list, 0), CALL(get_robust_list, 0), CALL(rseq, 0),
    CALL(set_tid_address, 0), CALL(arch_prctl, 0),
    /* what is open already */
    CALL(read, 0), CALL(readv, 0), CALL(write, 0), CALL(writev, 0), CALL(close, 0), CALL(lseek, 0),
    CALL(fstat, 0), CALL(dup, 0), CALL(fcntl, 0), CALL(poll, 0), CALL(ppoll, 0), CALL(select, 0),
    CALL(pselect6, 0), CALL(close_range, 0),
    /* files */
    CALL(open, GUARD_FILES), CALL(openat, GUARD_FILES), CALL(stat, GUARD_FILES),
    CALL(lstat, GUARD_FILES), CALL(newfstatat, GUARD_FILES), CALL(statx, GUARD_FILES),
    CALL(access, GUARD_FILES), CALL(faccessat, GUARD_FILES), CALL(faccessat2, GUARD_FILES),
    CALL(readlink, GUARD_FILES), CALL(readlinkat, GUARD_FILES), CALL(getcwd, GUARD_FILES),
    CALL(getdents64, GUARD_FILES), CALL(pread64, GUARD_FILES), CALL(preadv, GUARD_FILES),
    CALL(flock, GUARD_FILES), CALL(statfs, GUARD_FILES), CALL(fstatfs, GUARD_FILES),
    CALL(fadvise64, GUARD_FILES), CALL(umask, GUARD_FILES),
    /* a reader of a database keeps its place in shared memory */
    CALL(pwrite64, GUARD_FILES), CALL(ftruncate, GUARD_FILES), CALL(fchown, GUARD_FILES),
    CALL(fchmod, GUARD_FILES), CALL(pwritev, GUARD_STORE), CALL(fsync, GUARD_STORE),
    CALL(fdatasync, GUARD_STORE), CALL(sync_file_range, GUARD_STORE), CALL(fallocate, GUARD_STORE),
    CALL(truncate, GUARD_STORE), CALL(unlink, GUARD_STORE), CALL(unlinkat, GUARD_STORE),
    CALL(rename, GUARD_STORE), CALL(renameat, GUARD_STORE), CALL(renameat2, GUARD_STORE),
    CALL(mkdir, GUARD_STORE), CALL(mkdirat, GUARD_STORE), CALL(chmod, GUARD_STORE),
    CALL(fchmodat, GUARD_STORE), CALL(utimensat, GUARD_STORE), CALL(link, GUARD_STORE),
    CALL(linkat, GUARD_STORE), CALL(rmdir, GUARD_STORE), CALL(msync, GUARD_STORE),
    /* waiting */
    CALL(epoll_create, GUARD_EVENTS), CALL(epoll_create1, GUARD_EVENTS),
    CALL(epoll_ctl, GUARD_EVENTS), CALL(epoll_wait, GUARD_EVENTS), CALL(epoll_pwait, GUARD_EVENTS),
    CALL(epoll_pwait2, GUARD_EVENTS), CALL(eventfd2, GUARD_EVENTS),
    CALL(timerfd_create, GUARD_EVENTS), CALL(timerfd_settime, GUARD_EVENTS),
    CALL(timerfd_gettime, GUARD_EVENTS), CALL(signalfd4, GUARD_EVENTS),
    /* sockets that exist */
    CALL(sendto, GUARD_SOCKETS), CALL(sendmsg, GUARD_SOCKETS), CALL(recvfrom, GUARD_SOCKETS),
    CALL(recvmsg, GUARD_SOCKETS), CALL(sendmmsg, GUARD_SOCKETS), CALL(recvmmsg, GUARD_SOCKETS),
    CALL(shutdown, GUARD_SOCKETS), CALL(setsockopt, GUARD_SOCKETS), CALL(getsockopt, GUARD_SOCKETS),
    CALL(getsockname, GUARD_SOCKETS), CALL(getpeername, GUARD_SOCKETS), CALL(pipe2, GUARD_SOCKETS),
    CALL(pipe, GUARD_SOCKETS), CALL(sendfile, GUARD_SOCKETS), CALL(accept, GUARD_ACCEPT),
    CALL(accept4, GUARD_ACCEPT), CALL(socket, GUARD_CONNECT | GUARD_LISTEN),
    CALL(connect, GUARD_CONNECT), CALL(bind, GUARD_CONNECT | GUARD_LISTEN),
    CALL(listen, GUARD_LISTEN),
    /* processes and threads: clone is looked at more closely below */
    CALL(fork, GUARD_FORK), CALL(vfork, GUARD_FORK), CALL(wait4, GUARD_FORK),
    CALL(waitid, GUARD_FORK), CALL(kill, GUARD_FORK), CALL(setrlimit, GUARD_FORK),
    CALL(prlimit64, GUARD_FORK), CALL(tgkill, 0), /* abort() */
    CALL(memfd_create, GUARD_MEMFD), CALL(execve, GUARD_EXEC),
};
/* clang-format on */

/* What is left to a process that serves one connection.  The filter that it inherits stays in force
   beside this list. */
static const int serving[] = {
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(madvise),
    SCMP_SYS(mlock),
    SCMP_SYS(munlock),
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(close),
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),
    SCMP_SYS(shutdown),
    SCMP_SYS(setsockopt),
    SCMP_SYS(getsockopt),
    SCMP_SYS(fcntl),
    SCMP_SYS(poll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(futex),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(restart_syscall),
    /* and what abort() takes */
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(tgkill),
};

/* Nobody but an intruder calls these here. */
static const int deadly[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(kexec_load),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(modify_ldt),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(memfd_secret),
};

static int
rule(scmp_filter_ctx f, uint32_t action, int call)
{
    return seccomp_rule_add_array(f, action, call, 0, NULL);
}

/* Allow a call when its argument number `arg`, under the mask, has this value. */
static int
allow_if(scmp_filter_ctx f, int call, unsigned arg, scmp_datum_t mask, scmp_datum_t value)
{
    const struct scmp_arg_cmp test = { arg, SCMP_CMP_MASKED_EQ, mask, value };

    return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &test);
}

static int
allow_listed(scmp_filter_ctx f, unsigned groups)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < sizeof allowed / sizeof *allowed; i++)
        if (allowed[i].groups == GUARD_BASIC || (allowed[i].groups & groups))
            rc = rule(f, SCMP_ACT_ALLOW, allowed[i].number);
    for (size_t i = 0; rc == 0 && i < sizeof deadly / sizeof *deadly; i++)
        if (deadly[i] != SCMP_SYS(execve) || !(groups & GUARD_EXEC))
            rc = rule(f, SCMP_ACT_KILL_PROCESS, deadly[i]);
    return rc;
}

/* Memory that can be written and run is what an exploit wants; the loader of programs needs memory
   that can be run. */
static int
allow_memory(scmp_filter_ctx f, unsigned groups)
{
    if (groups & GUARD_EXEC) {
        int all = rule(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap));
        return all ? all : rule(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect));
    }
    int rc = allow_if(f, SCMP_SYS(mmap), 2, PROT_EXEC, 0);

    return rc ? rc : allow_if(f, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
}

/* clone makes threads or processes by its flags.  clone3 hides them in memory, where a filter
   cannot look: ENOSYS makes the C library use clone. */
static int
allow_clone(scmp_filter_ctx f, unsigned groups)
{
    const scmp_datum_t thread = 0x00010000;     /* CLONE_THREAD */
    const scmp_datum_t namespaces = 0x7E020000; /* every CLONE_NEW* */
    int rc = rule(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));

    if (rc == 0 && (groups & GUARD_THREADS))
        rc = allow_if(f, SCMP_SYS(clone), 0, thread | namespaces, thread);
    if (rc == 0 && (groups & GUARD_FORK))
        rc = allow_if(f, SCMP_SYS(clone), 0, thread | namespaces, 0);
    return rc;
}

/* Calls of which only some arguments are harmless. */
static int
allow_parts(scmp_filter_ctx f, unsigned groups)
{
    static const unsigned options[] = { PR_SET_NAME, PR_GET_NAME, PR_SET_DUMPABLE, PR_GET_DUMPABLE,
        PR_SET_PDEATHSIG, PR_SET_VMA };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < sizeof options / sizeof *options; i++)
        rc = allow_if(f, SCMP_SYS(prctl), 0, UINT32_MAX, options[i]);
    if (rc == 0 && (groups & GUARD_SOCKETS))
        rc = allow_if(f, SCMP_SYS(socketpair), 0, UINT32_MAX, AF_UNIX);
    if (rc == 0 && (groups & GUARD_NARROW))
        rc = allow_if(f, SCMP_SYS(prctl), 0, UINT32_MAX, PR_SET_SECCOMP);
    if (rc == 0 && (groups & GUARD_NARROW))
        rc = allow_if(f, SCMP_SYS(prctl), 0, UINT32_MAX, PR_SET_NO_NEW_PRIVS);
    if (rc == 0 && !(groups & GUARD_FORK)) /* looking at one's own limits is harmless */
        rc = allow_if(f, SCMP_SYS(prlimit64), 2, UINT64_MAX, 0);
    return rc;
}

/* The rules as a tree, which the kernel walks in few steps. */
static scmp_filter_ctx
filter_of(unsigned groups)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));

    if (!f)
        return NULL;
    int rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (rc == 0)
        rc = allow_listed(f, groups | (groups & GUARD_STORE ? (unsigned)GUARD_FILES : 0u));
    if (rc == 0)
        rc = allow_memory(f, groups);
    if (rc == 0)
        rc = allow_clone(f, groups);
    if (rc == 0)
        rc = allow_parts(f, groups);
    if (rc == 0)
        return f;
    seccomp_release(f);
    return NULL;
}

enum err
calls_enter(unsigned groups)
{
    scmp_filter_ctx f = filter_of(groups);
    int rc = f ? seccomp_load(f) : -1;

    if (f)
        seccomp_release(f);
    return rc ? ERR_INTERNAL : OK;
}

static scmp_filter_ctx
filter_of_serving(void)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));

    if (!f)
        return NULL;
    int rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    for (size_t i = 0; rc == 0 && i < sizeof serving / sizeof *serving; i++)
        rc = rule(f, SCMP_ACT_ALLOW, serving[i]);
    if (rc == 0)
        rc = allow_memory(f, 0);
    if (rc == 0)
        rc = allow_if(f, SCMP_SYS(socketpair), 0, UINT32_MAX, AF_UNIX);
    if (rc == 0)
        return f;
    seccomp_release(f);
    return NULL;
}

/* Through a pipe, which is larger than any program we make. */
enum err
calls_make_serving(struct sock_filter *code, size_t *n_code)
{
    scmp_filter_ctx f = filter_of_serving();
    int ends[2] = { -1, -1 };

    if (!f)
        return ERR_INTERNAL;
    int rc = pipe2(ends, O_CLOEXEC);
    if (rc == 0)
        rc = seccomp_export_bpf(f, ends[1]);
    OWN_FD out = ends[0];
    fd_drop(&ends[1]);
    seccomp_release(f);
    ssize_t n = rc == 0 ? read(out, code, CALLS_CODE_MAX * sizeof *code) : -1;
    if (n <= 0 || (size_t)n % sizeof *code != 0)
        return ERR_INTERNAL;
    *n_code = (size_t)n / sizeof *code;
    return OK;
}
