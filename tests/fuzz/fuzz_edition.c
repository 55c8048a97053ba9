/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* There is one text for one edition: what decodes encodes to the same bytes. */
#include "core/wire/edition_note.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static uint8_t again[1 << 17];
    struct arena *a = arena_new(1 << 22);
    struct writer w = writer_of(again, sizeof again);
    struct edition e;

    if (!a)
        return 0;
    if (n <= sizeof again && edition_decode((struct bytes){ p, n }, a, &e) == OK) {
        if (edition_encode(&e, &w) ||
            !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n }))
            abort();
        for (size_t i = 0; i < e.n_pages; i++)
            if (edition_page_find(&e, e.pages[i].path) != &e.pages[i])
                abort();
    }
    arena_drop(&a);
    return 0;
}
