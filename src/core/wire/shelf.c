/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/shelf.h"
#include "core/wire/content.h"
#include "core/wire/envelope.h"
#include <sodium.h>
#include <string.h>

uint16_t
shelf_number(uint16_t shelf16, unsigned p)
{
    return (uint16_t)(p >= SHELF_MAX_BITS ? shelf16 : shelf16 >> (SHELF_MAX_BITS - p));
}

size_t
shelf_slots(size_t n)
{
    return n <= 64 ? 64 : n <= 128 ? 128 : SHELF_MAX_SLOTS;
}

void
shelf_junk(
    const uint8_t key[KEY_BYTES], unsigned p, uint16_t n, uint16_t slot, struct envelope *out)
{
    static const uint8_t zero_nonce[crypto_stream_chacha20_ietf_NONCEBYTES] = { 0 };
    uint8_t place[5];
    struct writer w = writer_of(place, sizeof place);

    write_u8(&w, (uint8_t)p);
    write_u16(&w, n);
    write_u16(&w, slot);
    /* The stream key belongs to this slot alone, so the nonce may stand still. */
    struct digest d = digest_keyed(key, "junk/1", (struct bytes){ place, sizeof place });
    (void)crypto_stream_chacha20_ietf(out->b, sizeof out->b, zero_nonce, d.b);
    /* Not every 32 bytes are a point of the right group: use a true public key as enc. */
    uint8_t scalar[KEY_BYTES];
    memcpy(scalar, out->b + ENVELOPE_HEAD_BYTES, sizeof scalar);
    (void)crypto_scalarmult_base(out->b + ENVELOPE_HEAD_BYTES, scalar);
    memcpy(out->b, (const uint8_t[]){ 1, 1, 0, 0 }, ENVELOPE_HEAD_BYTES);
    sodium_memzero(scalar, sizeof scalar);
    sodium_memzero(&d, sizeof d);
}
