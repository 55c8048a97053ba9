/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* There is one spelling of one header: what parses prints as it was. */
#include "core/wire/desk_auth.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    char value[512] = { 0 }, again[DESK_AUTH_VALUE_CAP];
    struct desk_auth a;

    if (n >= sizeof value)
        return 0;
    memcpy(value, p, n);
    if (desk_auth_parse(value, &a))
        return 0;
    desk_auth_print(&a, again);
    if (strcmp(value, again) != 0)
        abort();
    return 0;
}
