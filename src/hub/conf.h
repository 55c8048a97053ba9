/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_CONF_H
#define HUB_CONF_H
/* The configuration of a hub; src/hub/hub.conf.sample explains every key. */
#include "base/conf.h"
#include "core/wire/keys.h"
#include "guard/guard.h"

struct hub_conf {
    const char *folder; /* of root, cards, edition/, store.db, open.log */
    const char *listen; /* ADDRESS:PORT, unix:PATH or systemd */
    const char *hub;    /* our id in the root note, hex */
    const char *gate;   /* program; "" is understory-gate beside ours */
    const char *sandbox;
    const char *exit_url, *exit_ru, *exit_uk, *exit_be, *exit_en, *exit_de;
    int64_t n_workers, keep_days, rate, burst, desk_daily, max_pending, max_connections;
    int64_t batch_ms, ticket_min_ms, ticket_max_ms, header_ms, idle_ms;
    int64_t disk_bytes, disk_free_bytes;
    /* worked out from the above */
    struct hub_id hub_id;
    enum guard_mode guard;
};

/* Read and check a configuration file (NULL: defaults) and NAME=VALUE pairs.  On an error *why is
   one sentence; texts and *why live in `a`. */
MUST_USE enum err hub_conf_read(const char *path, const char *const *extra, struct arena *a,
    struct hub_conf *out, const char **why);

/* Where "quick exit" leads for a language code; the one for all if it has none of its own. */
const char *hub_conf_exit(const struct hub_conf *c, const char *lang);

#endif
