/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard/guard.h"
#include "guard/calls.h"
#include "guard/landlock.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* A file that cannot be read says nothing: swap is assumed to be on. */
static bool
swap_is_off(void)
{
    FILE *f = fopen("/proc/swaps", "re");
    char line[256];
    int n_lines = 0;

    if (!f)
        return false;
    while (fgets(line, sizeof line, f))
        n_lines++;
    (void)fclose(f);
    return n_lines == 1; /* the heading */
}

static bool
can_lock_memory(void)
{
    struct rlimit r;

    return getrlimit(RLIMIT_MEMLOCK, &r) == 0 && r.rlim_cur >= GUARD_LOCK_MIN;
}

enum guard_mode
guard_mode_of(const char *word)
{
    static const char *const words[] = {
        [GUARD_STRICT] = "strict", [GUARD_BEST_EFFORT] = "best-effort", [GUARD_OFF] = "off"
    };

    for (size_t i = GUARD_STRICT; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0)
            return (enum guard_mode)i;
    return GUARD_UNSET;
}

enum err
guard_start(struct guard_report *out)
{
    struct guard_report r = { .mode = GUARD_UNSET };

    r.not_dumpable = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
    r.no_core = setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }) == 0;
    r.memory_locks = can_lock_memory();
    r.no_swap = swap_is_off();
    *out = r;
    return r.not_dumpable && r.no_core ? OK : ERR_INTERNAL;
}

enum err
guard_enter(enum guard_mode mode, const struct guard_rules *rules, struct guard_report *r)
{
    r->mode = mode;
    r->no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    r->landlock_abi = landlock_version();
    if (mode == GUARD_OFF)
        return OK;
    if (r->no_new_privileges) {
        r->files_guarded = r->landlock_abi > 0 && landlock_enter(r->landlock_abi, rules) == OK;
        r->calls_guarded = calls_enter(rules->calls) == OK;
    }
    bool all = r->no_new_privileges && r->files_guarded && r->calls_guarded;
    return all || mode == GUARD_BEST_EFFORT ? OK : ERR_INTERNAL;
}

struct guard_filter {
    struct sock_fprog program;
    struct sock_filter code[CALLS_CODE_MAX];
};

enum err
guard_filter_new(struct guard_filter **out)
{
    struct guard_filter *f = calloc(1, sizeof *f);
    size_t n = 0;

    if (!f)
        return ERR_INTERNAL;
    if (calls_make_serving(f->code, &n)) {
        guard_filter_drop(&f);
        return ERR_INTERNAL;
    }
    f->program = (struct sock_fprog){ (unsigned short)n, f->code };
    *out = f;
    return OK;
}

void
guard_filter_drop(struct guard_filter **f)
{
    free(*f);
    *f = NULL;
}

enum err
guard_filter_enter(const struct guard_filter *f)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return ERR_INTERNAL;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &f->program, 0, 0) ? ERR_INTERNAL : OK;
}

void
guard_words(const struct guard_report *r, char to[static GUARD_WORDS_CAP])
{
    const struct {
        bool here;
        const char *words;
    } rows[] = {
        { r->not_dumpable, "other processes may look into its memory" },
        { r->no_core, "a crash may write its memory to disk" },
        { r->no_new_privileges, "it may gain privileges" },
        { r->files_guarded, r->landlock_abi > 0
                                ? "files are not guarded"
                                : "files are not guarded: the kernel has no Landlock" },
        { r->calls_guarded, "system calls are not guarded" },
        { r->memory_locks, "keys cannot be locked into memory (raise the memlock limit)" },
        { r->no_swap, "swap is on: memory may be written to disk (swapoff, or encrypt it)" },
    };
    size_t n = 0;

    to[0] = '\0';
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].here)
            continue;
        int k = snprintf(to + n, GUARD_WORDS_CAP - n, "%s%s", n ? "; " : "", rows[i].words);
        n += k > 0 ? (size_t)k : 0;
        if (n >= GUARD_WORDS_CAP)
            return;
    }
}
