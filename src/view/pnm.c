/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "view/pnm.h"
#include "base/own.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 64 * 1024, WORD = 32, SAMPLES_MAX = 65535, ENOUGH_OF = 3 };

struct stream {
    int fd;
    size_t at, n;
    uint8_t b[BUFFER];
};

/* What the head says. */
struct head {
    char type; /* of the magic number: '4' to '7' */
    uint32_t width, height, depth, maxval;
};

static int
next(struct stream *s)
{
    while (s->at == s->n) {
        ssize_t k = read(s->fd, s->b, sizeof s->b);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return -1;
        s->n = (size_t)k;
        s->at = 0;
    }
    return s->b[s->at++];
}

static bool
take(struct stream *s, uint8_t *to, size_t n)
{
    for (size_t i = 0; i < n;) {
        int c = next(s);
        if (c < 0)
            return false;
        to[i++] = (uint8_t)c;
        size_t more = s->n - s->at < n - i ? s->n - s->at : n - i;
        memcpy(to + i, s->b + s->at, more);
        s->at += more;
        i += more;
    }
    return true;
}

/* The next word, comments passed over; what follows it is eaten.  False: too long, or the end. */
static bool
word(struct stream *s, char to[WORD])
{
    int c = next(s);
    size_t n = 0;

    while (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '#') {
        for (bool comment = c == '#'; comment && c != '\n' && c >= 0;)
            c = next(s);
        c = c < 0 ? c : next(s);
    }
    for (; c > ' '; c = next(s)) {
        if (n + 1 >= WORD)
            return false;
        to[n++] = (char)c;
    }
    to[n] = '\0';
    return n > 0 && c >= 0;
}

static bool
number(struct stream *s, uint32_t *out)
{
    char w[WORD];
    uint32_t v = 0;

    if (!word(s, w))
        return false;
    for (const char *p = w; *p; p++) {
        if (*p < '0' || *p > '9' || v > 99999999)
            return false;
        v = 10 * v + (uint32_t)(*p - '0');
    }
    *out = v;
    return true;
}

static bool
pam_head(struct stream *s, struct head *h)
{
    char w[WORD];

    for (int i = 0; i < 20 && word(s, w); i++) {
        if (strcmp(w, "ENDHDR") == 0)
            return true;
        uint32_t *to = strcmp(w, "WIDTH") == 0    ? &h->width
                       : strcmp(w, "HEIGHT") == 0 ? &h->height
                       : strcmp(w, "DEPTH") == 0  ? &h->depth
                       : strcmp(w, "MAXVAL") == 0 ? &h->maxval
                                                  : NULL;
        if (to ? !number(s, to) : !word(s, w)) /* TUPLTYPE and its word */
            return false;
    }
    return false;
}

static bool
read_head(struct stream *s, struct head *h)
{
    int p = next(s);

    *h = (struct head){ .type = (char)next(s), .depth = 1, .maxval = 1 };
    if (p != 'P' || h->type < '4' || h->type > '7')
        return false;
    if (h->type == '7')
        return next(s) == '\n' && pam_head(s, h) && h->depth >= 1 && h->depth <= 4 &&
               h->maxval >= 1 && h->maxval <= SAMPLES_MAX;
    h->depth = h->type == '6' ? 3 : 1;
    return number(s, &h->width) && number(s, &h->height) &&
           (h->type == '4' || number(s, &h->maxval)) && h->maxval >= 1 && h->maxval <= SAMPLES_MAX;
}

static size_t
row_bytes(const struct head *h)
{
    return h->type == '4' ? ((size_t)h->width + 7) / 8
                          : (size_t)h->width * h->depth * (h->maxval > 255 ? 2 : 1);
}

static uint32_t
sample(const struct head *h, const uint8_t *row, size_t i)
{
    uint32_t v = h->maxval > 255 ? (uint32_t)row[2 * i] << 8 | row[2 * i + 1] : row[i];

    return v > h->maxval ? h->maxval : v;
}

/* One row as RGB of 8 bits, on white. */
static void
convert(const struct head *h, const uint8_t *row, uint8_t *rgb)
{
    const bool gray = h->depth < 3;

    for (size_t x = 0; x < h->width; x++) {
        if (h->type == '4') { /* 1 is black */
            memset(rgb + 3 * x, row[x / 8] >> (7 - x % 8) & 1 ? 0 : 0xFF, 3);
            continue;
        }
        uint32_t alpha =
            h->depth % 2 == 0 ? sample(h, row, x * h->depth + h->depth - 1) : h->maxval;
        for (size_t c = 0; c < 3; c++) {
            uint64_t v = sample(h, row, x * h->depth + (gray ? 0 : c));
            v = (v * alpha + (uint64_t)h->maxval * (h->maxval - alpha)) / h->maxval;
            rgb[3 * x + c] = (uint8_t)(v * 255 / h->maxval);
        }
    }
}

static enum err
read_rows(struct stream *s, const struct head *h, struct shrink *k)
{
    size_t n = row_bytes(h);
    uint8_t *row = n > 0 ? malloc(n) : NULL;
    uint8_t *rgb = h->width > 0 ? malloc((size_t)3 * h->width) : NULL;
    enum err e = row && rgb ? OK : ERR_INTERNAL;
    uint32_t y = 0;

    for (; !e && y < h->height && take(s, row, row_bytes(h)); y++) {
        convert(h, row, rgb);
        shrink_row(k, rgb);
    }
    if (!e && y < h->height && y < h->height / ENOUGH_OF + 1)
        e = ERR_MALFORMED;
    free(row);
    free(rgb);
    return e;
}

enum err
pnm_read(int fd, struct image *out)
{
    struct stream s = { .fd = fd };
    struct shrink k = { 0 };
    struct head h;

    if (!read_head(&s, &h))
        return ERR_MALFORMED;
    enum err e = shrink_begin(&k, h.width, h.height);
    e = e ? e : read_rows(&s, &h, &k);
    if (!e)
        *out = shrink_end(&k);
    shrink_done(&k);
    return e;
}
