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
    HOLES_MAX = 10 * 1000,
    TOP_BYTES = 64 * 1024,
    SMALL_BYTES = 1040, /* up to here the allocator keeps a list for each size */
};

static enum err
start_signals(int *fd)
{
    static const int ours[] = { SIGHUP, SIGTERM, SIGINT };
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
        p->pocket = guarded_alloc(sizeof *p->pocket);
        e = p->epochs && p->pocket ? sandbox_gate(p, report) : ERR_INTERNAL;
    }
    if (e)
        log_event("gate-start", e, 0, why);
    return e;
}

/* A piece of the heap that stays unused. */
struct hole {
    struct hole *next;
};

/* Take pieces of this size as long as they come from below `top`. */
static void
fill_holes(size_t size, const void *top, struct hole **holes)
{
    for (int i = 0; i < HOLES_MAX; i++) {
        struct hole *h = malloc(size);
        if (!h || (uintptr_t)h >= (uintptr_t)top) {
            free(h);
            return;
        }
        h->next = *holes;
        *holes = h;
    }
}

/* Starting up leaves holes all over the heap.  A child would allocate from them, and copy a page of
   ours for each: use them up, so that it allocates side by side, from fresh pages. */
static void
settle_heap(struct hole **holes)
{
    (void)mallopt(M_PERTURB, 0); /* or the holes would be written to */
    const void *end = sbrk(0);
    fill_holes(TOP_BYTES, end, holes); /* whatever is left reaches over the old end */
    void *top = malloc(TOP_BYTES);
    for (size_t size = TOP_BYTES / 2; size > SMALL_BYTES; size /= 2)
        fill_holes(size, top, holes);
    for (size_t size = SMALL_BYTES; size >= sizeof(struct hole); size -= sizeof(struct hole))
        fill_holes(size, top, holes);
    free(top);
    (void)mallopt(M_PERTURB, FREED_PATTERN);
}

/* libmicrohttpd brings the libraries of TLS, which nothing here uses (libunistring is needed for
   search); the filter is made already.  Builds with sanitizers look into all of them. */
static void
prepare_children(const struct parent *p, struct hole **holes)
{
    static const char *const unused[] = { "libgnutls.", "libp11-kit.", "libidn2.", "libtasn1.",
        "libnettle.", "libhogweed.", "libgmp.", "libffi.", "libseccomp.", NULL };

    if (p->guard == GUARD_OFF)
        return;
    settle_heap(holes);
    guard_leave_out(unused);
}

int
main(int argc, char **argv)
{
    OWN(arena) a = arena_new(CONF_BYTES);
    struct parent p = { .signal_fd = -1 };
    struct guard_report report;
    struct hole *holes = NULL;
    static const uint8_t ready = 'r';

    (void)argc;
    (void)mallopt(M_PERTURB, FREED_PATTERN); /* what is freed is overwritten, also by libraries */
    tzset(); /* else the library that writes dates reads a file in every child */
    if (!a || guard_start(&report) || start(&p, a, (const char **)argv + 1, &report))
        return 1;
    if (send((int)p.conf.control, &ready, 1, MSG_NOSIGNAL) != 1)
        return 1;
    prepare_children(&p, &holes);
    enum err e = parent_run(&p);
    parent_wait(&p, LAST_CHILDREN_MS);
    epochs_drop(&p.epochs);
    guarded_free(p.pocket);
    guarded_free(p.ticket_key);
    guard_filter_drop(&p.filter);
    book_drop(&p.book);
    return e ? 1 : 0;
}
