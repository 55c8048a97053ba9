/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/armor.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct envelope e, back;
    char text[ARMOR_CAP];

    if (armor_decode((struct bytes){ p, n }, &e))
        return 0;
    armor_encode(&e, text);
    if (armor_decode(bytes_of(text), &back) || memcmp(e.b, back.b, sizeof e.b) != 0)
        abort();
    return 0;
}
