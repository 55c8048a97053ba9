/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/sandbox.h"
#include "base/log.h"
#include <limits.h>
#include <stdio.h>

static enum err
enter(const struct hub_conf *c, const char *role, const struct guard_path *paths, size_t n_paths,
    unsigned calls)
{
    const struct guard_rules rules = { paths, n_paths, calls };
    struct guard_report r;
    char words[GUARD_WORDS_CAP];
    enum err e = guard_start(&r);

    if (!e)
        e = guard_enter(c->guard, &rules, &r);
    if (e) {
        guard_words(&r, words);
        log_event("sandbox-refused", e, r.landlock_abi, role);
        log_event("sandbox-lacks", e, r.landlock_abi, words);
    }
    return e;
}

/* Opens nothing any more: passes descriptors, watches its children. */
enum err
sandbox_master(const struct hub_conf *c)
{
    return enter(c, "master", NULL, 0, GUARD_EVENTS | GUARD_SOCKETS | GUARD_ACCEPT | GUARD_FORK);
}

/* The one that writes, in one folder. */
enum err
sandbox_committer(const struct hub_conf *c)
{
    const struct guard_path paths[] = { { c->folder, true } };

    return enter(c, "committer", paths, 1, GUARD_STORE | GUARD_EVENTS | GUARD_SOCKETS);
}

/* Readers: the folder, and a place in the store's shared memory. */
static enum err
enter_reader(const struct hub_conf *c, const char *role, unsigned calls)
{
    char shm[PATH_MAX];

    (void)snprintf(shm, sizeof shm, "%s/store.db-shm", c->folder);
    const struct guard_path paths[] = { { c->folder, false }, { shm, true } };
    return enter(c, role, paths, 2, calls | GUARD_FILES | GUARD_EVENTS | GUARD_SOCKETS);
}

enum err
sandbox_shelfd(const struct hub_conf *c)
{
    return enter_reader(c, "shelf", 0);
}

enum err
sandbox_worker(const struct hub_conf *c, bool is_desk)
{
    return enter_reader(c, is_desk ? "desk-worker" : "worker", 0);
}
