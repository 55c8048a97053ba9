/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PGP_ROOM_H
#define PGP_ROOM_H
/* OpenPGP by GnuPG in a room of its own (bubblewrap): no network, no file of this machine but
   programs, an empty folder in memory, nothing kept afterwards. */
#include "base/arena.h"

enum {
    PGP_KEY_MAX = 5000,
    PGP_TEXT_MAX = 24 << 20,
    PGP_OUT_MAX = 16 << 20,
    PGP_WALL_MS = 4 * 1000, /* whoever asks waits longer (joblink/job.h) */
    PGP_QUESTION_MAX = PGP_TEXT_MAX + PGP_KEY_MAX + 5
};

enum pgp_act {
    PGP_ENCRYPT = 'E', /* text to a public key: the armoured message */
    PGP_DECRYPT = 'D', /* a message with a secret key without passphrase: the text.  All of it must
                          have been encrypted to that key, with protection of its integrity;
                          signatures in it are not read */
    PGP_MAKE = 'N',    /* text is an address, no key: length(4) public key, secret key */
};

/* The result is in `a`.  ERR_MALFORMED: it cannot be done with this key and text, or not within
   PGP_WALL_MS, or what is opened is many times larger than its message (a bomb), or there is no
   room; ERR_INTERNAL. */
MUST_USE enum err pgp_do(
    enum pgp_act act, struct bytes key, struct bytes text, struct arena *a, struct bytes *out);

/* Questions from `in` until it ends: length(4) of what follows, act(1), length(4) key, text;
   answers to `out`: length(4) and the result, length 0: it could not be done. */
MUST_USE enum err pgp_serve(int in, int out);

#endif
