/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* There is one text for one card: what decodes encodes to the same bytes. */
#include "core/wire/card.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static uint8_t again[1 << 17];
    static struct card x;
    struct writer w = writer_of(again, sizeof again);

    if (card_decode((struct bytes){ p, n }, &x))
        return 0;
    if (card_encode(&x, &w) || !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n }))
        abort();
    return 0;
}
