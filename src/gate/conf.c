/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/conf.h"
#include "base/text.h"

#define KEY(name, kind, usual, about)                                                              \
    {                                                                                              \
#name, kind, usual, about, offsetof(struct gate_conf, name)                                \
    }

static const struct conf_key keys[] = {
    KEY(folder, CONF_TEXT, NULL, "where root, cards and edition/ are"),
    KEY(hub, CONF_TEXT, NULL, "this hub's id in the root note, 32 hex digits"),
    KEY(network, CONF_TEXT, NULL, "the network's id, 64 hex digits"),
    KEY(sandbox, CONF_TEXT, "strict", "strict, best-effort or off"),
    KEY(control, CONF_NUMBER, NULL, "descriptor on which connections come"),
    KEY(commit, CONF_NUMBER, NULL, "descriptor of the committer"),
    KEY(shelf, CONF_NUMBER, NULL, "descriptor of the shelf process"),
    KEY(key, CONF_NUMBER, NULL, "descriptor holding the ticket key"),
    { "ticket_min", CONF_TIME_MS, "2s", "age from which a ticket counts",
        offsetof(struct gate_conf, ticket_min_ms) },
    { "ticket_max", CONF_TIME_MS, "24h", "age from which it no longer does",
        offsetof(struct gate_conf, ticket_max_ms) },
};

static bool
is_descriptor(int64_t fd)
{
    return fd >= 0 && fd < 1 << 20;
}

enum err
gate_conf_read(const char *const *args, struct arena *a, struct gate_conf *out, const char **why)
{
    struct gate_conf c = { .folder = NULL };
    enum err e = conf_read(NULL, args, keys, sizeof keys / sizeof *keys, a, &c, why);

    if (e)
        return e;
    *why = "hub must be 32 hex digits, network 64, and control, commit, shelf and key descriptors";
    if (hex_decode(c.hub, c.hub_id.b, sizeof c.hub_id.b) ||
        hex_decode(c.network, c.network_id.b, sizeof c.network_id.b))
        return ERR_MALFORMED;
    if (!is_descriptor(c.control) || !is_descriptor(c.commit) || !is_descriptor(c.shelf) ||
        !is_descriptor(c.key))
        return ERR_MALFORMED;
    *out = c;
    return OK;
}
