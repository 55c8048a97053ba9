/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/fold.h"
#include <stdlib.h>
#include <unicase.h>
#include <uninorm.h>

/* Two spellings of one letter or mark, each of the same length in bytes or shorter. */
static const struct {
    const char *from, *to;
} same[] = {
    { "ё", "е" },
    { "’", "'" },
    { "ʼ", "'" },
    { "‘", "'" },
    { "`", "'" },
};

static void
unify(char *s)
{
    char *to = s;

    while (*s) {
        size_t i = 0;
        while (
            i < sizeof same / sizeof *same && strncmp(s, same[i].from, strlen(same[i].from)) != 0)
            i++;
        if (i == sizeof same / sizeof *same) {
            *to++ = *s++;
            continue;
        }
        s += strlen(same[i].from);
        for (const char *c = same[i].to; *c; c++)
            *to++ = *c;
    }
    *to = '\0';
}

const char *
text_fold(struct arena *a, const char *text)
{
    size_t cap = strlen(text) * 3 + 16;
    uint8_t *folded = arena_alloc(a, cap);
    size_t n = cap - 1;

    if (!folded)
        return NULL;
    uint8_t *result =
        u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFC, folded, &n);
    if (result == folded && n < cap) {
        folded[n] = '\0';
        unify((char *)folded);
        return (const char *)folded;
    }
    if (result && result != folded)
        free(result);
    return NULL;
}
