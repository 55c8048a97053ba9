/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PGP_ENCRYPT_H
#define PGP_ENCRYPT_H
/* Encrypt to an OpenPGP key that a stranger sent, by GnuPG in a room of its own (bubblewrap): no
   network, no file of this machine but programs, nothing kept afterwards. */
#include "base/arena.h"

enum { PGP_KEY_MAX = 5000, PGP_TEXT_MAX = 1 << 20, PGP_OUT_MAX = 2 << 20 };

/* The armoured message, in `a`.  ERR_MALFORMED: the key cannot be used, or the room could not be
   made; ERR_INTERNAL. */
MUST_USE enum err pgp_encrypt(
    struct bytes key, struct bytes text, struct arena *a, struct bytes *out);

/* Requests from `in` until it ends: length(4) key length(4) text; answers to `out`: length(4) and
   the armoured message, length 0: it could not be done. */
MUST_USE enum err pgp_serve(int in, int out);

#endif
