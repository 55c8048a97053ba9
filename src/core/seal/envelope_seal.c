/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seal/envelope_seal.h"
#include "core/seal/purpose.h"
#include <sodium.h>
#include <string.h>

enum err
request_to_card(const struct card *c, int64_t now_s, struct request_to *out)
{
    uint32_t week = 0;
    struct box_public door;
    enum err e = card_door(c, now_s, &week, &door);

    if (e)
        return e;
    *out = (struct request_to){ c->network, c->org, c->people, door };
    return OK;
}

/* The message under this nonce, padded to exactly `size` bytes (ISO/IEC 7816-4). */
static enum err
message_pad(
    const struct message *m, const uint8_t nonce[MESSAGE_NONCE_BYTES], uint8_t *to, size_t size)
{
    struct writer w = writer_of(to, size - 1);
    struct message copy = *m;
    size_t padded = 0;

    memcpy(copy.nonce, nonce, MESSAGE_NONCE_BYTES);
    enum err e = message_encode(&copy, &w);
    message_wipe(&copy);
    if (e)
        return e;
    if (sodium_pad(&padded, to, w.n, size, size) != 0 || padded != size)
        return ERR_INTERNAL;
    return OK;
}

static void
random_of(const struct seal_random *given, struct seal_random *out)
{
    if (given)
        *out = *given;
    else
        randombytes_buf(out, sizeof *out);
}

/* The outermost layer: head of 4 bytes, then everything sealed. */
static enum err
envelope_fill(const struct network_id *network, enum shelf_kind kind, const struct box_public *to,
    const struct ephemeral *outer, const uint8_t plain[ENVELOPE_PLAIN_BYTES], struct envelope *out)
{
    uint8_t info[PURPOSE_ENVELOPE_BYTES];
    struct envelope e = { { 1, 1, 0, 0 } };

    purpose_envelope(network, kind, info);
    enum err bad = hpke_seal_base(to, (struct bytes){ info, sizeof info },
        (struct bytes){ e.b, ENVELOPE_HEAD_BYTES }, (struct bytes){ plain, ENVELOPE_PLAIN_BYTES },
        outer, e.b + ENVELOPE_HEAD_BYTES);
    if (!bad)
        *out = e;
    return bad;
}

/* The inner layer: 8 bytes of head, then the box to the people key. */
static enum err
people_seal(const struct request_to *to, const struct message *m, enum bell bell,
    const struct seal_random *rnd, uint8_t plain[ENVELOPE_PLAIN_BYTES])
{
    uint8_t info[PURPOSE_PEOPLE_BYTES], inner[INNER_PLAIN_BYTES];
    struct layer_head head = { .type = (uint8_t)m->type, .bell = bell };

    if (m->has & HAS_LANG)
        memcpy(head.lang, m->lang, 2);
    enum err e = lane_head_encode(&head, plain);
    if (!e)
        e = message_pad(m, rnd->nonce, inner, sizeof inner);
    if (!e) {
        purpose_people(&to->network, &to->org, info);
        e = hpke_seal_base(&to->people, (struct bytes){ info, sizeof info },
            (struct bytes){ plain, LAYER_HEAD_BYTES }, (struct bytes){ inner, sizeof inner },
            &rnd->inner, plain + LAYER_HEAD_BYTES);
    }
    sodium_memzero(inner, sizeof inner);
    return e;
}

enum err
request_seal(const struct request_to *to, const struct message *m, enum bell bell,
    const struct seal_random *given, struct envelope *out)
{
    uint8_t plain[ENVELOPE_PLAIN_BYTES];
    struct seal_random rnd;

    random_of(given, &rnd);
    enum err e = people_seal(to, m, bell, &rnd, plain);
    if (!e)
        e = envelope_fill(&to->network, SHELF_LANE, &to->door, &rnd.outer, plain, out);
    sodium_memzero(&rnd, sizeof rnd);
    sodium_memzero(plain, sizeof plain);
    return e;
}

enum err
answer_seal(const struct network_id *network, const struct box_public *to, const struct message *m,
    const struct seal_random *given, struct envelope *out)
{
    uint8_t plain[ENVELOPE_PLAIN_BYTES];
    struct seal_random rnd;

    random_of(given, &rnd);
    drop_head_encode((uint8_t)m->type, plain);
    /* Padding the whole and padding what follows the head give the same bytes. */
    enum err e =
        message_pad(m, rnd.nonce, plain + LAYER_HEAD_BYTES, sizeof plain - LAYER_HEAD_BYTES);
    if (!e)
        e = envelope_fill(network, SHELF_DROP, to, &rnd.outer, plain, out);
    sodium_memzero(&rnd, sizeof rnd);
    sodium_memzero(plain, sizeof plain);
    return e;
}
