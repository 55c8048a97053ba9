/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(1 << 20);
    struct multipart_file file = { 0 };
    struct form f;

    if (a &&
        !multipart_parse((struct bytes){ p, n }, "multipart/form-data; boundary=B1", a, &f, &file))
        (void)form_get(&f, "text");
    return 0;
}
