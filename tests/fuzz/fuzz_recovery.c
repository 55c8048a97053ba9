/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* There is one text for one recovery note: what decodes encodes to the same bytes. */
#include "core/wire/recovery_note.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    uint8_t again[RECOVERY_TEXT_MAX];
    struct recovery x;
    struct writer w = writer_of(again, sizeof again);

    if (recovery_decode((struct bytes){ p, n }, &x))
        return 0;
    if (recovery_encode(&x, &w) ||
        !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n }))
        abort();
    return 0;
}
