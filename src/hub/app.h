/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_APP_H
#define HUB_APP_H
/* What a worker's handlers are given.  A public worker and the desk worker are the same program
   with different route tables and different descriptors. */
#include "core/wire/ticket.h"
#include "http/route.h"
#include "hub/caps.h"
#include "hub/conf.h"
#include "hub/content.h"
#include "hub/deposits.h"
#include "hub/nonces.h"
#include "hub/shelves.h"

enum { DESK_BODY_MAX = 16 * ENVELOPE_BYTES, PAGE_AGE_S = 300 };

struct caller { /* a desk whose signature was checked */
    const struct content_desk *desk;
};

struct app {
    const struct hub_conf *conf;
    struct content *content;   /* replaced as a whole on SIGHUP */
    struct content *previous;  /* answers may still be on their way out of it */
    struct ticket_key key;     /* public workers: tickets in forms */
    struct db *db;             /* read only */
    struct shelves *shelves;   /* public workers */
    struct nonces *nonces;     /* desk worker */
    struct deposits *deposits; /* desk worker: who brought how much; quota_of has the places */
    struct bucket *quotas;     /* desk worker: for each of content->desks, by its place */
    struct org_id *quota_of;
    size_t n_quotas;
    int commit_fd; /* desk worker */
    uint8_t *room; /* desk worker: a message to the committer */
    int64_t started_s;
};

/* The tables, in src/hub/routes.c. */
const struct site *hub_public_site(struct app *app, struct site *room);
const struct site *hub_desk_site(struct app *app, struct site *room);

#endif
