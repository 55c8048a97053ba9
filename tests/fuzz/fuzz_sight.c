/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What comes out of the room, and how a foreign file begins. */
#include "view/sniff.h"
#include "viewlink/sight.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct sight s;
    int turn = sniff_turn((struct bytes){ p, n });

    if ((unsigned)sniff((struct bytes){ p, n }) >= N_SIGHT_KINDS || turn < 1 || turn > 8)
        __builtin_trap();
    if (!sight_decode((struct bytes){ p, n }, &s) && s.body.n > n)
        __builtin_trap();
    return 0;
}
