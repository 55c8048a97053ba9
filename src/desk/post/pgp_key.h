/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_PGP_KEY_H
#define DESK_POST_PGP_KEY_H
/* How two people compare an OpenPGP key by telephone. */
#include "base/text.h"

enum { PGP_FINGERPRINT_CAP = 41 };

/* The fingerprint that mail programs show, in capital hex digits; "" when the bytes do not begin
   with a public key of version 4 (RFC 4880, 12.2). */
void pgp_fingerprint(struct bytes key, char out[PGP_FINGERPRINT_CAP]);

#endif
