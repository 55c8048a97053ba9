/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The fingerprint of version 4 is SHA-1 by its definition; nothing here is decided by it, a member
   compares it with what the person's mail program shows. */
#include "desk/post/pgp_key.h"

enum { BLOCK = 64, TAG_PUBLIC_KEY = 6, FRONT = 3, DIGEST = 20 };

struct sha1 {
    uint32_t h[5];
    uint8_t block[BLOCK];
    size_t n; /* bytes so far */
};

static uint32_t
turn(uint32_t v, unsigned by)
{
    return v << by | v >> (32 - by);
}

static void
digest_block(struct sha1 *s)
{
    uint32_t w[80];
    uint32_t a = s->h[0], b = s->h[1], c = s->h[2], d = s->h[3], e = s->h[4];
    struct reader r = reader_of((struct bytes){ s->block, BLOCK });

    for (size_t i = 0; i < 80; i++)
        w[i] = i < 16 ? read_u32(&r) : turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (size_t i = 0; i < 80; i++) {
        uint32_t f = i < 20   ? (b & c) | (~b & d)
                     : i < 40 ? b ^ c ^ d
                     : i < 60 ? (b & c) | (b & d) | (c & d)
                              : b ^ c ^ d;
        uint32_t k = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
        uint32_t t = turn(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = turn(b, 30);
        b = a;
        a = t;
    }
    s->h[0] += a;
    s->h[1] += b;
    s->h[2] += c;
    s->h[3] += d;
    s->h[4] += e;
}

static void
digest_bytes(struct sha1 *s, struct bytes b)
{
    for (size_t i = 0; i < b.n; i++) {
        s->block[s->n++ % BLOCK] = b.p[i];
        if (s->n % BLOCK == 0)
            digest_block(s);
    }
}

static void
digest_end(struct sha1 *s, uint8_t out[DIGEST])
{
    uint8_t bits[8];
    struct writer w = writer_of(bits, sizeof bits);

    write_u64(&w, (uint64_t)s->n * 8);
    digest_bytes(s, (struct bytes){ (const uint8_t[]){ 0x80 }, 1 });
    while (s->n % BLOCK != BLOCK - sizeof bits)
        digest_bytes(s, (struct bytes){ (const uint8_t[]){ 0 }, 1 });
    digest_bytes(s, (struct bytes){ bits, sizeof bits });
    w = writer_of(out, DIGEST);
    for (size_t i = 0; i < 5; i++)
        write_u32(&w, s->h[i]);
}

/* The body of the first packet, when it is a public key (RFC 4880, 4.2); else empty. */
static struct bytes
first_packet(struct bytes key)
{
    struct reader r = reader_of(key);
    uint8_t tag = read_u8(&r);
    bool is_new = (tag & 0x40) != 0;
    unsigned how = tag & 3;
    size_t n = is_new || how == 0 ? read_u8(&r) : how == 1 ? read_u16(&r) : read_u32(&r);

    if ((is_new ? tag & 0x3F : tag >> 2 & 0xF) != TAG_PUBLIC_KEY || !(tag & 0x80) ||
        (!is_new && how == 3))
        return (struct bytes){ NULL, 0 };
    if (is_new && n == 255)
        n = read_u32(&r);
    else if (is_new && n >= 192)
        n = n < 224 ? ((n - 192) << 8) + read_u8(&r) + 192 : SIZE_MAX;
    struct bytes body = read_n(&r, n);
    return r.bad ? (struct bytes){ NULL, 0 } : body;
}

void
pgp_fingerprint(struct bytes key, char out[PGP_FINGERPRINT_CAP])
{
    struct bytes body = first_packet(key);
    struct sha1 s = { .h = { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 } };
    uint8_t front[FRONT];
    uint8_t digest[DIGEST];
    struct writer w = writer_of(front, sizeof front);

    out[0] = '\0';
    if (body.n == 0 || body.n > UINT16_MAX || body.p[0] != 4)
        return;
    write_u8(&w, 0x99);
    write_u16(&w, (uint16_t)body.n);
    digest_bytes(&s, (struct bytes){ front, sizeof front });
    digest_bytes(&s, body);
    digest_end(&s, digest);
    hex_encode((struct bytes){ digest, sizeof digest }, out);
    for (char *p = out; *p; p++)
        if (*p >= 'a')
            *p = (char)(*p - 'a' + 'A');
}
