/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MAILPARSE_AUTOCRYPT_H
#define MAILPARSE_AUTOCRYPT_H
/* The Autocrypt header (Autocrypt level 1, section 2.1): the sender's OpenPGP key. */
#include "base/arena.h"

/* The key for exactly this address; ERR_NOT_FOUND when the header is for another one, has a
   critical attribute that is not known, or no key that can be used.  *mutual: she asks for
   encrypted answers. */
MUST_USE enum err autocrypt_read(
    const char *header, const char *address, struct arena *a, struct bytes *key, bool *mutual);

#endif
