/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_POST_BOX_OPEN_H
#define CORE_OPEN_POST_BOX_OPEN_H
/* Open what post_box_seal() sealed. */
#include "base/arena.h"
#include "core/open/secrets.h"
#include "core/seal/post_box.h"

/* *content lives in `a`, which must have room for the box.  ERR_FORGED: not for this key, this
   organisation or this use, or changed; ERR_INTERNAL. */
MUST_USE enum err post_box_open(const struct org_id *org, enum post_use use,
    const struct box_secret *secret, const struct box_public *pk, struct bytes box, struct arena *a,
    struct bytes *content);

#endif
