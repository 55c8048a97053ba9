/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The kernel's interface grew: each version knows more rights.  Only those that it knows may be
   named, and all that it knows are taken away, but for the paths of the rules. */
#include "guard/landlock.h"
#include "base/own.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* Headers of Debian 12 end at version 2. */
#define RIGHT(bit) ((uint64_t)1 << (bit))
enum {
    BIT_EXECUTE = 0,
    BIT_WRITE_FILE = 1,
    BIT_READ_FILE = 2,
    BIT_READ_DIR = 3,
    BIT_TRUNCATE = 14,  /* since version 3 */
    BIT_IOCTL_DEV = 15, /* since version 5 */
    BITS_V1 = 13,
    BITS_V2 = 14,
};

struct ruleset { /* of the kernel; older ones take the first part */
    uint64_t files;
    uint64_t net;    /* since version 4 */
    uint64_t scoped; /* since version 6 */
};

static uint64_t
rights_known(int version)
{
    int n_bits = version >= 5   ? BIT_IOCTL_DEV + 1
                 : version >= 3 ? BIT_TRUNCATE + 1
                 : version == 2 ? BITS_V2
                                : BITS_V1;

    return RIGHT(n_bits) - 1;
}

int
landlock_version(void)
{
    long v = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

    return v > 0 && v < 1000 ? (int)v : 0;
}

static enum err
path_allow(int ruleset, uint64_t known, const struct guard_path *p, bool may_run)
{
    OWN_FD fd = open(p->path, O_PATH | O_CLOEXEC);
    struct stat st;

    if (fd < 0)
        return errno == ENOENT ? OK : ERR_INTERNAL;
    if (fstat(fd, &st))
        return ERR_INTERNAL;
    uint64_t on_file = RIGHT(BIT_READ_FILE);
    uint64_t rights = on_file | RIGHT(BIT_READ_DIR);
    if (may_run) {
        on_file |= RIGHT(BIT_EXECUTE);
        rights |= RIGHT(BIT_EXECUTE);
    }
    if (p->may_write) {
        on_file |= RIGHT(BIT_WRITE_FILE) | RIGHT(BIT_TRUNCATE);
        rights = known & ~(RIGHT(BIT_EXECUTE) | RIGHT(BIT_IOCTL_DEV));
    }
    struct landlock_path_beneath_attr rule = {
        .allowed_access = known & (S_ISDIR(st.st_mode) ? rights : on_file),
        .parent_fd = fd,
    };
    return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0)
               ? ERR_INTERNAL
               : OK;
}

enum err
landlock_enter(int version, const struct guard_rules *rules)
{
    struct ruleset r = { .files = rights_known(version) };
    size_t size = version >= 6 ? sizeof r : version >= 4 ? 2 * sizeof r.files : sizeof r.files;
    enum err e = OK;

    if (version >= 6)
        r.scoped = 1; /* no abstract sockets of others */
    OWN_FD set = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
    if (set < 0)
        return ERR_INTERNAL;
    for (size_t i = 0; !e && i < rules->n_paths; i++)
        e = path_allow(set, r.files, &rules->paths[i], (rules->calls & GUARD_EXEC) != 0);
    if (!e && syscall(SYS_landlock_restrict_self, set, 0))
        e = ERR_INTERNAL;
    return e;
}
