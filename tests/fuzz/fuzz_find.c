/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is typed into the search field. */
#include "base/own.h"
#include "desk/find/query.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { ARENA_BYTES = 1 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    const char *typed = a ? arena_text_n(a, p, n) : NULL;
    struct find_query q, again;

    if (!typed || find_parse(typed, a, &q))
        return 0;
    for (size_t i = 0; i < q.n; i++) {
        const char *without = find_without(&q, i, a);
        if (!without || find_parse(without, a, &again) == ERR_MALFORMED)
            abort();
    }
    return 0;
}
