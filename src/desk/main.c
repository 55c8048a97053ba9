/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-desk: an organisation's own, trusted daemon.
   usage: understory-desk CONF [key=value ...] */
#include "base/clock.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/log.h"
#include "core/wire/crypto.h"
#include "desk/desk.h"
#include "desk/sandbox.h"
#include "http/server.h"
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

#define KEY(field, kind, usual, about)                                                             \
    {                                                                                              \
#field, kind, usual, about, offsetof(struct desk_conf, field)                              \
    }
#define KEY_MS(name, field, usual, about)                                                          \
    {                                                                                              \
        name, CONF_TIME_MS, usual, about, offsetof(struct desk_conf, field)                        \
    }

static const struct conf_key conf_keys[] = {
    KEY(folder, CONF_TEXT, NULL, "folder with root, card, roster, keys.db and records.db"),
    KEY(listen, CONF_TEXT, "127.0.0.1:8080", "address and port for the members' browsers"),
    KEY(origin, CONF_TEXT, "http://127.0.0.1:8080", "how browsers call this desk"),
    KEY(proxy, CONF_TEXT, "", "SOCKS proxy to the hubs, such as socks5h://127.0.0.1:9050"),
    KEY(sandbox, CONF_TEXT, "required", "required, best-effort or off"),
    KEY(demonstration, CONF_SWITCH, "no", "say on every page that this is a demonstration"),
    KEY_MS("poll", poll_ms, "60s", "how often hubs are asked for new envelopes"),
    KEY_MS("slot", slot_ms, "10m", "how often answers are deposited"),
    KEY_MS("edition", edition_ms, "15m", "how often the hubs' edition is looked at"),
    KEY_MS("idle", idle_ms, "15m", "a session unused for so long is locked"),
    KEY(keep_months, CONF_NUMBER, "24", "a closed request is due for erasing after so many months"),
    KEY(keep_days, CONF_NUMBER, "90",
        "boxes that could not be opened are erased after so many days"),
    KEY_MS("retry", retry_ms, "10s",
        "a channel that failed is tried again after so long, then after twice as long, and so on"),
    KEY_MS("ring", ring_ms, "60s", "those on duty are called at most so often"),
    KEY(keep_message_days, CONF_NUMBER, "90",
        "texts of messages are erased so many days after the last word; 0: with the request"),
    KEY_MS("timeout", timeout_ms, "60s", "how long a hub may take to answer"),
};

static int
stop_with(const char *sentence)
{
    (void)fprintf(stderr, "understory-desk: %s\n", sentence ? sentence : "out of memory");
    return 1;
}

/* A listening socket on host:port. */
static enum err
listen_on(const char *where, struct arena *life, int *out)
{
    char *host = arena_text(life, where);
    char *port = host ? strrchr(host, ':') : NULL;
    struct addrinfo hint = { .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
        .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    int one = 1;

    if (!port)
        return ERR_MALFORMED;
    *port++ = '\0';
    if (getaddrinfo(host, port, &hint, &found) || !found)
        return ERR_MALFORMED;
    OWN_FD fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool good = fd >= 0 && !setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) &&
                !bind(fd, found->ai_addr, found->ai_addrlen) && !listen(fd, 128);
    freeaddrinfo(found);
    if (!good)
        return ERR_BUSY;
    *out = fd_take(&fd);
    return OK;
}

static int
signals_open(void)
{
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)signal(SIGPIPE, SIG_IGN);
    if (sigprocmask(SIG_BLOCK, &set, NULL))
        return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int
shorter(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* Serve until a signal. */
static void
run(struct app *app, struct server *server, int signal_fd)
{
    struct pollfd wait[] = { { server_fd(server), POLLIN, 0 },
        { courier_fd(app->courier), POLLIN, 0 }, { signal_fd, POLLIN, 0 }, { -1, POLLIN, 0 },
        { -1, POLLIN, 0 } };
    enum err last = OK;

    while (!wait[2].revents) {
        int ms = shorter(server_timeout_ms(server), desk_wait_ms(app, clock_steady_ms()));
        wait[3].fd = app->viewing.line; /* -1, which poll() passes over, when the program is gone */
        wait[4].fd = post_fd(&app->post, &wait[4].events);
        if (poll(wait, sizeof wait / sizeof *wait, ms) < 0)
            continue;
        server_run(server);
        enum err e = desk_step(app, clock_steady_ms(), clock_now_s());
        if (e && e != last)
            log_event("desk-step", e, 0, app->alarm);
        last = e;
        stack_wipe(); /* libraries leave texts there, which would outlive the lock */
    }
}

static int
start_and_run(struct app *app, struct arena *life)
{
    const char *why = NULL;
    int listen_fd = -1;
    int signal_fd = signals_open();
    OWN_FD claim = -1;

    if (desk_claim(app->conf.folder, &claim))
        return stop_with("there is no such folder, or another desk or command works on it");
    if (desk_start(app, life, &why))
        return stop_with(why);
    if (listen_on(app->conf.listen, life, &listen_fd))
        return stop_with("cannot listen there; is another desk running, or the address wrong?");
    struct site site = desk_site(app);
    OWN(server) server = NULL;
    struct server_conf conf = { listen_fd, 60, 256, 32 * 1024 };
    if (server_new(&site, conf, &server))
        return stop_with("the HTTP server could not be started");
    if (desk_start_post(app, life, &why))
        return stop_with(why);
    keep_start(app);
    viewing_start(&app->viewing, NULL);
    if (sandbox_desk(&app->conf, &app->guard, life, &why))
        return stop_with(why);
    if (desk_start_hubs(app, life, &why))
        return stop_with(why);
    log_event("desk-ready", OK, 0, NULL);
    run(app, server, signal_fd);
    return 0;
}

int
main(int argc, char **argv)
{
    OWN(arena) life = arena_new(64 << 20);
    struct app *app = life ? arena_alloc(life, sizeof *app) : NULL;
    const char *why = NULL;

    if (!app || crypto_start() || guard_start(&app->guard))
        return stop_with(NULL);
    if (argc < 2)
        return stop_with("usage: understory-desk CONF [key=value ...]");
    if (conf_read(argv[1], (const char *const *)argv + 2, conf_keys,
            sizeof conf_keys / sizeof *conf_keys, life, &app->conf, &why))
        return stop_with(why);
    int code = start_and_run(app, life);
    desk_stop(app);
    return code;
}
