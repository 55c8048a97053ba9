/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/ticket.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

enum { CLOCK_SLACK_S = 60 };

static void
ticket_mac(const struct ticket_key *k, const struct hub_id *hub, uint32_t made_s,
    const struct once *once, uint8_t out[TICKET_MAC_BYTES])
{
    crypto_auth_hmacsha256_state st;
    uint8_t t[4], mac[32];
    struct writer w = writer_of(t, sizeof t);

    write_u32(&w, made_s);
    (void)crypto_auth_hmacsha256_init(&st, k->b, sizeof k->b);
    (void)crypto_auth_hmacsha256_update(&st, (const uint8_t *)"tick/1", 6);
    (void)crypto_auth_hmacsha256_update(&st, hub->b, sizeof hub->b);
    (void)crypto_auth_hmacsha256_update(&st, t, sizeof t);
    (void)crypto_auth_hmacsha256_update(&st, once->b, sizeof once->b);
    (void)crypto_auth_hmacsha256_final(&st, mac);
    memcpy(out, mac, TICKET_MAC_BYTES);
    sodium_memzero(&st, sizeof st);
    sodium_memzero(mac, sizeof mac);
}

void
ticket_make(const struct ticket_key *k, const struct hub_id *hub, uint32_t now_s,
    const struct once *once, struct ticket *out)
{
    out->made_s = now_s;
    out->once = *once;
    ticket_mac(k, hub, now_s, once, out->mac);
}

enum err
ticket_check(const struct ticket *t, const struct ticket_key *k, const struct hub_id *hub,
    int64_t now_s, uint32_t min_age_s, uint32_t max_age_s, uint32_t *wait_s)
{
    uint8_t mac[TICKET_MAC_BYTES];
    int64_t age = now_s - (int64_t)t->made_s;

    ticket_mac(k, hub, t->made_s, &t->once, mac);
    bool good = sodium_memcmp(mac, t->mac, sizeof mac) == 0;
    sodium_memzero(mac, sizeof mac);
    if (!good)
        return ERR_FORGED;
    if (age > (int64_t)max_age_s || age < -CLOCK_SLACK_S)
        return ERR_EXPIRED;
    if (age >= (int64_t)min_age_s)
        return OK;
    *wait_s = (uint32_t)((int64_t)min_age_s - age);
    return ERR_BUSY;
}

void
ticket_encode(const struct ticket *t, uint8_t out[TICKET_BYTES])
{
    struct writer w = writer_of(out, TICKET_BYTES);

    write_u32(&w, t->made_s);
    write_n(&w, t->once.b, sizeof t->once.b);
    write_n(&w, t->mac, sizeof t->mac);
}

void
ticket_decode(const uint8_t in[TICKET_BYTES], struct ticket *out)
{
    struct reader r = reader_of((struct bytes){ in, TICKET_BYTES });

    out->made_s = read_u32(&r);
    read_fixed(&r, out->once.b, sizeof out->once.b);
    read_fixed(&r, out->mac, sizeof out->mac);
}

void
ticket_print(const struct ticket *t, char out[TICKET_TEXT + 1])
{
    uint8_t b[TICKET_BYTES];

    ticket_encode(t, b);
    b64_encode((struct bytes){ b, sizeof b }, out);
}

enum err
ticket_parse(struct bytes text, struct ticket *out)
{
    uint8_t b[TICKET_BYTES];
    size_t n = 0;

    if (text.n != TICKET_TEXT)
        return ERR_MALFORMED;
    if (b64_decode((const char *)text.p, text.n, b, sizeof b, &n) || n != sizeof b)
        return ERR_MALFORMED;
    ticket_decode(b, out);
    return OK;
}
