/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_ROOT_H
#define CORE_WIRE_ROOT_H
/* The root note: who belongs to the network.  See docs/formats/root.md. */
#include "core/wire/note.h"

enum {
    ROOT_MAX_EDITORS = 16,
    ROOT_MAX_HUBS = 32,
    ROOT_MAX_ORGS = 256,
    ROOT_MAX_VERSIONS = 64, /* notes in one file */
    WIRE_VALUE_MAX = 200,   /* bytes of a text on a line */
};

struct root_editor {
    char name[NOTE_NAME_MAX + 1];
    struct sign_public key;
};

struct root_hub {
    struct hub_id id;
    char address[WIRE_VALUE_MAX + 1]; /* such as http://127.0.0.1:8080 */
};

struct root_org {
    struct org_id id;
    struct sign_public identity; /* signs the card and the roster */
};

struct root {           /* about 20 kB: not for the stack of a small thread */
    uint32_t version;   /* from 1 */
    uint32_t threshold; /* editors that must sign a root note or an edition */
    size_t n_editors, n_hubs, n_orgs;
    struct root_editor editors[ROOT_MAX_EDITORS];
    struct root_hub hubs[ROOT_MAX_HUBS];
    struct root_org orgs[ROOT_MAX_ORGS];
};

/* The text between the first line and the signatures.  ERR_MALFORMED, ERR_TOO_LARGE. */
MUST_USE enum err root_decode(struct bytes text, struct root *out);
/* Write the text; `w` latches when too short.  ERR_MALFORMED for values the format cannot hold. */
MUST_USE enum err root_encode(const struct root *r, struct writer *w);

/* Signed by at least `threshold` different editors of `by`? ERR_FORGED. Also used for editions. */
MUST_USE enum err root_signed(const struct note *n, const struct root *by);

/* BLAKE2b-256 of the text of version 1, without signatures. */
struct network_id root_network_id(struct bytes text_of_version_1);

/* Read and verify a root file: version 1, then every later version in order, each signed by the
   thresholds of its own list and of the one before. *out is the last, *network comes from the
   first. ERR_MALFORMED, ERR_FORGED, ERR_CONFLICT (versions out of order). */
MUST_USE enum err root_open(struct bytes file, struct root *out, struct network_id *network);

/* NULL if not listed.  Borrowed from `r`. */
const struct root_org *root_org_find(const struct root *r, const struct org_id *id);
const struct root_hub *root_hub_find(const struct root *r, const struct hub_id *id);

#endif
