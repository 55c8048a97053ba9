/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seal/post_box.h"
#include "core/wire/crypto.h"
#include <stdlib.h>
#include <string.h>

enum { LENGTH_BYTES = 4 };

static size_t
plain_size(size_t n)
{
    return (n + LENGTH_BYTES + POST_BLOCK_BYTES - 1) / POST_BLOCK_BYTES * POST_BLOCK_BYTES;
}

size_t
post_box_size(size_t n)
{
    return plain_size(n) + HPKE_EXTRA_BYTES;
}

void
post_info(const struct org_id *org, enum post_use use, uint8_t out[POST_INFO_BYTES])
{
    struct writer w = writer_of(out, POST_INFO_BYTES);

    write_bytes(&w, bytes_of("post/1"));
    write_n(&w, org->b, sizeof org->b);
    write_u8(&w, (uint8_t)use);
}

enum err
post_box_seal(const struct org_id *org, enum post_use use, const struct box_public *to,
    struct bytes content, uint8_t *out)
{
    uint8_t info[POST_INFO_BYTES];
    size_t n = plain_size(content.n);

    if (content.n == 0 || use == POST_USE_UNSET)
        return ERR_MALFORMED;
    if (content.n > POST_PLAIN_MAX)
        return ERR_TOO_LARGE;
    uint8_t *plain = calloc(1, n);
    if (!plain)
        return ERR_INTERNAL;
    struct writer w = writer_of(plain, n);
    write_u32(&w, (uint32_t)content.n);
    write_bytes(&w, content);
    post_info(org, use, info);
    enum err e = hpke_seal_base(to, (struct bytes){ info, sizeof info }, (struct bytes){ NULL, 0 },
        (struct bytes){ plain, n }, NULL, out);
    secret_wipe(plain, n);
    free(plain);
    return e;
}
