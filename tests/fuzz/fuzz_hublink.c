/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "link/hublink.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What decodes has exactly one spelling: encoding it again gives the same bytes. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct hublink_request q;
    struct hublink_reply a;
    uint8_t reply[HUBLINK_REPLY_BYTES];

    if (!hublink_decode((struct bytes){ p, n }, &q)) {
        uint8_t *again = malloc(HUBLINK_MAX_BYTES);
        struct writer w = writer_of(again, HUBLINK_MAX_BYTES);
        hublink_encode(&q, &w);
        if (w.full || !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n }))
            abort();
        free(again);
    }
    if (!hublink_reply_decode((struct bytes){ p, n }, &a)) {
        hublink_reply_encode(&a, reply);
        if (!bytes_equal((struct bytes){ reply, sizeof reply }, (struct bytes){ p, n }))
            abort();
    }
    return 0;
}
