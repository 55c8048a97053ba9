/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/ticket.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    char text[TICKET_TEXT + 1];
    struct ticket t;

    if (ticket_parse((struct bytes){ p, n }, &t))
        return 0;
    ticket_print(&t, text);
    if (n != TICKET_TEXT || memcmp(text, p, n) != 0)
        abort();
    return 0;
}
