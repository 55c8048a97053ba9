/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "desk/post/contact.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What decodes has exactly one spelling. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(4 << 20);
    struct contact_body c;
    uint8_t *again = calloc(1, n + 1);
    struct writer w = writer_of(again, n);

    if (!contact_body_decode((struct bytes){ p, n }, a, &c) &&
        (contact_body_encode(&c, &w) ||
            !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n })))
        abort();
    free(again);
    return 0;
}
