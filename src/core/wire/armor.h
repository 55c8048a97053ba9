/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_ARMOR_H
#define CORE_WIRE_ARMOR_H
/* An envelope as text that survives a messenger: "US1." base64url "." check. The check is 4 bytes
   of the BLAKE2b-256 of the envelope, in base64url; blanks and line breaks anywhere are passed
   over. See docs/formats/armor.md. */
#include "core/wire/keys.h"

enum { ARMOR_CAP = 4 + 5462 + 1 + 6 + 1, ARMOR_IN_MAX = 16384 };

/* One line, ending in NUL. */
void armor_encode(const struct envelope *e, char out[ARMOR_CAP]);

/* ERR_MALFORMED: not armor, cut, or a letter is wrong; ERR_TOO_LARGE over 16 KiB. */
MUST_USE enum err armor_decode(struct bytes text, struct envelope *out);

#endif
