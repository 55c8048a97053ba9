/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bodies of the records of casework: what opens is encoded to the same bytes. */
#include "base/own.h"
#include "desk/work/apply.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(1 << 20);
    uint8_t *room = a ? arena_alloc(a, n + 1) : NULL;
    struct handover h;
    struct snooze z;

    if (!room)
        return 0;
    struct writer w = writer_of(room, n);
    if (!handover_decode((struct bytes){ p, n }, a, &h) &&
        (handover_encode(&h, &w) || w.n != n || memcmp(room, p, n) != 0))
        abort();
    w = writer_of(room, n);
    if (!snooze_decode((struct bytes){ p, n }, a, &z) &&
        (snooze_encode(&z, &w) || w.n != n || memcmp(room, p, n) != 0))
        abort();
    return 0;
}
