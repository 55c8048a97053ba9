/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_SITUATIONS_H
#define EDITION_SITUATIONS_H
/* The cards of the start page: content/situations.txt. */
#include "seeker/pages.h"

enum { MAX_SITUATIONS = 16 };

struct situations {
    struct start_card cards[N_LANGS][MAX_SITUATIONS];
    const char *codes[MAX_SITUATIONS]; /* of situations a card stands for, blank between */
    size_t n;
};

/* Everything lives in `a`.  ERR_MALFORMED also when a label is missing in a language. */
MUST_USE enum err situations_read(
    const char *content, struct arena *a, const struct situations **out, const char **why);

#endif
