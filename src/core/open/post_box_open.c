/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/post_box_open.h"
#include "core/open/hpke_open.h"

/* One spelling only: a whole number of blocks, no more of them than needed, zeros at the end. */
static bool
is_padded(struct bytes plain, size_t n)
{
    uint8_t rest = 0;

    if (n == 0 || n > POST_PLAIN_MAX ||
        post_box_size(n) != plain.n + post_box_size(0) - POST_BLOCK_BYTES)
        return false;
    for (size_t i = 4 + n; i < plain.n; i++)
        rest |= plain.p[i];
    return rest == 0;
}

enum err
post_box_open(const struct org_id *org, enum post_use use, const struct box_secret *secret,
    const struct box_public *pk, struct bytes box, struct arena *a, struct bytes *content)
{
    uint8_t info[POST_INFO_BYTES];
    size_t extra = post_box_size(0) - POST_BLOCK_BYTES;

    if (box.n < post_box_size(0) || box.n > post_box_size(POST_PLAIN_MAX))
        return ERR_FORGED;
    uint8_t *plain = arena_alloc(a, box.n - extra);
    if (!plain)
        return ERR_INTERNAL;
    post_info(org, use, info);
    enum err e = hpke_open_base(
        secret, pk, (struct bytes){ info, sizeof info }, (struct bytes){ NULL, 0 }, box, plain);
    if (e)
        return e;
    struct reader r = reader_of((struct bytes){ plain, box.n - extra });
    size_t n = read_u32(&r);
    if (!is_padded((struct bytes){ plain, box.n - extra }, n))
        return ERR_FORGED;
    *content = (struct bytes){ plain + 4, n };
    return OK;
}
