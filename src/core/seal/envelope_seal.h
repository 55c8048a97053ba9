/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_SEAL_ENVELOPE_SEAL_H
#define CORE_SEAL_ENVELOPE_SEAL_H
/* Seal messages into envelopes. A request has two layers: the outer one to the desk's door key of
   the week (which files it while the desk is locked), the inner one to the people key. */
#include "core/seal/hpke.h"
#include "core/wire/card.h"
#include "core/wire/message.h"

/* Where a request goes. */
struct request_to {
    struct network_id network;
    struct org_id org;
    struct box_public people;
    struct box_public door;
};

/* From a verified card, for this moment.  ERR_EXPIRED as card_door(). */
MUST_USE enum err request_to_card(const struct card *c, int64_t now_s, struct request_to *out);

/* The randomness of one envelope. Given only where sealing the same message again must give the
   same envelope; the giver derives it from the whole message. Wipe it. */
struct seal_random {
    struct ephemeral outer, inner; /* inner: requests only */
    uint8_t nonce[MESSAGE_NONCE_BYTES];
};

/* Seal one message (its own nonce is not used) for a lane. m->lang, if there, also goes into the
   outer layer. `given` may be NULL. ERR_TOO_LARGE: cut it with parts_plan() first;
   ERR_MALFORMED. */
MUST_USE enum err request_seal(const struct request_to *to, const struct message *m, enum bell bell,
    const struct seal_random *given, struct envelope *out);

/* Seal one answer for the drop of the seeker's card. */
MUST_USE enum err answer_seal(const struct network_id *network, const struct box_public *to,
    const struct message *m, const struct seal_random *given, struct envelope *out);

#endif
