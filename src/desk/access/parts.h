/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_PARTS_H
#define DESK_ACCESS_PARTS_H
/* Small pieces that the handlers of the way in share. */
#include "desk/desk.h"
#include "desk/pages/access.h"
#include "desk/pages/tell.h"

/* What the address says was done: ?s=N. */
enum access_says parts_says(struct req *rq);

/* Lead back to a page that says it. */
MUST_USE enum err parts_back(struct req *rq, const char *path, enum access_says s);

/* A field in base64url as bytes, at most PASSKEY_PART_MAX; ERR_MALFORMED also when it is empty. */
MUST_USE enum err parts_bytes(struct req *rq, const char *field, struct bytes *out);

/* base64url in the arena, NULL without memory; and hex. */
const char *parts_b64(struct arena *a, const uint8_t *p, size_t n);
const char *parts_hex(struct arena *a, const uint8_t *p, size_t n);

/* What the script of passkeys is told.  `member` NULL: it is asked for a signature, not for a new
   passkey. */
MUST_USE enum err parts_passkey(struct req *rq, const uint8_t challenge[CHALLENGE_BYTES],
    const struct factor *all, size_t n, const struct session *member, struct passkey_form *out);

/* Is this the passphrase of the member of this session?  Slow.  *secret (may be NULL) gets her key.
   Failures count like those of the way in.  ERR_FORBIDDEN; ERR_BUSY: too many, *wait_s says. */
MUST_USE enum err parts_passphrase(
    struct req *rq, const char *typed, struct member *out, struct box_secret *secret);

/* The same for a name and the key under which its failures count (access_slow_name).  `counted`:
   she is no stranger, and what it takes counts as work for her. */
MUST_USE enum err parts_know(struct req *rq, const char *name, const char *slow, bool counted,
    const char *typed, struct member *out, struct box_secret *secret);

/* Seconds before she may try again. */
int64_t parts_wait_s(struct req *rq);

#endif
