/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-gate: started by the hub's master, never by hand. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/own.h"
#include "core/open/secrets.h"
#include "core/wire/crypto.h"
#include "gate/parent.h"
#include <malloc.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

enum {
    CONF_BYTES = 64 * 1024,
    FREED_PATTERN = 0xA5,
    LAST_CHILDREN_MS = 20 * 1000,
    SETTLE_BYTES = 64 * 1024
};

static enum err
start_signals(int *fd)
{
    static const int ours[] = { SIGCHLD, SIGHUP, SIGTERM, SIGINT };
    sigset_t set;

    (void)sigemptyset(&set);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        (void)sigaddset(&set, ours[i]);
    if (sigprocmask(SIG_BLOCK, &set, NULL) || signal(SIGPIPE, SIG_IGN) == SIG_ERR)
        return ERR_INTERNAL;
    *fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return *fd < 0 ? ERR_INTERNAL : OK;
}

static enum err
read_key(int fd, struct ticket_key **out)
{
    OWN_FD mine = fd;
    struct ticket_key *k = guarded_alloc(sizeof *k);
    uint8_t more;

    if (k && !fd_read_exact(mine, k->b, sizeof k->b) && read(mine, &more, 1) == 0) {
        *out = k;
        return OK;
    }
    guarded_free(k);
    return ERR_MALFORMED;
}

/* What the parent may still do: read its folder, take connections, fork. */
static enum err
sandbox_gate(struct parent *p, struct guard_report *report)
{
    const struct guard_path folder = { .path = p->conf.folder };
    const struct guard_rules rules = { .paths = &folder,
        .n_paths = 1,
        .calls = GUARD_FILES | GUARD_EVENTS | GUARD_SOCKETS | GUARD_FORK | GUARD_NARROW };
    enum err e = parent_filter(p);
    if (!e)
        e = guard_enter(p->guard, &rules, report);
    char words[GUARD_WORDS_CAP];

    guard_words(report, words);
    if (e || (words[0] && p->guard != GUARD_OFF))
        log_event("gate-sandbox", e, 0, words);
    return e;
}

static enum err
start(struct parent *p, struct arena *a, const char **args, struct guard_report *report)
{
    const char *why = "cannot start";
    char book_why[BOOK_WHY_BYTES] = "";
    enum err e = crypto_start();

    if (!e)
        e = gate_conf_read(args, a, &p->conf, &why);
    if (!e)
        e = start_signals(&p->signal_fd);
    if (!e)
        e = read_key((int)p->conf.key, &p->ticket_key);
    if (!e)
        e = parent_full_page(a, &p->full);
    if (!e) {
        p->guard = guard_mode_of(p->conf.sandbox);
        e = book_load(p->conf.folder, &p->conf.network_id, &p->conf.hub_id, &p->book, book_why);
        why = e ? book_why : why;
    }
    if (!e) {
        p->epochs = epochs_new(clock_steady_ms());
        e = p->epochs ? sandbox_gate(p, report) : ERR_INTERNAL;
    }
    if (e)
        log_event("gate-start", e, 0, why);
    return e;
}

/* Give freed memory back and let the allocator file the rest: otherwise each child would do that on
   its first allocation, and copy the pages of the whole heap for it. */
static void
settle_heap(void)
{
    OWN(arena) a = arena_new(2 * SETTLE_BYTES);

    (void)malloc_trim(0);
    if (a) /* a large piece makes it sort what was freed */
        (void)arena_alloc(a, SETTLE_BYTES);
}

int
main(int argc, char **argv)
{
    OWN(arena) a = arena_new(CONF_BYTES);
    struct parent p = { .signal_fd = -1 };
    struct guard_report report;
    static const uint8_t ready = 'r';

    (void)argc;
    (void)mallopt(M_PERTURB, FREED_PATTERN); /* what is freed is overwritten, also by libraries */
    tzset(); /* else the library that writes dates reads a file in every child */
    if (!a || guard_start(&report) || start(&p, a, (const char **)argv + 1, &report))
        return 1;
    if (send((int)p.conf.control, &ready, 1, MSG_NOSIGNAL) != 1)
        return 1;
    settle_heap();
    enum err e = parent_run(&p);
    parent_wait(&p, LAST_CHILDREN_MS);
    epochs_drop(&p.epochs);
    guarded_free(p.ticket_key);
    guard_filter_drop(&p.filter);
    book_drop(&p.book);
    return e ? 1 : 0;
}
