/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_CBOR_H
#define DESK_ACCESS_CBOR_H
/* Before libfido2 sees what a browser sent: libcbor asks for as much memory as a list says it has
   items, before it has seen one.  A few hundred bytes could ask for gigabytes, nested. */
#include "base/bytes.h"

/* Are these bytes CBOR items (RFC 8949) that are whole, one after the other, of definite length,
   nested at most a few deep, and with no more items than there are bytes for? */
bool cbor_is_modest(struct bytes b);

#endif
