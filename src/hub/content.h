/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_CONTENT_H
#define HUB_CONTENT_H
/* The signed files of a hub: root note, cards, edition with its pages.  Everything is verified
   before a byte of it is served, and then served from memory. */
#include "base/arena.h"
#include "core/wire/edition_note.h"

struct content_page {
    const struct edition_page *listed; /* its path */
    struct bytes body;
    const char *type;
    const char *csp; /* Content-Security-Policy, with the hash of the page's own style sheet */
    size_t *tickets; /* where the place for a ticket stands in the body */
    size_t n_tickets;
};

struct content_desk { /* who may sign requests */
    struct content_id key_id;
    struct sign_public auth;
    struct org_id org;
};

struct content {
    struct arena *arena; /* of everything below */
    struct root root;
    struct network_id network;
    struct edition edition;
    struct digest edition_hash; /* of the whole note */
    struct bytes root_file, cards_file, edition_file;
    struct content_page *pages; /* as in edition.pages: ascending by path */
    struct content_desk *desks;
    size_t n_desks;
};

enum { CONTENT_WHY_BYTES = 256 };

/* Read and verify all of `folder`.  On failure `why` is one sentence that says what to do. */
MUST_USE enum err content_load(const char *folder, const struct hub_id *hub, struct content **out,
    char why[static CONTENT_WHY_BYTES]);
void content_drop(struct content **c);

/* NULL if the edition has no such page. */
const struct content_page *content_page_find(const struct content *c, const char *path);

/* NULL if no card names this key. */
const struct content_desk *content_desk_find(
    const struct content *c, const struct content_id *key_id);

#endif
