/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/bytes.h"
#include <string.h>

struct bytes
bytes_of(const char *text)
{
    return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

bool
bytes_equal(struct bytes a, struct bytes b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] != b.p[i])
            return false;
    return true;
}

struct reader
reader_of(struct bytes b)
{
    return (struct reader){ b.p, b.n, false };
}

struct bytes
read_n(struct reader *r, size_t n)
{
    if (r->bad || n > r->left) {
        r->bad = true;
        return (struct bytes){ NULL, 0 };
    }
    struct bytes b = { r->p, n };
    if (n > 0)
        r->p += n;
    r->left -= n;
    return b;
}

static uint64_t
read_uint(struct reader *r, size_t n)
{
    struct bytes b = read_n(r, n);
    uint64_t v = 0;

    for (size_t i = 0; i < b.n; i++)
        v = v << 8 | b.p[i];
    return v;
}

uint8_t
read_u8(struct reader *r)
{
    return (uint8_t)read_uint(r, 1);
}

uint16_t
read_u16(struct reader *r)
{
    return (uint16_t)read_uint(r, 2);
}

uint32_t
read_u32(struct reader *r)
{
    return (uint32_t)read_uint(r, 4);
}

uint64_t
read_u64(struct reader *r)
{
    return read_uint(r, 8);
}

void
read_fixed(struct reader *r, uint8_t *to, size_t n)
{
    struct bytes b = read_n(r, n);

    if (b.n > 0)
        memcpy(to, b.p, b.n);
}

bool
reader_end(const struct reader *r)
{
    return !r->bad && r->left == 0;
}

struct writer
writer_of(uint8_t *to, size_t cap)
{
    return (struct writer){ to, 0, cap, false };
}

void
write_n(struct writer *w, const uint8_t *from, size_t n)
{
    if (w->full || n > w->cap - w->n) {
        w->full = true;
        return;
    }
    if (n > 0)
        memcpy(w->p + w->n, from, n);
    w->n += n;
}

void
write_bytes(struct writer *w, struct bytes b)
{
    write_n(w, b.p, b.n);
}

static void
write_uint(struct writer *w, uint64_t v, size_t n)
{
    uint8_t b[8];

    for (size_t i = n; i-- > 0; v >>= 8)
        b[i] = (uint8_t)v;
    write_n(w, b, n);
}

void
write_u8(struct writer *w, uint8_t v)
{
    write_uint(w, v, 1);
}

void
write_u16(struct writer *w, uint16_t v)
{
    write_uint(w, v, 2);
}

void
write_u32(struct writer *w, uint32_t v)
{
    write_uint(w, v, 4);
}

void
write_u64(struct writer *w, uint64_t v)
{
    write_uint(w, v, 8);
}
