/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef EDITION_EDITION_H
#define EDITION_EDITION_H
/*
 * Build an edition: all pages that are the same for everybody, and the facts the gate needs, made
 * from content/ (format: content/README.md) and the cards of the organisations, and signed by an
 * editor.  The same input gives the same bytes.  The clock is a parameter: crisis lines not
 * verified for more than 90 days are left out, a guide past `review_due` carries a banner, past
 * twice its time it is withdrawn, and a translation checked earlier than the newest one of its
 * guide is marked.
 *
 *   FOLDER/note                  the signed note (docs/formats/edition.md)
 *   FOLDER/pages/SHA256HEX       one file a page, named by its content
 */
#include "core/open/secrets.h"
#include "core/wire/edition_note.h"
#include "text/lang.h"

struct edition_source {
    const char *content;       /* folder */
    const char *name[N_LANGS]; /* of the network; at least one */
    int64_t answer_hours;      /* measured over the last 30 days; 0: not known, nothing is said */
    struct bytes kit;          /* the program that seals in the browser; empty: none */
    bool demonstration;        /* every page says that nobody reads what is written */
    struct bytes cards;        /* card notes, each followed by a line "=====" */
    struct bytes
        designations; /* CSV as in seeker/site.h; empty: content/designations.csv if there */
    const struct root *root;
    const struct network_id *network;
    uint32_t version, drop_bits, slot_envelopes;
    int64_t now_s;
    uint32_t days;      /* until it expires: at most 30 */
    const char *editor; /* name in the root note */
    const struct sign_secret *key;
};

/* Write the edition into `folder` (made if missing); the note comes last, so that what is named in
   it is there.  Files of an earlier edition stay until edition_sweep().  On an error *why is one
   sentence that names the file; it lives in `a`.  ERR_MALFORMED: content; ERR_FORGED,
   ERR_FORBIDDEN: a card; ERR_TOO_LARGE: a page over its limit; ERR_INTERNAL: disk or memory. */
MUST_USE enum err edition_build(
    const struct edition_source *s, const char *folder, struct arena *a, const char **why);

/* Remove page files that the note in `folder` does not name. */
MUST_USE enum err edition_sweep(const char *folder, const struct edition *e);

#endif
