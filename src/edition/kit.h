/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_KIT_H
#define EDITION_KIT_H
/* The program that seals in the reader's browser, as pages of an edition: js/HASH, the program
   itself, named by its content; kit/LANG, what it has to know and say (docs/formats/kit.md). */
#include "core/wire/keys.h"
#include "seeker/kit.h"

/* How a page asks for the program: its path, and the hash that it must have. */
struct kit_script {
    const char *page; /* js/HASH */
    const char *src;  /* the same as an address */
    const char *integrity;
};

/* Names for this program.  ERR_INTERNAL: no memory. */
MUST_USE enum err kit_script_of(struct bytes program, struct arena *a, struct kit_script *out);

/* The kit's page in one language. */
void kit_page(struct out *o, const struct facts *site, const struct network_id *network,
    uint32_t drop_bits, enum lang lang);

#endif
