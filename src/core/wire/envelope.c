/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/envelope.h"
#include <string.h>

enum { VERSION = 1, SUITE = 1 };

enum err
envelope_check(const struct envelope *e)
{
    bool known = e->b[0] == VERSION && e->b[1] == SUITE && e->b[2] == 0 && e->b[3] == 0;
    return known ? OK : ERR_MALFORMED;
}

static bool
is_small(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

enum err
lane_head_encode(const struct layer_head *h, uint8_t to[LAYER_HEAD_BYTES])
{
    bool unknown = h->lang[0] == '\0';

    if (!unknown &&
        (!is_small((uint8_t)h->lang[0]) || !is_small((uint8_t)h->lang[1]) || h->lang[2]))
        return ERR_MALFORMED;
    memset(to, 0, LAYER_HEAD_BYTES);
    to[0] = h->type;
    to[1] = VERSION;
    to[2] = (uint8_t)h->bell;
    if (!unknown)
        memcpy(to + 3, h->lang, 2);
    return OK;
}

enum err
lane_head_decode(const uint8_t from[LAYER_HEAD_BYTES], struct layer_head *out)
{
    bool unknown = from[3] == 0 && from[4] == 0;
    bool lang_good = unknown || (is_small(from[3]) && is_small(from[4]));

    if (from[0] == 0 || from[1] != VERSION || from[2] > BELL_RING_DANGER || !lang_good)
        return ERR_MALFORMED;
    if (from[5] || from[6] || from[7])
        return ERR_MALFORMED;
    *out = (struct layer_head){ from[0], (enum bell)from[2], { (char)from[3], (char)from[4], 0 } };
    return OK;
}

void
drop_head_encode(uint8_t type, uint8_t to[LAYER_HEAD_BYTES])
{
    memset(to, 0, LAYER_HEAD_BYTES);
    to[0] = type;
    to[1] = VERSION;
}

enum err
drop_head_decode(const uint8_t from[LAYER_HEAD_BYTES], uint8_t *type)
{
    uint8_t rest = 0;

    for (size_t i = 2; i < LAYER_HEAD_BYTES; i++)
        rest |= from[i];
    if (from[0] == 0 || from[1] != VERSION || rest)
        return ERR_MALFORMED;
    *type = from[0];
    return OK;
}
