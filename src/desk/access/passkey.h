/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_PASSKEY_H
#define DESK_ACCESS_PASSKEY_H
/* Passkeys (WebAuthn level 2): what the browser sends is parsed and verified by libfido2 and
   jansson, nothing by hand.  Everything that does not verify is ERR_FORGED and says no more. */
#include "desk/access/factors.h"

enum { CHALLENGE_BYTES = 32, PASSKEY_PART_MAX = 8192, RP_CAP = 256 };

/* What must hold for an answer to be for us. */
struct passkey_ask {
    const char *rp;     /* the host's name: passkey_rp_of() */
    const char *origin; /* the configured origin; loopback names count as one */
    uint8_t challenge[CHALLENGE_BYTES];
};

/* The name under which passkeys of this desk live: the host of the configured origin, "localhost"
   for every loopback name.  ERR_NOT_FOUND: browsers offer none there (a bare IP address, plain http
   elsewhere). */
MUST_USE enum err passkey_rp_of(const char *origin, char rp[RP_CAP]);

/* A new passkey: client data and authenticator data as the browser gives them.  Checks type,
   challenge, origin, relying party, presence and verification of the user; fills credential,
   public key, algorithm and counter of *out and nothing else. */
MUST_USE enum err passkey_register(const struct passkey_ask *ask, struct bytes client_data,
    struct bytes authenticator_data, struct factor *out);

/* A signature by this passkey.  *counter is the authenticator's: the caller refuses one that did
   not grow (factor_used). */
MUST_USE enum err passkey_verify(const struct passkey_ask *ask, const struct factor *f,
    struct bytes client_data, struct bytes authenticator_data, struct bytes signature,
    int64_t *counter);

#endif
