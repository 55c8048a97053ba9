/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_SEAL_POST_BOX_H
#define CORE_SEAL_POST_BOX_H
/* A box of any size sealed to a vault of one's own organisation: what came by mail or messenger
   while the desk was locked, and what waits to be sent.  HPKE base mode with
   info = "post/1" org(16) use(1); the plaintext is length(4), content, zeros up to a multiple of
   1,024 bytes.  See docs/formats/post-box.md. */
#include "core/seal/hpke.h"

/* Stored: numbers never change meaning. */
enum post_use { POST_USE_UNSET, POST_CAME = 1, POST_TO_SEND = 2, POST_PGP_KEY = 3 };

enum { POST_INFO_BYTES = 23, POST_BLOCK_BYTES = 1024, POST_PLAIN_MAX = 29 << 20 };

/* How long the box of n bytes is. */
size_t post_box_size(size_t n);

/* "post/1" org use: shared with opening. */
void post_info(const struct org_id *org, enum post_use use, uint8_t out[POST_INFO_BYTES]);

/* Seal to `out`, which holds post_box_size(content.n) bytes.  ERR_MALFORMED: unusable key or
   nothing to seal; ERR_TOO_LARGE; ERR_INTERNAL. */
MUST_USE enum err post_box_seal(const struct org_id *org, enum post_use use,
    const struct box_public *to, struct bytes content, uint8_t *out);

#endif
