/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef HUB_HEAD_H
#define HUB_HEAD_H
/* Where a connection belongs, told by the first bytes of its request, which the master looks at
   without taking them.  Nothing leaves the master before all headers are there, so that nobody can
   hold a worker or a gate with a slow head. */
#include "base/bytes.h"

enum { HEAD_MAX_BYTES = 8192 };

enum head_place {
    HEAD_WAIT,     /* more bytes are needed */
    HEAD_GATE,     /* POST, /w/, /t/, /f/: plaintext or words */
    HEAD_DESK,     /* PUT and /l/: signed requests */
    HEAD_PUBLIC,   /* the rest */
    HEAD_REFUSE,   /* no HTTP of ours: 400 */
    HEAD_TOO_LONG, /* 431 */
};

enum head_place head_place(struct bytes head);

#endif
