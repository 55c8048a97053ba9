/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* There is one text for one head of an audit chain: what decodes encodes to the same bytes. */
#include "core/wire/audit_head.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    uint8_t again[AUDIT_HEAD_TEXT_MAX];
    struct audit_head x;
    struct writer w = writer_of(again, sizeof again);

    if (audit_head_decode((struct bytes){ p, n }, &x))
        return 0;
    if (audit_head_encode(&x, &w) ||
        !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n }))
        abort();
    return 0;
}
