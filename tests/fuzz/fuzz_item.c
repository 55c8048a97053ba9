/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two bytes choose the form, the rest is a body of it.  What opens is encoded to the same bytes,
   unless a field of a later version was passed over. */
#include "base/own.h"
#include "desk/forms/body.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(4 << 20);
    uint8_t *room = a ? arena_alloc(a, ITEM_BODY_MAX) : NULL;
    struct field_value *v = NULL;
    size_t n_values = 0;

    if (!room || n < 2)
        return 0;
    const struct form_def *d = form_def_of((uint32_t)(p[0] << 8 | p[1]));
    const struct bytes body = { p + 2, n - 2 };
    if (!d || item_body_decode(d, body, a, &v, &n_values))
        return 0;
    struct writer w = writer_of(room, ITEM_BODY_MAX);
    if (item_body_encode(d, v, n_values, &w) || w.n > body.n)
        abort();
    if (w.n == body.n && memcmp(room, body.p, w.n) != 0)
        abort();
    return 0;
}
