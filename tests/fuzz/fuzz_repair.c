/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A form of any bytes is read, and every text that comes out can be shown. */
#include "base/own.h"
#include "base/text.h"
#include "gate/repair.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(64 << 20);
    struct form f;
    bool repaired = false;

    if (n > 128 * 1024 || form_read((struct bytes){ p, n }, a, &f, &repaired))
        return 0;
    for (size_t i = 0; i < f.n; i++) {
        assert(utf8_is_valid(bytes_of(f.names[i])));
        assert(utf8_is_valid(bytes_of(f.values[i])));
    }
    return 0;
}
