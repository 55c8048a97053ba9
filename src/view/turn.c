/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "view/shrink.h"
#include <stdlib.h>
#include <string.h>

enum err
image_turn(struct image *i, int turn)
{
    const bool across = turn >= 5; /* rows become columns */
    const bool right = turn == 2 || turn == 3 || turn == 7 || turn == 8;
    const bool down = turn == 3 || turn == 4 || turn == 6 || turn == 7;
    struct image to = { across ? i->height : i->width, across ? i->width : i->height, NULL };

    if (turn <= 1 || turn > 8)
        return OK;
    to.rgb = malloc((size_t)3 * to.width * to.height);
    if (!to.rgb)
        return ERR_INTERNAL;
    for (uint32_t y = 0; y < to.height; y++)
        for (uint32_t x = 0; x < to.width; x++) {
            uint32_t fx = across ? y : x;
            uint32_t fy = across ? x : y;
            fx = right ? i->width - 1 - fx : fx;
            fy = down ? i->height - 1 - fy : fy;
            memcpy(to.rgb + 3 * ((size_t)y * to.width + x),
                i->rgb + 3 * ((size_t)fy * i->width + fx), 3);
        }
    image_done(i);
    *i = to;
    return OK;
}
