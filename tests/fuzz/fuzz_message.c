/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What decodes also encodes, and decodes again to the same fields. */
#include "core/wire/message.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    uint8_t again[1 << 16];
    struct writer w = writer_of(again, sizeof again);
    struct message m, back;

    if (n == 0 || n > 8192 ||
        message_decode((enum message_type)p[0], (struct bytes){ p + 1, n - 1 }, &m))
        return 0;
    if ((m.has & HAS_ANSWERS) && m.answers.form != 1)
        return 0; /* answers of a later form are not kept */
    if (message_encode(&m, &w) || message_decode(m.type, (struct bytes){ again, w.n }, &back))
        abort();
    if (back.has != m.has || back.n_blobs != m.n_blobs || !bytes_equal(back.text, m.text) ||
        w.n > n - 1)
        abort();
    return 0;
}
