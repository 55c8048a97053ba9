/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "view/shrink.h"
#include "viewlink/sight.h"
#include <stdlib.h>
#include <string.h>

enum { SIDE_MAX = 60000 };

static const uint64_t pixels_max = 150ull * 1000 * 1000;

/* How long a side becomes, when the longer one shrinks to SIGHT_SIDE_MAX. */
static uint32_t
shorter(uint32_t side, uint32_t longest)
{
    if (longest <= SIGHT_SIDE_MAX)
        return side;
    uint32_t n = (uint32_t)((uint64_t)side * SIGHT_SIDE_MAX / longest);
    return n ? n : 1;
}

enum err
shrink_begin(struct shrink *s, uint32_t width, uint32_t height)
{
    uint32_t longest = width > height ? width : height;

    if (width == 0 || height == 0)
        return ERR_MALFORMED;
    if (longest > SIDE_MAX || (uint64_t)width * height > pixels_max)
        return ERR_TOO_LARGE;
    *s = (struct shrink){ .width = width, .height = height };
    s->to.width = shorter(width, longest);
    s->to.height = shorter(height, longest);
    size_t n = (size_t)3 * s->to.width * s->to.height;
    s->to.rgb = malloc(n);
    s->sums = calloc(s->to.width, 4 * sizeof *s->sums);
    if (!s->to.rgb || !s->sums) {
        shrink_done(s);
        return ERR_INTERNAL;
    }
    memset(s->to.rgb, 0xFF, n);
    return OK;
}

static void
flush(struct shrink *s)
{
    uint8_t *to = s->to.rgb + (size_t)3 * s->to.width * s->to_y;

    for (uint32_t x = 0; x < s->to.width; x++) {
        const uint32_t *sum = &s->sums[4 * x];
        for (int c = 0; sum[3] && c < 3; c++)
            to[3 * x + (uint32_t)c] = (uint8_t)(sum[c] / sum[3]);
    }
    memset(s->sums, 0, (size_t)4 * s->to.width * sizeof *s->sums);
}

void
shrink_row(struct shrink *s, const uint8_t *rgb)
{
    uint32_t to_y = (uint32_t)((uint64_t)s->y * s->to.height / s->height);

    if (s->y >= s->height)
        return;
    if (to_y != s->to_y)
        flush(s);
    s->to_y = to_y;
    s->y++;
    for (uint32_t x = 0; x < s->width; x++) {
        uint32_t *sum = &s->sums[4 * (uint32_t)((uint64_t)x * s->to.width / s->width)];
        sum[0] += rgb[3 * (size_t)x];
        sum[1] += rgb[3 * (size_t)x + 1];
        sum[2] += rgb[3 * (size_t)x + 2];
        sum[3]++;
    }
}

struct image
shrink_end(struct shrink *s)
{
    struct image i = s->to;

    if (s->y > 0)
        flush(s);
    s->to.rgb = NULL;
    return i;
}

void
image_done(struct image *i)
{
    free(i->rgb);
    *i = (struct image){ 0 };
}

void
shrink_done(struct shrink *s)
{
    image_done(&s->to);
    free(s->sums);
    s->sums = NULL;
}
