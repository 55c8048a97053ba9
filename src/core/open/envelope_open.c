/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/envelope_open.h"
#include "core/open/hpke_open.h"
#include "core/seal/purpose.h"
#include <sodium.h>
#include <string.h>

void
opened_wipe(struct opened *o)
{
    sodium_memzero(o, sizeof *o);
}

static enum err
outer_open(const struct envelope *e, const struct network_id *network, enum shelf_kind kind,
    const struct box_secret *secret, const struct box_public *pk,
    uint8_t plain[ENVELOPE_PLAIN_BYTES])
{
    uint8_t info[PURPOSE_ENVELOPE_BYTES];

    if (envelope_check(e))
        return ERR_FORGED;
    purpose_envelope(network, kind, info);
    return hpke_open_base(secret, pk, (struct bytes){ info, sizeof info },
        (struct bytes){ e->b, ENVELOPE_HEAD_BYTES },
        (struct bytes){ e->b + ENVELOPE_HEAD_BYTES, ENVELOPE_BYTES - ENVELOPE_HEAD_BYTES }, plain);
}

enum err
door_open(const struct envelope *e, const struct network_id *network, const struct box_secret *door,
    const struct box_public *door_pk, struct layer_head *head, struct inner_box *inner)
{
    uint8_t plain[ENVELOPE_PLAIN_BYTES];
    struct layer_head h;

    if (outer_open(e, network, SHELF_LANE, door, door_pk, plain))
        return ERR_FORGED;
    enum err bad = lane_head_decode(plain, &h);
    if (!bad) {
        *head = h;
        memcpy(inner->head, plain, sizeof inner->head);
        memcpy(inner->box, plain + LAYER_HEAD_BYTES, sizeof inner->box);
    }
    sodium_memzero(plain, sizeof plain);
    return bad ? ERR_FORGED : OK;
}

/* Take the padding off and hand the message out. */
static enum err
message_unpad(const uint8_t *padded, size_t size, uint8_t type, struct opened *out)
{
    size_t n = 0;

    if (sodium_unpad(&n, padded, size, size) != 0)
        return ERR_FORGED;
    out->type = (enum message_type)type;
    out->n = n;
    memcpy(out->body, padded, n);
    return OK;
}

enum err
people_open(const struct inner_box *inner, const struct network_id *network,
    const struct org_id *org, const struct box_secret *people, const struct box_public *people_pk,
    struct opened *out)
{
    uint8_t info[PURPOSE_PEOPLE_BYTES], plain[INNER_PLAIN_BYTES];
    struct layer_head h;

    purpose_people(network, org, info);
    enum err e = hpke_open_base(people, people_pk, (struct bytes){ info, sizeof info },
        (struct bytes){ inner->head, sizeof inner->head },
        (struct bytes){ inner->box, sizeof inner->box }, plain);
    if (!e && lane_head_decode(inner->head, &h))
        e = ERR_FORGED;
    if (!e)
        e = message_unpad(plain, sizeof plain, h.type, out);
    sodium_memzero(plain, sizeof plain);
    return e ? ERR_FORGED : OK;
}

enum err
drop_open(const struct envelope *e, const struct network_id *network,
    const struct box_secret *secret, const struct box_public *pk, struct opened *out)
{
    uint8_t plain[ENVELOPE_PLAIN_BYTES], type = 0;
    enum err bad = outer_open(e, network, SHELF_DROP, secret, pk, plain);

    if (!bad)
        bad = drop_head_decode(plain, &type);
    if (!bad)
        bad = message_unpad(plain + LAYER_HEAD_BYTES, INNER_BOX_BYTES, type, out);
    sodium_memzero(plain, sizeof plain);
    return bad ? ERR_FORGED : OK;
}
