/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/files/png.h"
#include "base/bytes.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { SIGNATURE_BYTES = 8, CHUNK_EXTRA = 12, HEADER_BYTES = 13, BITS = 8, TRUE_COLOUR = 2 };
enum {
    BEFORE_DATA = SIGNATURE_BYTES + CHUNK_EXTRA + HEADER_BYTES + 8,
    AFTER_DATA = 4 + CHUNK_EXTRA
};
enum { FILTER_UP = 2, FAST = 1 };

struct png {
    uint32_t width, height, y;
    const uint8_t *rgb;
    uint8_t *row; /* filter byte and a filtered row */
    z_stream z;
    uint8_t *out;
    size_t cap;
};

static size_t
row_bytes(const struct png *p)
{
    return (size_t)3 * p->width;
}

struct png *
png_new(uint32_t width, uint32_t height, const uint8_t *rgb)
{
    struct png *p = calloc(1, sizeof *p);

    if (!p)
        return NULL;
    *p = (struct png){ .width = width, .height = height, .rgb = rgb };
    p->row = malloc(row_bytes(p) + 1);
    if (!p->row || deflateInit(&p->z, FAST) != Z_OK) {
        free(p->row);
        free(p);
        return NULL;
    }
    p->cap = BEFORE_DATA + AFTER_DATA + deflateBound(&p->z, (uLong)((row_bytes(p) + 1) * height));
    p->out = malloc(p->cap);
    if (!p->out)
        png_drop(&p);
    else {
        p->z.next_out = p->out + BEFORE_DATA;
        p->z.avail_out = (uInt)(p->cap - BEFORE_DATA - AFTER_DATA);
    }
    return p;
}

void
png_drop(struct png **p)
{
    if (!*p)
        return;
    (void)deflateEnd(&(*p)->z);
    if ((*p)->out)
        explicit_bzero((*p)->out, (*p)->cap);
    free((*p)->out);
    free((*p)->row);
    free(*p);
    *p = NULL;
}

/* What differs from the row above: pages of documents become nearly nothing. */
static void
filter(struct png *p)
{
    const uint8_t *row = p->rgb + row_bytes(p) * p->y;

    p->row[0] = p->y ? FILTER_UP : 0;
    for (size_t i = 0; i < row_bytes(p); i++)
        p->row[i + 1] = p->y ? (uint8_t)(row[i] - row[i - row_bytes(p)]) : row[i];
}

enum err
png_rows(struct png *p, uint32_t n_rows, bool *done)
{
    for (uint32_t i = 0; i < n_rows && p->y < p->height; i++, p->y++) {
        filter(p);
        p->z.next_in = p->row;
        p->z.avail_in = (uInt)(row_bytes(p) + 1);
        bool last = p->y + 1 == p->height;
        int rc = deflate(&p->z, last ? Z_FINISH : Z_NO_FLUSH);
        if (rc != (last ? Z_STREAM_END : Z_OK) || p->z.avail_in > 0)
            return ERR_INTERNAL;
    }
    *done = p->y == p->height;
    return OK;
}

/* Sum over type and data, which stand before the writer. */
static void
end_chunk(struct writer *w, size_t n_data)
{
    write_u32(w, (uint32_t)crc32(0, w->p + w->n - n_data - 4, (uInt)(n_data + 4)));
}

uint8_t *
png_take(struct png *p, size_t *n)
{
    size_t n_data = (size_t)(p->z.next_out - (p->out + BEFORE_DATA));
    struct writer w = writer_of(p->out, p->cap);
    uint8_t *out = p->out;

    write_bytes(&w, bytes_of("\x89PNG\r\n\x1A\n"));
    write_u32(&w, HEADER_BYTES);
    write_bytes(&w, bytes_of("IHDR"));
    write_u32(&w, p->width);
    write_u32(&w, p->height);
    write_u8(&w, BITS);
    write_u8(&w, TRUE_COLOUR);
    write_u8(&w, 0);
    write_u8(&w, 0);
    write_u8(&w, 0);
    end_chunk(&w, HEADER_BYTES);
    write_u32(&w, (uint32_t)n_data);
    write_bytes(&w, bytes_of("IDAT"));
    w.n += n_data; /* stands there already */
    end_chunk(&w, n_data);
    write_u32(&w, 0);
    write_bytes(&w, bytes_of("IEND"));
    end_chunk(&w, 0);
    *n = w.n;
    p->out = NULL;
    return out;
}
