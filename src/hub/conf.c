/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/conf.h"
#include "base/text.h"
#include <string.h>

#define AT(field) offsetof(struct hub_conf, field)

static const struct conf_key keys[] = {
    { "folder", CONF_TEXT, "",
        "folder of root, cards, edition and store; the configuration's own if empty", AT(folder) },
    { "listen", CONF_TEXT, "127.0.0.1:8080", "ADDRESS:PORT, unix:PATH or systemd", AT(listen) },
    { "hub", CONF_TEXT, NULL, "this hub's id in the root note, 32 hex digits", AT(hub) },
    { "gate", CONF_TEXT, "", "the gate's program; empty: understory-gate beside understory-hub",
        AT(gate) },
    { "sandbox", CONF_TEXT, "strict", "strict, best-effort or off", AT(sandbox) },
    { "exit", CONF_TEXT, "https://www.yr.no/", "where the quick exit leads", AT(exit_url) },
    { "exit_ru", CONF_TEXT, "", "the same for readers of Russian", AT(exit_ru) },
    { "exit_uk", CONF_TEXT, "", "Ukrainian", AT(exit_uk) },
    { "exit_be", CONF_TEXT, "", "Belarusian", AT(exit_be) },
    { "exit_en", CONF_TEXT, "", "English", AT(exit_en) },
    { "exit_de", CONF_TEXT, "", "German", AT(exit_de) },
    { "workers", CONF_NUMBER, "2", "processes that serve pages", AT(n_workers) },
    { "keep_days", CONF_NUMBER, "30", "how long an envelope lives", AT(keep_days) },
    { "batch", CONF_TIME_MS, "60s", "how long a batch stays open", AT(batch_ms) },
    { "ticket_min", CONF_TIME_MS, "2s", "how old a form must be before it may be sent",
        AT(ticket_min_ms) },
    { "ticket_max", CONF_TIME_MS, "24h", "how old it may be", AT(ticket_max_ms) },
    { "rate", CONF_NUMBER, "20", "envelopes a second, in the long run; 0: no cap", AT(rate) },
    { "burst", CONF_NUMBER, "2000", "envelopes at once", AT(burst) },
    { "desk_daily", CONF_NUMBER, "2000", "envelopes of one desk a day; 0: no cap", AT(desk_daily) },
    { "disk", CONF_SIZE, "4G", "room for envelopes; 0: no cap", AT(disk_bytes) },
    { "disk_free", CONF_SIZE, "64M", "what must stay free on the disk", AT(disk_free_bytes) },
    { "pending", CONF_NUMBER, "4096", "connections that have not sent their headers yet",
        AT(max_pending) },
    { "connections", CONF_NUMBER, "1024", "connections of one worker", AT(max_connections) },
    { "header_wait", CONF_TIME_MS, "10s", "how long headers may take", AT(header_ms) },
    { "idle", CONF_TIME_MS, "30s", "a connection silent for so long is closed", AT(idle_ms) },
};

static enum err
refuse(struct arena *a, const char **why, const char *words)
{
    *why = arena_text(a, words);
    return ERR_MALFORMED;
}

static enum err
check_urls(const struct hub_conf *c, struct arena *a, const char **why)
{
    const char *const urls[] = { c->exit_url, c->exit_ru, c->exit_uk, c->exit_be, c->exit_en,
        c->exit_de };

    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        bool plain = strcspn(urls[i], " \"\r\n") == strlen(urls[i]);
        if ((i > 0 && !*urls[i]) || (plain && strncmp(urls[i], "https://", 8) == 0))
            continue;
        return refuse(a, why, "exit: an address that starts with https:// is wanted");
    }
    return OK;
}

static enum err
check_numbers(const struct hub_conf *c, struct arena *a, const char **why)
{
    if (c->n_workers < 1 || c->n_workers > 64)
        return refuse(a, why, "workers: from 1 to 64");
    if (c->keep_days < 1 || c->keep_days > 366)
        return refuse(a, why, "keep_days: from 1 to 366");
    if (c->batch_ms < 100 || c->batch_ms > 3600 * 1000)
        return refuse(a, why, "batch: from 100ms to 1h");
    if (c->ticket_max_ms > 24 * 3600 * 1000 || c->ticket_min_ms > c->ticket_max_ms / 2)
        return refuse(a, why, "ticket_max: at most 24h, and at least twice ticket_min");
    if (c->rate > 1000000 || c->burst > 100000000 || (c->rate > 0 && c->burst < 16))
        return refuse(a, why, "rate: at most 1000000, and burst at least 16");
    if (c->desk_daily > 1000000 || (c->desk_daily > 0 && c->desk_daily < 16))
        return refuse(a, why, "desk_daily: from 16 to 1000000, or 0");
    if (c->max_pending < 16 || c->max_pending > 60000)
        return refuse(a, why, "pending: from 16 to 60000");
    if (c->max_connections < 16 || c->max_connections > 60000)
        return refuse(a, why, "connections: from 16 to 60000");
    if (c->header_ms < 1000 || c->idle_ms < 1000 || c->idle_ms > 600 * 1000)
        return refuse(a, why, "header_wait and idle: at least 1s, idle at most 10m");
    return OK;
}

/* The folder of the configuration file itself. */
static const char *
folder_of(const char *path, struct arena *a)
{
    const char *slash = path ? strrchr(path, '/') : NULL;

    return slash ? arena_text_n(a, path, (size_t)(slash - path) + (slash == path))
                 : arena_text(a, ".");
}

enum err
hub_conf_read(const char *path, const char *const *extra, struct arena *a, struct hub_conf *out,
    const char **why)
{
    struct hub_conf c = { 0 };
    enum err e = conf_read(path, extra, keys, sizeof keys / sizeof *keys, a, &c, why);

    if (e)
        return e;
    if (!*c.folder)
        c.folder = folder_of(path, a);
    if (!c.folder)
        return ERR_INTERNAL;
    if (hex_decode(c.hub, c.hub_id.b, sizeof c.hub_id.b))
        return refuse(a, why, "hub: 32 hex digits are wanted, as in the root note's line `hub`");
    c.guard = guard_mode_of(c.sandbox);
    if (c.guard == GUARD_UNSET)
        return refuse(a, why, "sandbox: strict, best-effort or off is wanted");
    e = check_urls(&c, a, why);
    if (!e)
        e = check_numbers(&c, a, why);
    if (!e)
        *out = c;
    return e;
}

const char *
hub_conf_exit(const struct hub_conf *c, const char *lang)
{
    const struct {
        const char *lang, *url;
    } own[] = { { "ru", c->exit_ru }, { "uk", c->exit_uk }, { "be", c->exit_be },
        { "en", c->exit_en }, { "de", c->exit_de } };

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i].lang, lang) == 0 && *own[i].url)
            return own[i].url;
    return c->exit_url;
}
