/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_EDITION_NOTE_H
#define CORE_WIRE_EDITION_NOTE_H
/* The edition: all published pages and the least versions of cards, signed by editors.  See
   docs/formats/edition.md. */
#include "base/arena.h"
#include "core/wire/card.h"

enum {
    EDITION_MAX_PAGES = 4096,
    EDITION_PATH_MAX = 100,
    EDITION_PAGE_MAX = 4 << 20, /* bytes of one page */
    EDITION_MAX_SLOT_ENVELOPES = 64,
};

struct edition_page {
    const char *path; /* segments of a-z 0-9 . _ - parted by '/'; none is "." or ".." */
    uint32_t n_bytes;
    struct digest sha256;
};

struct edition_card {
    struct org_id org;
    uint32_t version;
    struct digest sha256; /* card_text_digest() */
};

struct edition {
    struct network_id network;
    uint32_t version, root_version, expires_day, drop_bits, slot_envelopes;
    size_t n_pages, n_cards;
    const struct edition_page *pages; /* ascending by path, in the arena */
    const struct edition_card *cards; /* one for each organisation */
};

/* The signed text; lists and paths live in `a`.  ERR_MALFORMED, ERR_TOO_LARGE, ERR_INTERNAL. */
MUST_USE enum err edition_decode(struct bytes text, struct arena *a, struct edition *out);
/* Write the text; `w` latches when too short.
   Pages must be ascending by path, else ERR_MALFORMED. */
MUST_USE enum err edition_encode(const struct edition *e, struct writer *w);

/* Parse, decode and verify.  ERR_MALFORMED; ERR_FORBIDDEN: another network; ERR_CONFLICT: names a
   newer root note than ours; ERR_FORGED: too few editors signed.  Age is the caller's question. */
MUST_USE enum err edition_open(struct bytes note, const struct root *root,
    const struct network_id *network, struct arena *a, struct edition *out);

/* Expired on this day (days since 1970)? */
bool edition_is_expired(const struct edition *e, int64_t day);

/* NULL if there is no such page.  Borrowed from `e`. */
const struct edition_page *edition_page_find(const struct edition *e, const char *path);

/* Are these the bytes of the page? */
bool edition_page_is(const struct edition_page *p, struct bytes content);

/* May this card be used with this edition? A higher version may; the same version must have the
   same text (ERR_CONFLICT); a lower one is ERR_EXPIRED; a card that is not listed is
   ERR_NOT_FOUND. */
MUST_USE enum err edition_accepts_card(
    const struct edition *e, const struct card *c, const struct digest *text);

#endif
