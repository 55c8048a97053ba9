/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VIEW_SHRINK_H
#define VIEW_SHRINK_H
/* A picture that comes row by row, made small enough while it comes: every pixel of the result is
   the mean of those that fall into it. */
#include "base/bytes.h"

struct image {
    uint32_t width, height;
    uint8_t *rgb; /* 3 * width * height */
};

struct shrink {
    struct image to;
    uint32_t width, height, y, to_y; /* of what comes */
    uint32_t *sums;                  /* red, green, blue, count of each pixel of a row */
};

/* ERR_TOO_LARGE: more than is opened; ERR_INTERNAL: no memory.  Both parts are freed by
   shrink_done(), the picture by image_done(). */
MUST_USE enum err shrink_begin(struct shrink *s, uint32_t width, uint32_t height);
/* A row of width * 3 bytes; those beyond the height are passed over. */
void shrink_row(struct shrink *s, const uint8_t *rgb);
/* Give the picture out; rows that did not come are white. */
struct image shrink_end(struct shrink *s);
void shrink_done(struct shrink *s);
void image_done(struct image *i);

/* Turn as Exif says, 1 to 8.  ERR_INTERNAL: no memory. */
MUST_USE enum err image_turn(struct image *i, int turn);

#endif
