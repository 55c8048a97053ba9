/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/check.h"
#include "base/clock.h"
#include "base/text.h"
#include "guard/guard.h"
#include <inttypes.h>
#include <stdio.h>

static void
print_expiry(const struct edition *e, int64_t now_s)
{
    int64_t left = (int64_t)e->expires_day - day_of(now_s);

    if (edition_is_expired(e, day_of(now_s)))
        printf("warning: the edition expired %" PRId64
               " days ago: get a newer one from the editors\n",
            -left);
    else if (left < 7)
        printf("warning: the edition expires in %" PRId64 " days: get a newer one soon\n", left);
}

void
check_print(const struct hub_conf *hub, const struct content *c, int64_t now_s)
{
    static const char *const needed[] = { "ru", "uk", "be", "en", "de" };
    char network[2 * KEY_BYTES + 1];

    hex_encode((struct bytes){ c->network.b, sizeof c->network.b }, network);
    printf("folder %s, listens on %s, %" PRId64 " workers, sandbox %s\n", hub->folder, hub->listen,
        hub->n_workers, hub->sandbox);
    printf("network %s, root note version %u: %zu organisations, %zu hubs\n", network,
        c->root.version, c->root.n_orgs, c->root.n_hubs);
    printf("edition %u: %zu pages, shelves of %u bits; %zu cards\n", c->edition.version,
        c->edition.n_pages, c->edition.drop_bits, c->n_desks);
    print_expiry(&c->edition, now_s);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        char path[16];
        (void)snprintf(path, sizeof path, "%s/w", needed[i]);
        if (!content_page_find(c, path))
            printf("note: no page for writing in `%s`\n", needed[i]);
    }
    if (hub->guard == GUARD_OFF)
        printf("warning: the sandbox is off\n");
    printf("all signatures are good\n");
}
