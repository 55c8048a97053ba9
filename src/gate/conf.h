/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_CONF_H
#define GATE_CONF_H
/* What the master tells the gate: NAME=VALUE arguments, as link/hublink.h states them. */
#include "base/conf.h"
#include "core/wire/keys.h"

struct gate_conf {
    const char *folder, *hub, *network, *sandbox;
    int64_t control, commit, shelf, key; /* descriptors */
    int64_t ticket_min_ms, ticket_max_ms;
    /* worked out from the above */
    struct hub_id hub_id;
    struct network_id network_id;
};

/* Read the arguments (NULL at the end).  On an error *why is one sentence; texts live in `a`. */
MUST_USE enum err gate_conf_read(
    const char *const *args, struct arena *a, struct gate_conf *out, const char **why);

#endif
