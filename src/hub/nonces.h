/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_NONCES_H
#define HUB_NONCES_H
/* Nonces of signed requests seen in the last 300 to 600 seconds.  All signed requests go to one
   process, the desk worker, so that this map needs no sharing; requests signed before the process
   started are refused, so that it needs no memory across restarts. */
#include "core/wire/desk_auth.h"

struct nonces;

/* NULL when out of memory. */
struct nonces *nonces_new(void);
void nonces_drop(struct nonces **n);

/* Remember this one.  ERR_CONFLICT: it was seen before; ERR_BUSY: no room (more than 50,000
   requests in five minutes). */
MUST_USE enum err nonces_add(
    struct nonces *n, const uint8_t nonce[DESK_AUTH_NONCE_BYTES], int64_t now_ms);

#endif
