/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(1 << 20);
    struct form f;

    if (a && !form_parse((struct bytes){ p, n }, a, &f))
        (void)form_get(&f, "text");
    return 0;
}
