/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/child.h"
#include "base/clock.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "gate/routes.h"
#include "http/server.h"
#include <poll.h>

enum { IDLE_S = 15, CONNECTION_BYTES = 32 * 1024 };

static void
drive(struct server *s)
{
    const int64_t end_ms = clock_steady_ms() + GATE_SERVE_S * 1000;

    while (server_n_done(s) == 0 && server_n_open(s) > 0) {
        int64_t left_ms = end_ms - clock_steady_ms();
        int wait_ms = server_timeout_ms(s);
        struct pollfd ready = { server_fd(s), POLLIN, 0 };
        if (left_ms <= 0)
            return;
        if (wait_ms < 0 || wait_ms > left_ms)
            wait_ms = (int)left_ms;
        (void)poll(&ready, 1, wait_ms);
        server_run(s);
    }
}

static void
serve(struct app *app, int connection)
{
    const struct site site = gate_site(app);
    const struct server_conf conf = { .listen_fd = -1,
        .idle_s = IDLE_S,
        .max_connections = 1,
        .connection_bytes = CONNECTION_BYTES };
    OWN(server) s = NULL;
    OWN_FD mine = connection;

    if (server_new(&site, conf, &s) || server_give(s, fd_take(&mine)))
        return;
    drive(s);
}

void
gate_serve(struct app *app, int connection)
{
    serve(app, connection);
    stack_wipe();
}
