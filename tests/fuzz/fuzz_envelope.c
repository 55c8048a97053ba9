/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Three ways in: the bytes as an envelope, as the plaintext of the outer layer (anybody who knows a
   card can seal one), and as the plaintext of the inner layer. */
#include "core/open/envelope_open.h"
#include "core/seal/purpose.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct desk {
    struct network_id network;
    struct org_id org;
    struct box_secret door, people;
    struct box_public door_pk, people_pk;
};

static void
decode(const struct opened *o)
{
    struct message m;

    if (message_decode(o->type, (struct bytes){ o->body, o->n }, &m) == OK && (m.has & HAS_TEXT) &&
        m.text.n == 0)
        abort();
}

static void
raw(const struct desk *d, const struct envelope *e)
{
    struct layer_head head;
    struct inner_box inner;
    static struct opened o;

    if (door_open(e, &d->network, &d->door, &d->door_pk, &head, &inner) == OK &&
        people_open(&inner, &d->network, &d->org, &d->people, &d->people_pk, &o) == OK)
        decode(&o);
    if (drop_open(e, &d->network, &d->door, &d->door_pk, &o) == OK)
        decode(&o);
}

static void
outer(const struct desk *d, const uint8_t plain[ENVELOPE_PLAIN_BYTES], enum shelf_kind kind)
{
    static const struct ephemeral eph = { { 5, 6, 7 } };
    uint8_t info[PURPOSE_ENVELOPE_BYTES];
    struct envelope e = { { 1, 1, 0, 0 } };

    purpose_envelope(&d->network, kind, info);
    if (hpke_seal_base(&d->door_pk, (struct bytes){ info, sizeof info }, (struct bytes){ e.b, 4 },
            (struct bytes){ plain, ENVELOPE_PLAIN_BYTES }, &eph, e.b + 4))
        abort();
    raw(d, &e);
}

static void
inner(const struct desk *d, const uint8_t plain[ENVELOPE_PLAIN_BYTES])
{
    static const struct ephemeral eph = { { 8, 9 } };
    uint8_t info[PURPOSE_PEOPLE_BYTES];
    struct inner_box box;
    static struct opened o;

    memcpy(box.head, plain, sizeof box.head);
    purpose_people(&d->network, &d->org, info);
    if (hpke_seal_base(&d->people_pk, (struct bytes){ info, sizeof info },
            (struct bytes){ box.head, sizeof box.head },
            (struct bytes){ plain + LAYER_HEAD_BYTES, INNER_PLAIN_BYTES }, &eph, box.box))
        abort();
    if (people_open(&box, &d->network, &d->org, &d->people, &d->people_pk, &o) == OK)
        decode(&o);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct desk d = { .door = { { 1 } }, .people = { { 2 } } };
    uint8_t plain[ENVELOPE_PLAIN_BYTES] = { 0 };
    struct envelope e = { { 0 } };

    d.door_pk = box_public_of(&d.door);
    d.people_pk = box_public_of(&d.people);
    memcpy(e.b, p, n < sizeof e.b ? n : sizeof e.b);
    memcpy(plain, p, n < sizeof plain ? n : sizeof plain);
    raw(&d, &e);
    outer(&d, plain, SHELF_LANE);
    outer(&d, plain, SHELF_DROP);
    inner(&d, plain);
    return 0;
}
