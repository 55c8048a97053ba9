/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The record of an attachment, and the name that somebody gave it. */
#include "desk/files/files.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(1 << 20);
    struct file_body f;
    uint8_t again[512];
    struct writer w = writer_of(again, sizeof again);

    if (!a)
        return 0;
    if (!file_body_decode((struct bytes){ p, n }, a, &f) &&
        (file_body_encode(&f, &w) ||
            !bytes_equal((struct bytes){ again, w.n }, (struct bytes){ p, n })))
        __builtin_trap(); /* what was taken is what would be written */
    const char *name = arena_text_n(a, p, n);
    const char *clean = name ? file_name_clean(name, a) : "";
    if (strlen(clean) > FILE_NAME_MAX || strpbrk(clean, "/\\\n\r\x1B\x7F"))
        __builtin_trap();
    return 0;
}
