/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_PARTS_H
#define CORE_WIRE_PARTS_H
/* A text too long for one envelope goes as two to four messages of one group. */
#include "base/arena.h"
#include "core/wire/message.h"

struct parts {
    size_t n;
    struct message m[PART_MAX_COUNT];
};

/* Cut `whole` into messages that fit: one without part field if it fits, else up to four that
   carry all other fields alike, cut between characters. `max` is REQUEST_MESSAGE_MAX or
   ANSWER_MESSAGE_MAX; `group` names the set (random, or derived where the same text must seal
   alike). The parts borrow the text and hold the psk: parts_wipe(). ERR_TOO_LARGE: more than
   REQUEST_TEXT_MAX or ANSWER_TEXT_MAX bytes; ERR_MALFORMED: not UTF-8. */
MUST_USE enum err parts_plan(const struct message *whole, size_t max,
    const uint8_t group[PART_GROUP_BYTES], struct parts *out);

/* Overwrite them; they held a psk. */
void parts_wipe(struct parts *p);

/* Put the text together again from messages in any order, doubles allowed. They must be of one
   group, type, psk and count; ERR_NOT_FOUND: a part is missing; ERR_CONFLICT: they do not
   belong together. A single message without part field gives its text. *out lives in `a` or
   borrows. */
MUST_USE enum err parts_join(
    const struct message *const *m, size_t n, struct arena *a, struct bytes *out);

#endif
