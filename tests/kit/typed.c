/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* typed: for each line of standard input, a text in hex, print what words_decode() makes of it (the
   seed in hex, or what is wrong) and whether words stand in it.  cross.py compares with the kit. */
#include "base/text.h"
#include "core/open/words.h"
#include "core/wire/crypto.h"
#include <stdio.h>
#include <string.h>

enum { MAX_TEXT = 4096 };

static void
answer(struct bytes typed)
{
    static const char *const problems[] = { "good", "empty", "count", "unknown", "digits", "check",
        "count" };
    struct seed seed;
    struct words_problem why;
    char hex[2 * sizeof seed.b + 1];

    if (!words_decode(typed, &seed, &why)) {
        hex_encode((struct bytes){ seed.b, sizeof seed.b }, hex);
        printf("%s", hex);
    } else if (why.state == WORDS_WRONG_COUNT && why.digits) {
        printf("digits");
    } else if (why.state == WORDS_UNKNOWN) {
        printf("unknown:%u", why.position);
    } else {
        printf("%s", problems[why.state]);
    }
    printf(" %d\n", words_stand_in(typed));
}

int
main(void)
{
    static char line[2 * MAX_TEXT + 2];
    static uint8_t text[MAX_TEXT];

    if (crypto_start())
        return 1;
    while (fgets(line, sizeof line, stdin)) {
        size_t n = strcspn(line, "\n");
        line[n] = '\0';
        if (n > 0 && hex_decode(line, text, n / 2))
            return 1;
        answer((struct bytes){ text, n / 2 });
    }
    return 0;
}
