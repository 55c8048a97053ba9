/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_DESK_AUTH_H
#define CORE_WIRE_DESK_AUTH_H
/* How a desk signs a request to a hub: "Authorization: Desk KEYID:TS:NONCE:SIG". There are no
   accounts; keys come from cards. Making the signature is in core/open/sign.h. See
   docs/formats/desk-auth.md. */
#include "core/wire/keys.h"

enum {
    DESK_AUTH_WINDOW_S = 120,
    DESK_AUTH_NONCE_S = 300, /* keep nonces that long */
    DESK_AUTH_NONCE_BYTES = 16,
    DESK_AUTH_VALUE_CAP = 192, /* the header's value with NUL */
    DESK_AUTH_TARGET_MAX = 512,
    DESK_AUTH_TEXT_CAP = 1024,
};

struct desk_auth {
    struct content_id key_id; /* content_id_of() the 32 bytes of the auth key */
    int64_t ts;               /* the desk's clock, seconds since 1970 */
    uint8_t nonce[DESK_AUTH_NONCE_BYTES];
    uint8_t sig[SIGNATURE_BYTES];
};

/* What is signed besides.  Borrowed. */
struct desk_request {
    const char *method; /* GET, PUT */
    const char *target; /* path and query exactly as on the request line */
    struct hub_id hub;
    struct bytes body;
};

/* The value of the header, from "Desk " on.  ERR_MALFORMED. */
MUST_USE enum err desk_auth_parse(const char *value, struct desk_auth *out);

/* The value of the header, ending in NUL. */
void desk_auth_print(const struct desk_auth *a, char out[DESK_AUTH_VALUE_CAP]);

/* ERR_EXPIRED: the clocks differ by more than 120 s (signature is checked first, so this is news
   only for the desk itself); ERR_FORGED. Nonces are the caller's: refuse one seen within 300 s. */
MUST_USE enum err desk_auth_verify(const struct desk_auth *a, const struct desk_request *rq,
    const struct sign_public *key, int64_t now_s);

/* The signed text into `to` (DESK_AUTH_TEXT_CAP bytes): shared with the signer. ERR_MALFORMED:
   a method or target that is empty, too long, or not visible ASCII. */
MUST_USE enum err desk_auth_text(
    const struct desk_auth *a, const struct desk_request *rq, struct writer *w);

#endif
