/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/once.h"
#include "core/wire/content.h"
#include <sodium.h>
#include <string.h>

/* BLAKE2b-256(label || once || what, key = R) */
static struct digest
derive(const struct epoch_key *r, const char *label, const struct once *once,
    const struct digest *what)
{
    uint8_t in[ONCE_BYTES + KEY_BYTES];
    size_t n = what ? sizeof in : ONCE_BYTES;

    memcpy(in, once->b, ONCE_BYTES);
    if (what)
        memcpy(in + ONCE_BYTES, what->b, KEY_BYTES);
    struct digest d = digest_keyed(r->b, label, (struct bytes){ in, n });
    sodium_memzero(in, sizeof in);
    return d;
}

void
once_seed(const struct epoch_key *r, const struct once *once, struct seed *out)
{
    struct digest d = derive(r, "once/1", once, NULL);

    memcpy(out->b, d.b, sizeof out->b);
    sodium_memzero(&d, sizeof d);
}

void
once_group(const struct epoch_key *r, const struct once *once, struct bytes text,
    uint8_t out[PART_GROUP_BYTES])
{
    struct digest of_text = digest_blake2b(text);
    struct digest d = derive(r, "once/5", once, &of_text);

    memcpy(out, d.b, PART_GROUP_BYTES);
    sodium_memzero(&of_text, sizeof of_text);
    sodium_memzero(&d, sizeof d);
}

/* BLAKE2b-256 of all that decides what an envelope holds: network, organisation, both keys, head,
   and the message under a zero nonce.  Two envelopes share their randomness only if they
   are the same. */
static enum err
whole_digest(
    const struct request_to *to, const struct message *m, enum bell bell, struct digest *out)
{
    uint8_t all[2 * KEY_BYTES + ID_BYTES + KEY_BYTES + LAYER_HEAD_BYTES + ENVELOPE_PLAIN_BYTES];
    struct writer w = writer_of(all, sizeof all);
    struct message copy = *m;
    struct layer_head h = { .type = (uint8_t)m->type, .bell = bell };
    uint8_t head[LAYER_HEAD_BYTES];

    if (m->has & HAS_LANG)
        memcpy(h.lang, m->lang, 2);
    memset(copy.nonce, 0, sizeof copy.nonce);
    enum err e = lane_head_encode(&h, head);
    if (!e) {
        write_n(&w, to->network.b, KEY_BYTES);
        write_n(&w, to->org.b, ID_BYTES);
        write_n(&w, to->people.b, KEY_BYTES);
        write_n(&w, to->door.b, KEY_BYTES);
        write_n(&w, head, sizeof head);
        e = message_encode(&copy, &w);
    }
    if (!e)
        *out = digest_blake2b((struct bytes){ all, w.n });
    message_wipe(&copy);
    sodium_memzero(all, sizeof all);
    return e;
}

enum err
once_request_seal(const struct epoch_key *r, const struct once *once, const struct request_to *to,
    const struct message *m, enum bell bell, struct envelope *out)
{
    struct digest whole, outer, inner, nonce;
    struct seal_random rnd;
    enum err e = whole_digest(to, m, bell, &whole);

    if (e)
        return e;
    outer = derive(r, "once/2", once, &whole);
    inner = derive(r, "once/3", once, &whole);
    nonce = derive(r, "once/4", once, &whole);
    memcpy(rnd.outer.b, outer.b, KEY_BYTES);
    memcpy(rnd.inner.b, inner.b, KEY_BYTES);
    memcpy(rnd.nonce, nonce.b, sizeof rnd.nonce);
    e = request_seal(to, m, bell, &rnd, out);
    sodium_memzero(&whole, sizeof whole);
    sodium_memzero(&outer, sizeof outer);
    sodium_memzero(&inner, sizeof inner);
    sodium_memzero(&nonce, sizeof nonce);
    sodium_memzero(&rnd, sizeof rnd);
    return e;
}
