/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "postlink/frame.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What decodes has exactly one spelling. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct frame f;
    uint8_t *again = calloc(1, n + 4);
    struct writer w = writer_of(again, n + 4);

    if (!frame_decode((struct bytes){ p, n }, &f)) {
        frame_encode(&f, &w);
        if (w.full || !bytes_equal((struct bytes){ again + 4, w.n - 4 }, (struct bytes){ p, n }))
            abort();
    }
    free(again);
    return 0;
}
