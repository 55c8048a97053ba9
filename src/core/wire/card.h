/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_CARD_H
#define CORE_WIRE_CARD_H
/* What an organisation does, and the keys one seals to. See docs/formats/card.md. */
#include "core/wire/note.h"
#include "core/wire/root.h"

enum {
    CARD_DOORS = 26,
    CARD_MAX_TEXTS = 5,
    CARD_MAX_LANGS = 16,
    CARD_MAX_COUNTRIES = 64,
    CARD_TEXT_MAX = 16384, /* bytes of the signed text */
};

struct lang_text {
    char lang[3];
    char text[WIRE_VALUE_MAX + 1];
};

struct card {
    struct network_id network;
    struct org_id org;
    uint32_t version;
    uint32_t issued_day;
    size_t n_names, n_abouts, n_langs, n_countries;
    struct lang_text names[CARD_MAX_TEXTS];
    struct lang_text abouts[CARD_MAX_TEXTS];
    char langs[CARD_MAX_LANGS][3];
    char countries[CARD_MAX_COUNTRIES][3]; /* capital letters; "*" alone or last: any country */
    struct sign_public auth;               /* signs requests to hubs */
    struct box_public referral;
    uint32_t people_epoch;
    struct box_public people; /* of the intake vault */
    uint32_t first_week;      /* of doors[0]; the others follow without a gap */
    struct box_public doors[CARD_DOORS];
};

/* The signed text.  ERR_MALFORMED, ERR_TOO_LARGE. */
MUST_USE enum err card_decode(struct bytes text, struct card *out);
/* Write the text; `w` latches when too short.  ERR_MALFORMED for values the format cannot hold. */
MUST_USE enum err card_encode(const struct card *c, struct writer *w);

/* "org-" and the first 8 hex digits: the name under which an organisation signs. */
enum { ORG_SIGNER_CAP = 13 };
void org_signer_name(const struct org_id *org, char out[ORG_SIGNER_CAP]);

/* Is a note that says it is by `org` of the network `stated` signed by that organisation of this
   root note?  ERR_FORBIDDEN: one that is not listed, or another network; ERR_FORGED: signature. */
MUST_USE enum err org_note_verify(const struct note *n, const struct org_id *org,
    const struct network_id *stated, const struct root *root, const struct network_id *network);

/* Parse, decode and verify one card note against the root note.  ERR_MALFORMED; ERR_FORBIDDEN: an
   organisation that is not listed, or a card for another network; ERR_FORGED: signature. */
MUST_USE enum err card_open(
    struct bytes note, const struct root *root, const struct network_id *network, struct card *out);

/* SHA-256 of the signed text of a card note: what an edition states about it.  ERR_MALFORMED. */
MUST_USE enum err card_text_digest(struct bytes note, struct digest *out);

/* The door key to seal to now. *week is max(first week, week of now). ERR_EXPIRED when the last
   week is over: the card is too old, get a newer page. */
MUST_USE enum err card_door(
    const struct card *c, int64_t now_s, uint32_t *week, struct box_public *out);

/* The name or the line about the organisation in this language, else in English, else the first
   one, else "". Borrowed from `c`. */
const char *card_name(const struct card *c, const char *lang);
const char *card_about(const struct card *c, const char *lang);

/* Does it answer in this language, does it work for people in this country ("" is no)? */
bool card_has_lang(const struct card *c, const char *lang);
bool card_has_country(const struct card *c, const char *country);

#endif
