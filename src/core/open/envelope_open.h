/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_ENVELOPE_OPEN_H
#define CORE_OPEN_ENVELOPE_OPEN_H
/* Open envelopes. A desk first opens the door layer (also while locked: it tells type, bell and
   language), files the inner box, and opens that one when the intake vault is open. Whatever is
   wrong with an envelope, the answer is ERR_FORGED and no output: who is not the addressee
   learns nothing. */
#include "core/open/secrets.h"
#include "core/seal/envelope_seal.h"

/* What a locked desk keeps: everything needed to open it later. */
struct inner_box {
    uint8_t head[LAYER_HEAD_BYTES]; /* associated data of the box */
    uint8_t box[INNER_BOX_BYTES];
};
enum { INNER_BOX_STORED_BYTES = LAYER_HEAD_BYTES + INNER_BOX_BYTES }; /* head, then box */

/* A message without its padding; decode with message_decode(type, {body, n}).  Wipe it. */
struct opened {
    enum message_type type;
    size_t n;
    uint8_t body[ENVELOPE_PLAIN_BYTES];
};

/* Door layer of a lane envelope.  Failed trials are normal: every desk tries every envelope. */
MUST_USE enum err door_open(const struct envelope *e, const struct network_id *network,
    const struct box_secret *door, const struct box_public *door_pk, struct layer_head *head,
    struct inner_box *inner);

/* People layer. */
MUST_USE enum err people_open(const struct inner_box *inner, const struct network_id *network,
    const struct org_id *org, const struct box_secret *people, const struct box_public *people_pk,
    struct opened *out);

/* A drop envelope, by the seeker. */
MUST_USE enum err drop_open(const struct envelope *e, const struct network_id *network,
    const struct box_secret *secret, const struct box_public *pk, struct opened *out);

/* Wipe and forget. */
void opened_wipe(struct opened *o);

#endif
