/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/worker.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/wire/crypto.h"
#include "http/server.h"
#include "hub/app.h"
#include "hub/sandbox.h"
#include "hub/signals.h"
#include "link/hublink.h"
#include <poll.h>

enum {
    DESK_RATE = 2,      /* envelopes a second in the long run, for one desk */
    DESK_BURST = 20000, /* a desk that gives everything again to a hub that lost its store */
    CONNECTION_BYTES = 16 * 1024,
    DEADLINE_S = 120, /* for receiving a request, and for sending the answer, over a slow circuit */
    TAKE_MAX = 64,
    SPARE = 16,       /* places that the slowest requests have to give up */
    ENDING_MS = 3000, /* for answers on their way out */
};

struct worker {
    const struct worker_conf *conf;
    struct arena *arena;
    struct app app;
    struct site site;
    struct server *server;
    int signal_fd;
};

/* A full quota for every desk that has none yet. */
static enum err
quotas_make(struct worker *w)
{
    struct app *app = &w->app;

    if (!app->quotas) {
        app->quotas = arena_alloc(w->arena, ROOT_MAX_ORGS * sizeof *app->quotas);
        app->quota_of = arena_alloc(w->arena, ROOT_MAX_ORGS * sizeof *app->quota_of);
    }
    if (!app->quotas || !app->quota_of)
        return ERR_INTERNAL;
    for (size_t i = 0; i < app->content->n_desks; i++) {
        bool there = false;
        for (size_t k = 0; k < app->n_quotas; k++)
            there = there || bytes_equal((struct bytes){ app->quota_of[k].b, ID_BYTES },
                                 (struct bytes){ app->content->desks[i].org.b, ID_BYTES });
        if (there || app->n_quotas == ROOT_MAX_ORGS)
            continue;
        app->quota_of[app->n_quotas] = app->content->desks[i].org;
        app->quotas[app->n_quotas++] = bucket_new(DESK_RATE, DESK_BURST, clock_steady_ms());
    }
    return OK;
}

static enum err
parts_make(struct worker *w)
{
    struct app *app = &w->app;
    struct store_facts facts;
    enum err e = store_facts_get(app->db, &facts);

    if (e)
        return e;
    if (!w->conf->is_desk) {
        app->shelves = shelves_new(&facts);
        return app->shelves ? OK : ERR_INTERNAL;
    }
    app->nonces = nonces_new();
    app->deposits =
        deposits_new(w->conf->hub->desk_daily, (uint32_t)w->conf->hub->keep_days, app->started_s);
    app->room = arena_alloc(w->arena, HUBLINK_MAX_BYTES);
    return app->nonces && app->deposits && app->room ? quotas_make(w) : ERR_INTERNAL;
}

static enum err
server_make(struct worker *w)
{
    const struct hub_conf *h = w->conf->hub;
    struct server_conf conf = { .listen_fd = -1,
        .idle_s = (unsigned)(h->idle_ms / 1000),
        .max_connections = (unsigned)h->max_connections + SPARE,
        .connection_bytes = CONNECTION_BYTES };
    const struct site *site =
        w->conf->is_desk ? hub_desk_site(&w->app, &w->site) : hub_public_site(&w->app, &w->site);

    enum err e = server_new(site, conf, &w->server);
    if (!e)
        server_set_deadline(w->server, DEADLINE_S);
    return e;
}

static enum err
worker_start(struct worker *w)
{
    char why[DB_WHY_BYTES];
    enum err e = store_open(w->conf->hub->folder, DB_READ_ONLY, &w->app.db, why);

    if (e) {
        log_event("store-not-opened", e, 0, why);
        return e;
    }
    w->app.conf = w->conf->hub;
    w->app.content = w->conf->content;
    w->app.key = w->conf->key;
    w->app.commit_fd = w->conf->commit_fd;
    w->app.started_s = clock_now_s();
    e = parts_make(w);
    if (!e)
        e = server_make(w);
    if (!e)
        e = signals_take(&w->signal_fd);
    if (!e)
        e = sandbox_worker(w->conf->hub, w->conf->is_desk);
    return e;
}

/* New signed files: all or none. */
static void
reload(struct worker *w)
{
    struct content *fresh = NULL;
    char why[CONTENT_WHY_BYTES];
    enum err e = content_load(w->conf->hub->folder, &w->conf->hub->hub_id, &fresh, why);

    if (e) {
        log_event("reload-refused", e, 0, why);
        return;
    }
    content_drop(&w->app.previous);
    w->app.previous = w->app.content;
    w->app.content = fresh;
    if (w->conf->is_desk)
        (void)!quotas_make(w);
    log_event("reloaded", OK, fresh->edition.version, NULL);
}

/* Take what the master passes; when all places are taken, the request that has gone on longest
   gives way: nobody can fill a worker with slow ones.  False at the end of the socket. */
static bool
take_connections(struct worker *w)
{
    unsigned max = (unsigned)w->conf->hub->max_connections;

    for (int i = 0; i < TAKE_MAX && server_n_open(w->server) < max + SPARE; i++) {
        uint8_t byte;
        size_t n = 0;
        int fd = -1;
        enum err e = fd_receive(w->conf->control_fd, &byte, 1, &n, &fd);
        if (e == ERR_BUSY)
            return true;
        if (e)
            return false;
        if (fd >= 0)
            (void)!server_give(w->server, fd);
        if (server_n_open(w->server) > max)
            (void)server_cut_oldest(w->server);
        server_run(w->server);
    }
    return true;
}

/* Answers that are on their way may leave. */
static void
finish(struct worker *w)
{
    int64_t until = clock_steady_ms() + ENDING_MS;

    while (server_n_open(w->server) > 0 && clock_steady_ms() < until) {
        struct pollfd fd = { server_fd(w->server), POLLIN, 0 };
        (void)poll(&fd, 1, 100);
        server_run(w->server);
    }
}

static void
loop(struct worker *w)
{
    for (bool going = true; going;) {
        bool room = server_n_open(w->server) < (unsigned)w->conf->hub->max_connections + SPARE;
        struct pollfd fds[] = {
            { room ? w->conf->control_fd : -1, POLLIN, 0 },
            { server_fd(w->server), POLLIN, 0 },
            { w->signal_fd, POLLIN, 0 },
        };
        (void)poll(fds, sizeof fds / sizeof *fds, server_timeout_ms(w->server));
        if (fds[2].revents) {
            enum signal_word s = signals_next(w->signal_fd);
            going = s != SIGNAL_STOP;
            if (s == SIGNAL_RELOAD)
                reload(w);
        }
        if (going && fds[0].revents)
            going = take_connections(w);
        server_run(w->server);
    }
}

enum err
worker_run(const struct worker_conf *conf)
{
    OWN(arena) a = arena_new(1 << 20);
    struct worker *w = a ? arena_alloc(a, sizeof *w) : NULL;

    if (!w)
        return ERR_INTERNAL;
    w->conf = conf;
    w->arena = a;
    w->signal_fd = -1;
    enum err e = worker_start(w);
    if (!e)
        e = fd_send(conf->control_fd, bytes_of("r"), -1);
    if (!e) {
        loop(w);
        finish(w);
    }
    server_drop(&w->server);
    shelves_drop(&w->app.shelves);
    nonces_drop(&w->app.nonces);
    deposits_drop(&w->app.deposits);
    db_drop(&w->app.db);
    content_drop(&w->app.previous);
    content_drop(&w->app.content);
    return e;
}
