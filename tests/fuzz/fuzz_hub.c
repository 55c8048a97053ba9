/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/head.h"
#include "hub/openlog.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A record that decodes has one spelling; a head never needs more than its bytes. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct routed r;
    uint8_t again[OPENLOG_RECORD_BYTES];

    (void)head_place((struct bytes){ p, n });
    if (!record_decode((struct bytes){ p, n }, &r)) {
        record_encode(&r, again);
        if (!bytes_equal((struct bytes){ again, sizeof again }, (struct bytes){ p, n }))
            abort();
    }
    return 0;
}
