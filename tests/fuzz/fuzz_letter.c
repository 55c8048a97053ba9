/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "postlink/channel.h"
#include "postlink/letter.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What decodes has exactly one spelling: encoding it again gives the same bytes. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(4 << 20);
    uint8_t *again = calloc(1, n + 1);
    struct writer w = writer_of(again, n);
    struct channel_conf conf;
    struct letter l;

    if (!letter_decode((struct bytes){ p, n }, a, &l)) {
        letter_encode(&l, &w);
        if (w.full || !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n }))
            abort();
    }
    if (!channel_conf_decode((struct bytes){ p, n }, a, &conf)) {
        w = writer_of(again, n);
        channel_conf_encode(&conf, &w);
        if (w.full || !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n }))
            abort();
    }
    free(again);
    return 0;
}
