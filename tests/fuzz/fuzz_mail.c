/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "mailparse/mail.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static struct charsets held;

static void __attribute__((constructor)) begin(void)
{
    mail_parser_start(&held);
}

/* Whatever a stranger writes: no letter, or one that the desk can read. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(MAIL_ARENA_BYTES);
    struct letter l, again;

    if (mail_parse((struct bytes){ p, n }, a, &l))
        return 0;
    size_t size = letter_size(&l);
    uint8_t *to = calloc(1, size + 1);
    struct writer w = writer_of(to, size);
    letter_encode(&l, &w);
    if (w.full || letter_decode((struct bytes){ to, w.n }, a, &again))
        abort();
    free(to);
    return 0;
}
