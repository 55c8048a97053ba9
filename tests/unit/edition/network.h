/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_EDITION_NETWORK_H
#define TESTS_UNIT_EDITION_NETWORK_H
/* An invented network of one editor and two organisations, the same at every run. */
#include "edition/edition.h"

struct made_network {
    struct root root;
    struct network_id id;
    struct bytes cards;
    struct sign_secret *editor;
};

/* Everything lives in `a` but the key, which the caller drops. */
struct made_network *network_made(struct arena *a);

/* The source of edition 3, built from `content` at `now_s`. */
struct edition_source network_source(
    const struct made_network *n, const char *content, int64_t now_s);

#endif
