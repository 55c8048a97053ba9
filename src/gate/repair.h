/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GATE_REPAIR_H
#define GATE_REPAIR_H
/* Forms that cannot be read as they should still hold what a person typed: read them all the same,
   so that it can be shown again. */
#include "http/form.h"

/* Parse a form.  What form_parse() refuses is read leniently: bytes that are not UTF-8 become
   U+FFFD, a bad escape stays as it is, fields beyond the limit are left out, and *repaired is set.
   ERR_INTERNAL: the arena is full. */
MUST_USE enum err form_read(struct bytes body, struct arena *a, struct form *out, bool *repaired);

#endif
