/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words that decode give a seed whose words decode to the same seed. */
#include "core/open/words.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct bytes typed = { p, n };
    struct seed s, back;
    struct words_problem why;
    char digits[DIGITS_CAP];

    (void)words_stand_in(typed);
    enum err e = words_decode(typed, &s, &why);
    if ((e == OK) != (why.state == WORDS_GOOD) || why.position > WORDS_COUNT)
        abort();
    if (e)
        return 0;
    (void)words_match(&s, 3, typed);
    digits_encode(&s, digits);
    if (words_decode(bytes_of(digits), &back, &why) || memcmp(s.b, back.b, sizeof s.b) != 0)
        abort();
    return 0;
}
