/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-hub: pages of a signed edition, shelves of sealed envelopes.
   usage: understory-hub [--check] [CONFIGURATION] [NAME=VALUE ...] */
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "hub/check.h"
#include "hub/children.h"
#include "hub/listen.h"
#include "hub/master.h"
#include "hub/sandbox.h"
#include "hub/signals.h"
#include <limits.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct arguments {
    bool check;
    const char *conf;
    const char *const *extra; /* NAME=VALUE, up to NULL */
};

static bool
read_arguments(char **argv, struct arguments *out)
{
    struct arguments a = { .check = false };

    argv++;
    if (*argv && strcmp(*argv, "--check") == 0) {
        a.check = true;
        argv++;
    }
    if (*argv && !strchr(*argv, '='))
        a.conf = *argv++;
    a.extra = (const char *const *)argv;
    for (; *argv; argv++)
        if (!strchr(*argv, '='))
            return false;
    *out = a;
    return true;
}

/* The gate's program stands beside ours unless the configuration says otherwise. */
static enum err
find_gate(const struct hub_conf *hub, struct arena *a, const char **out)
{
    char self[PATH_MAX];

    *out = hub->gate;
    if (*hub->gate)
        return OK;
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0)
        return ERR_INTERNAL;
    self[n] = '\0';
    char *slash = strrchr(self, '/');
    if (slash)
        *slash = '\0';
    *out = arena_printf(a, "%s/understory-gate", self);
    return *out ? OK : ERR_INTERNAL;
}

/* As many descriptors as there may be connections. */
static enum err
raise_limits(const struct hub_conf *hub)
{
    struct rlimit r;
    rlim_t wanted = (rlim_t)(hub->max_pending + hub->max_connections) + 256;

    if (getrlimit(RLIMIT_NOFILE, &r))
        return ERR_INTERNAL;
    if (r.rlim_cur >= wanted)
        return OK;
    r.rlim_cur = r.rlim_max < wanted ? r.rlim_max : wanted;
    return r.rlim_cur < wanted || setrlimit(RLIMIT_NOFILE, &r) ? ERR_INTERNAL : OK;
}

static int
failed(const char *event, enum err e, const char *why)
{
    log_event(event, e, 0, why);
    return 1;
}

static void
report_guard(const struct hub_conf *hub, const struct guard_report *r)
{
    char words[GUARD_WORDS_CAP];
    struct guard_report seen = *r;

    seen.no_new_privileges = seen.files_guarded = seen.calls_guarded = hub->guard != GUARD_OFF;
    guard_words(&seen, words);
    if (*words)
        log_event("machine-lacks", OK, 0, words);
}

static int
serve(const struct hub_conf *hub, struct content *content, const char *gate)
{
    struct master_conf conf = { .hub = hub };
    struct children children = { .n = 0 };
    char why[LISTEN_WHY_BYTES];
    int port = 0;
    enum err e = listen_open(hub->listen, &conf.listen_fd, &port, why);

    if (e)
        return failed("not-listening", e, why);
    signals_block();
    e = signals_take_master(&conf.signal_fd);
    if (!e)
        e = children_start(&children, hub, content, gate);
    if (!e)
        e = sandbox_master(hub);
    if (!e) {
        log_event("listening", OK, port, NULL);
        service_notify("READY=1");
        e = master_run(&conf, &children);
    }
    fd_drop(&conf.listen_fd); /* nobody new while the rest ends */
    children_stop(&children);
    fd_drop(&conf.signal_fd);
    log_event("ended", e, 0, NULL);
    return e ? 1 : 0;
}

int
main(int argc, char **argv)
{
    OWN(arena) a = arena_new(1 << 20);
    struct arguments args;
    struct hub_conf hub;
    struct guard_report guard;
    OWN(content) content = NULL;
    const char *gate = NULL;
    const char *why = "no memory";
    char words[CONTENT_WHY_BYTES];

    (void)argc;
    (void)umask(077);
    if (!a || !read_arguments(argv, &args))
        return failed(
            "usage", ERR_MALFORMED, "understory-hub [--check] [CONFIGURATION] [NAME=VALUE ...]");
    if (guard_start(&guard) || crypto_start())
        return failed(
            "not-started", ERR_INTERNAL, "this process cannot be kept from being looked into");
    enum err e = hub_conf_read(args.conf, args.extra, a, &hub, &why);
    if (e)
        return failed("configuration-refused", e, why);
    e = content_load(hub.folder, &hub.hub_id, &content, words);
    if (e)
        return failed("files-refused", e, words);
    if (args.check) {
        check_print(&hub, content, clock_now_s());
        return 0;
    }
    if (raise_limits(&hub))
        return failed("not-started", ERR_INTERNAL,
            "too few descriptors allowed: raise the nofile limit, or lower `pending` and "
            "`connections`");
    if (find_gate(&hub, a, &gate))
        return failed("not-started", ERR_INTERNAL, "set `gate` in hub.conf");
    report_guard(&hub, &guard);
    if (edition_is_expired(&content->edition, day_of(clock_now_s())))
        log_event("edition-expired", ERR_EXPIRED, content->edition.version,
            "get a newer one from the editors");
    return serve(&hub, content, gate);
}
