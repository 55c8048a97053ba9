/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A desk's record: first byte the kind.  What decodes has exactly one spelling. */
#include "base/own.h"
#include "desk/store/record.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { ARENA_BYTES = 1 << 16 };

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    uint8_t *back = malloc(n + 1);
    struct writer w = writer_of(back, n + 1);
    struct record r;

    if (!a || !back)
        abort();
    if (n > 0 && !record_decode((enum record_kind) * p, (struct bytes){ p + 1, n - 1 }, a, &r) &&
        strlen(r.by_name) == p[1 + 1 + 8 + 16]) /* a NUL in a name is the one thing lost */
        if (record_encode(&r, &w) || w.n != n - 1 || memcmp(back, p + 1, w.n) != 0)
            abort();
    free(back);
    return 0;
}
