/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_OPEN_SIGN_H
#define CORE_OPEN_SIGN_H
/* Make signatures: on notes (editors, organisations) and on a desk's requests to a hub. */
#include "core/open/secrets.h"
#include "core/wire/desk_auth.h"
#include "core/wire/note.h"

/* Write a whole note: the text (ending in line feed), an empty line, one signature line. `w`
   latches when too short. ERR_MALFORMED: a text or name that the format cannot hold. */
MUST_USE enum err note_sign(
    struct bytes text, const char *name, const struct sign_secret *key, struct writer *w);

/* One more signature line for a note that is already there: append to its bytes. */
MUST_USE enum err note_cosign(const struct note *n, const char *name, const struct sign_secret *key,
    char line[NOTE_LINE_CAP]);

/* Sign a request. `nonce` is NULL (random) outside tests; desk_auth_print() writes the result. */
MUST_USE enum err desk_auth_sign(const struct desk_request *rq, const struct sign_secret *key,
    int64_t now_s, const uint8_t nonce[DESK_AUTH_NONCE_BYTES], struct desk_auth *out);

#endif
