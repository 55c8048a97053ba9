/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Run a piece of the committer's work again and again in a traced child, and at its n-th system
   call that touches a file kill it, or make that call fail with EIO or ENOSPC; n = 1, 2, ... until
   the work gets through.  After each: what was acknowledged is there, once, and nothing else is. */
#include "tests/unit/hub/place.h"

#include "core/wire/crypto.h"
#include "hub/batches.h"
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>

enum { TODAY = 20800, LAST_DAY = TODAY + 30, N_GROUPS = 4, GROUP = 3, MAX_CALLS = 3000, KILL = -1 };

/* Written by the child, read after its death. */
struct told {
    bool acknowledged[N_GROUPS];
    bool refused[N_GROUPS];
};

static struct routed
row(struct envelope *e, size_t group, size_t i)
{
    return i % 2 ? routed_drop(e, 4, (uint16_t)group, LAST_DAY) : routed_lane(e, LAST_DAY);
}

static void
append_group(struct batches *b, size_t g, struct told *told)
{
    struct envelope *e[GROUP];
    struct routed rows[GROUP];

    for (size_t i = 0; i < GROUP; i++) {
        e[i] = envelope_number((uint32_t)(g * GROUP + i));
        rows[i] = row(e[i], g, i);
    }
    enum err err = batches_append(b, rows, GROUP);
    if (!err)
        told->acknowledged[g] = true;
    else if (err == ERR_TOO_LARGE)
        told->refused[g] = true;
    else
        _exit(3); /* as the committer does: nobody is told anything */
    for (size_t i = 0; i < GROUP; i++)
        free(e[i]);
}

/* Start, two groups, close, two groups; end without closing, as a killed process does. */
static void
work(const struct place *p, struct told *told)
{
    struct batches_conf conf = { .folder = p->folder };
    struct batches *b = NULL;
    char why[DB_WHY_BYTES];
    const char *words = NULL;

    if (batches_open(&conf, TODAY, &b, why))
        _exit(2);
    append_group(b, 0, told);
    append_group(b, 1, told);
    (void)!batches_close(b, TODAY, &words);
    append_group(b, 2, told);
    (void)!batches_close(b, TODAY, &words);
    append_group(b, 3, told);
    _exit(0);
}

static bool
touches_files(unsigned long long call)
{
    switch (call) {
    case SYS_openat:
    case SYS_pread64:
    case SYS_read:
    case SYS_write:
    case SYS_pwrite64:
    case SYS_pwritev:
    case SYS_fdatasync:
    case SYS_fsync:
    case SYS_ftruncate:
    case SYS_fcntl:
    case SYS_unlink:
    case SYS_flock: return true;
    default: return false;
    }
}

/* May this one be made to fail, and is it a write? */
static bool
can_fail(unsigned long long call, int error)
{
    bool writes =
        call == SYS_pwrite64 || call == SYS_pwritev || call == SYS_write || call == SYS_ftruncate;
    bool syncs = call == SYS_fdatasync || call == SYS_fsync;

    return error == ENOSPC ? writes && call != SYS_ftruncate : writes || syncs;
}

/* Let the child run to its n-th such call and do the harm there.
   False when it got through before. */
static bool
run_harmed(const struct place *p, struct told *told, int n, int error)
{
    pid_t pid = fork();
    int status = 0;
    bool entering = true;
    bool harmed = false;

    assert_true(pid >= 0);
    if (pid == 0) {
        (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        (void)raise(SIGSTOP);
        work(p, told);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(
        ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL), 0);
    while (!WIFEXITED(status) && !WIFSIGNALED(status)) {
        struct user_regs_struct regs;
        assert_int_equal(ptrace(PTRACE_SYSCALL, pid, NULL, NULL), 0);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        if (!WIFSTOPPED(status) || WSTOPSIG(status) != (SIGTRAP | 0x80))
            continue;
        assert_int_equal(ptrace(PTRACE_GETREGS, pid, NULL, &regs), 0);
        bool counts = error == KILL ? touches_files(regs.orig_rax) : can_fail(regs.orig_rax, error);
        if (entering && counts && --n == 0 && error == KILL) {
            assert_int_equal(kill(pid, SIGKILL), 0);
            assert_int_equal(waitpid(pid, &status, 0), pid);
            return true;
        } else if (entering && counts && n == 0) {
            regs.orig_rax = (unsigned long long)-1; /* the call is not made */
            assert_int_equal(ptrace(PTRACE_SETREGS, pid, NULL, &regs), 0);
            harmed = true;
            n = -1;
        } else if (!entering && n == -1) {
            regs.rax = (unsigned long long)-(long long)error;
            assert_int_equal(ptrace(PTRACE_SETREGS, pid, NULL, &regs), 0);
            n = -2;
        }
        entering = !entering;
    }
    return harmed;
}

/* In a child of its own: start again, close, and count.  Exit code 0 when all is as it must be. */
static int
survivors(const struct place *p, const struct told *told)
{
    struct batches_conf conf = { .folder = p->folder };
    struct batches *b = NULL;
    char why[DB_WHY_BYTES];
    int64_t n_known = 0;

    if (batches_open(&conf, TODAY, &b, why))
        return 10;
    for (size_t i = 0; i < (size_t)N_GROUPS * GROUP; i++) {
        struct envelope *e = envelope_number((uint32_t)i);
        struct content_id id = envelope_id(e);
        bool known = false;
        free(e);
        if (batches_is_known(b, &id, &known))
            return 11;
        if (told->acknowledged[i / GROUP] && !known)
            return 12; /* lost */
        if (told->refused[i / GROUP] && known)
            return 13; /* refused, and kept all the same */
        n_known += known;
    }
    batches_drop(&b);
    struct db *db = NULL;
    int64_t n_rows = 0;
    if (store_open(p->folder, DB_READ_ONLY, &db, why) || store_envelope_count(db, &n_rows))
        return 14;
    db_drop(&db);
    return n_rows == n_known ? 0 : 15; /* twice, or something never sent */
}

static void
check_survivors(const struct place *p, const struct told *told, int n, int error)
{
    pid_t pid = fork();
    int status = 0;

    assert_true(pid >= 0);
    if (pid == 0)
        _exit(survivors(p, told));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("call %d, error %d: status %x", n, error, status);
}

static void
harm_at_every_call(int error)
{
    struct told *told =
        mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bool harmed = true;
    int n = 0;

    assert_true(told != MAP_FAILED);
    while (harmed && n++ < MAX_CALLS) {
        void *state = NULL;
        assert_int_equal(place_make(&state), 0);
        *told = (struct told){ .acknowledged = { false } };
        harmed = run_harmed(state, told, n, error);
        check_survivors(state, told, n, error);
        assert_int_equal(place_remove(&state), 0);
    }
    print_message("# %d places\n", n - 1);
    assert_false(harmed);
    assert_true(n > 10); /* the test is alive */
    for (size_t g = 0; g < N_GROUPS; g++)
        assert_true(told->acknowledged[g]);
    assert_int_equal(munmap(told, sizeof *told), 0);
}

static void
test_killed_at_every_call(void **state)
{
    (void)state;
    harm_at_every_call(KILL);
}

static void
test_the_disk_fails_at_every_call(void **state)
{
    (void)state;
    harm_at_every_call(EIO);
}

static void
test_the_disk_is_full_at_every_call(void **state)
{
    (void)state;
    harm_at_every_call(ENOSPC);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_killed_at_every_call),
        cmocka_unit_test(test_the_disk_fails_at_every_call),
        cmocka_unit_test(test_the_disk_is_full_at_every_call),
    };
    if (crypto_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
