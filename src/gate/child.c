/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/child.h"
#include "base/clock.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "gate/routes.h"
#include "http/server.h"
#include <sys/mman.h>

enum {
    IDLE_S = 15,
    CONNECTION_BYTES = 16 * 1024,
    ROOM_BYTES = 1536 * 1024, /* also for a whole shelf; not large enough for a huge page */
    USUAL_BYTES = 96 * 1024,
};

static void
drive(struct server *s)
{
    const int64_t end_ms = clock_steady_ms() + GATE_SERVE_S * 1000;

    while (server_n_done(s) == 0 && server_n_open(s) > 0) {
        int64_t left_ms = end_ms - clock_steady_ms();
        int wait_ms = server_timeout_ms(s);
        if (left_ms <= 0)
            return;
        if (wait_ms < 0 || wait_ms > left_ms)
            wait_ms = (int)left_ms;
        server_wait(s, wait_ms);
    }
}

/* Memory for the request: the part that is always used comes at once, instead of page by page at
   the first touch. */
static void
give_room(struct server *s)
{
    void *room = mmap(NULL, ROOM_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (room == MAP_FAILED)
        return; /* then it is malloc's */
    (void)madvise(room, USUAL_BYTES, MADV_POPULATE_WRITE);
    server_set_room(s, room, ROOM_BYTES);
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

    if (server_new(&site, conf, &s))
        return;
    give_room(s);
    if (server_give(s, fd_take(&mine)))
        return;
    drive(s);
}

void
gate_serve(struct app *app, int connection)
{
    guarded_lock(app->pocket, sizeof *app->pocket);
    serve(app, connection);
    secret_wipe(app->pocket, sizeof *app->pocket);
    stack_wipe();
}
