/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FILES_PNG_H
#define DESK_FILES_PNG_H
/* Pixels as a PNG (8 bits, RGB), a slice at a time: what a browser gets of a foreign file is made
   here, byte by byte. */
#include "base/bytes.h"
#include "base/own.h"

struct png;

/* Borrows width * height * 3 bytes until png_drop().  NULL: no memory. */
struct png *png_new(uint32_t width, uint32_t height, const uint8_t *rgb);
void png_drop(struct png **p);

/* Go on with at most this many rows; *done: that was the last one.  ERR_INTERNAL. */
MUST_USE enum err png_rows(struct png *p, uint32_t n_rows, bool *done);

/* The whole, after the last row: the caller's, from malloc. */
uint8_t *png_take(struct png *p, size_t *n);

#endif
