/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a date was found: what decodes encodes to the same bytes again. */
#include "base/own.h"
#include "desk/dates/explain.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(1 << 18);
    uint8_t room[EXPLAIN_MAX];
    struct writer w = writer_of(room, sizeof room);
    struct explained x;

    if (!a || explain_decode((struct bytes){ p, n }, a, &x))
        return 0;
    explain_encode(&x, &w);
    if (w.full || !bytes_equal((struct bytes){ room, w.n }, (struct bytes){ p, n }))
        abort();
    return 0;
}
