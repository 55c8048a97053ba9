/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_BOOK_H
#define GATE_BOOK_H
/* The facts a gate needs, all verified: root note, cards, and from the signed edition the number of
   shelf bits and the pages with countries, crisis lines, designations and names.  Read by the
   parent at the start and on SIGHUP; children find it in their memory. */
#include "core/wire/card.h"
#include "seeker/find.h"
#include "seeker/site.h"

struct letters; /* letters/letters.h */

enum { BOOK_WHY_BYTES = 300 };

struct book_card {
    const struct card *card;
    bool designated; /* somewhere: which matters when nobody said where the reader is */
};

struct book {
    struct arena *arena; /* holds all below */
    const struct root *root;
    struct network_id network;
    const char *address; /* of this hub, as the root note has it */
    uint32_t edition;    /* its number */
    unsigned drop_bits;
    size_t n_cards;
    struct book_card *cards; /* in the order of the root note */
    size_t n_refused;        /* cards in the file that may not be used */
    const struct facts *site;
    struct find_list find[N_LANGS]; /* guides; none where the edition has no page for search */
    const char *first_question;     /* of the tree; NULL: the edition has none */
    const struct letters *letters;  /* NULL: the edition has none */
};

/* Load and verify from `folder`.  On an error `why` is one sentence that says which file is wrong
   and what to do. */
MUST_USE enum err book_load(const char *folder, const struct network_id *network,
    const struct hub_id *hub, struct book **out, char why[static BOOK_WHY_BYTES]);
void book_drop(struct book **b);

/* The card of an organisation; NULL if it has none that may be used. */
const struct card *book_card(const struct book *b, const struct org_id *org);

/* The name of an organisation for a reader of this language: of its card, else the name under which
   it signs. Borrowed from the book or in `a`. */
const char *book_org_name(
    const struct book *b, const struct org_id *org, const char *lang, struct arena *a);

#endif
