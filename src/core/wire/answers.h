/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_ANSWERS_H
#define CORE_WIRE_ANSWERS_H
/* The value of field 0F: form version, then answers field(1) length(1) value, each once. Unknown
   fields 00-7F refuse the message, 80-FF are passed over. For message.c and its tests. */
#include "core/wire/message.h"

enum {
    ANSWERS_FORM = 1,
    ANSWERS_MAX_BYTES = 23,     /* what answers_encode() writes at most */
    ANSWERS_IN_MAX = 256,       /* what answers_decode() reads at most */
    ANSWERS_FIRST_DAY = -36525, /* about 1870 */
    ANSWERS_LAST_DAY = 73050,   /* about 2170 */
    ANSWERS_MAX_CODE = 31,
};

/* A form of another version is no error: *out then says its version
   and nothing else. ERR_MALFORMED. */
MUST_USE enum err answers_decode(struct bytes in, struct answers *out);
/* Write at most ANSWERS_MAX_BYTES, fields ascending. ERR_MALFORMED for what decode would refuse. */
MUST_USE enum err answers_encode(const struct answers *a, struct writer *w);

#endif
